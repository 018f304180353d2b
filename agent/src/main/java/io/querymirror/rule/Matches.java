package io.querymirror.rule;

import io.querymirror.config.MatchSettings;
import io.querymirror.model.Execution;
import java.util.function.Predicate;

/** A {@code match} by itself, for what is asked seldom. */
public final class Matches {
  private Matches() {}

  /** Whether an execution is one that a rule with this {@code match} would take; any thread. */
  public static Predicate<Execution> of(MatchSettings match) {
    return new Matcher(match)::takes;
  }

  /** What it asks for, in one line, in the configuration's words. */
  public static String words(MatchSettings match) {
    String words = new Matcher(match).toString();
    return words.isEmpty() ? "everything" : words;
  }
}
