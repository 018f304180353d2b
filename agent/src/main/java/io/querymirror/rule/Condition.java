package io.querymirror.rule;

import io.querymirror.model.Execution;
import java.util.function.Function;
import java.util.function.Predicate;

/** One field of a {@code match}: asks, and can say what it asks for and what it meets. */
final class Condition implements Predicate<Execution> {
  private final String field;
  private final String expected;
  private final Predicate<Execution> test;
  private final Function<Execution, String> found;

  /**
   * @param field as in the configuration
   * @param expected in the configuration's words
   * @param found what a statement has in its place, in words; may hold the application's values
   */
  Condition(
      String field, String expected, Predicate<Execution> test, Function<Execution, String> found) {
    this.field = field;
    this.expected = expected;
    this.test = test;
    this.found = found;
  }

  @Override
  public boolean test(Execution e) {
    return test.test(e);
  }

  Finding explain(Execution e) {
    return new Finding(field, expected, found.apply(e), test.test(e));
  }

  @Override
  public String toString() {
    return field + " " + expected;
  }
}
