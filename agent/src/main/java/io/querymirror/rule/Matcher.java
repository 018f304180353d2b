package io.querymirror.rule;

import io.querymirror.config.MatchSettings;
import io.querymirror.model.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One {@code match}, in two parts: what text and session decide, once for all statements that share
 * them, and what only each execution tells.
 */
final class Matcher {
  /** Compared by identity, as {@link #NEVER}. */
  static final Predicate<Execution> ALWAYS = e -> true;

  static final Predicate<Execution> NEVER = e -> false;

  private final List<Condition> fixed;
  private final List<Condition> varying;
  private final Predicate<Execution> rest;
  private final @Nullable Matcher not;

  Matcher(MatchSettings m) {
    fixed = Conditions.fixed(m);
    varying = Conditions.varying(m);
    rest = all(varying);
    MatchSettings inner = m.not();
    not = inner == null ? null : new Matcher(inner);
  }

  /**
   * What is left to ask of an execution once its text and session are known: {@link #ALWAYS},
   * {@link #NEVER}, or a condition on binds, transaction, outcome or time.
   */
  Predicate<Execution> given(Execution e) {
    for (Condition f : fixed) {
      if (!f.test(e)) {
        return NEVER;
      }
    }
    Predicate<Execution> excluded = not == null ? NEVER : not.given(e);
    if (excluded == ALWAYS) {
      return NEVER;
    }
    if (excluded == NEVER) {
      return rest;
    }
    return rest == ALWAYS ? excluded.negate() : rest.and(excluded.negate());
  }

  private static Predicate<Execution> all(List<Condition> conditions) {
    Predicate<Execution> all = ALWAYS;
    for (Condition c : conditions) {
      all = all == ALWAYS ? c : all.and(c);
    }
    return all;
  }

  /** Whether it is taken; what {@link #explain} tells the reasons of. */
  boolean takes(Execution e) {
    return given(e).test(e);
  }

  /** What each field says of an execution: it is taken where all of them hold. */
  List<Finding> explain(Execution e) {
    List<Finding> findings = new ArrayList<>();
    for (Condition c : fixed) {
      findings.add(c.explain(e));
    }
    for (Condition c : varying) {
      findings.add(c.explain(e));
    }
    if (not != null) {
      findings.add(new Finding("not", not.toString(), not.met(e), !not.takes(e)));
    }
    return findings;
  }

  private String met(Execution e) {
    return explain(e).stream()
        .map(f -> f.field() + " " + f.found())
        .collect(Collectors.joining("; "));
  }

  /** In the configuration's words; empty where it takes everything. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    fixed.forEach(c -> words.add(c.toString()));
    varying.forEach(c -> words.add(c.toString()));
    if (not != null) {
      words.add("not (" + not + ")");
    }
    return words;
  }

  @Override
  public String toString() {
    return String.join("; ", words());
  }
}
