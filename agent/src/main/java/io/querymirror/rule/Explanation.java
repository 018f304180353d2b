package io.querymirror.rule;

import io.querymirror.config.RuleSettings;
import java.util.List;

/** Why the rules decided on one statement as they did; for who gave the statement. */
public final class Explanation {
  /** What became of the statement at one rule. */
  public enum Answer {
    TOOK,
    LEFT,
    /** A rule before it took the statement, and does not continue. */
    NOT_ASKED
  }

  /** One rule's part. */
  public static final class Part {
    private final RuleSettings rule;
    private final Answer answer;
    private final List<Finding> findings;

    Part(RuleSettings rule, Answer answer, List<Finding> findings) {
      this.rule = rule;
      this.answer = answer;
      this.findings = List.copyOf(findings);
    }

    public RuleSettings rule() {
      return rule;
    }

    public Answer answer() {
      return answer;
    }

    /** One for each field of its {@code match}: all hold where it took the statement. */
    public List<Finding> findings() {
      return findings;
    }
  }

  private final Decision decision;
  private final List<Part> parts;

  Explanation(Decision decision, List<Part> parts) {
    this.decision = decision;
    this.parts = List.copyOf(parts);
  }

  public Decision decision() {
    return decision;
  }

  /** One for each rule, in the file's order. */
  public List<Part> parts() {
    return parts;
  }
}
