package io.querymirror.rule;

import io.querymirror.config.RuleSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the rules say about one statement. Immutable, and shared by statements that are alike. */
public final class Decision {
  private final int[] rules;
  private final List<Hit> hits;
  private final boolean stable;

  /**
   * @param taken indices of the rules that took the statement, ascending; taken over
   */
  Decision(List<RuleSettings> all, int[] taken, boolean stable) {
    this.rules = taken;
    this.stable = stable;
    List<Hit> first = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (int rule : taken) {
      for (String target : all.get(rule).mirror()) {
        if (named.add(target)) {
          first.add(new Hit(target, rule));
        }
      }
    }
    this.hits = List.copyOf(first);
  }

  /** A rule said skip, and none before it mirrors. */
  public boolean skipped() {
    return rules.length > 0 && hits.isEmpty();
  }

  /** It goes to one target at least. */
  public boolean matched() {
    return !hits.isEmpty();
  }

  /** One for each target that it goes to, by the first rule that names it. */
  public List<Hit> hits() {
    return hits;
  }

  /** Indices of the rules that took it, ascending: mirroring ones, and one that skips at last. */
  public int[] rules() {
    return rules.clone();
  }

  /**
   * Whether the same text in a session of the same user, host and schema always gets this decision:
   * no bind, outcome, time or transaction had a say.
   */
  public boolean stable() {
    return stable;
  }

  @Override
  public String toString() {
    return (skipped() ? "skipped" : matched() ? "to " + hits : "unmatched")
        + (stable ? ", stable" : "");
  }
}
