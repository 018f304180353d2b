package io.querymirror.rule;

/** What one field of a rule's {@code match} said of one statement. */
public final class Finding {
  private final String field;
  private final String expected;
  private final String found;
  private final boolean holds;

  Finding(String field, String expected, String found, boolean holds) {
    this.field = field;
    this.expected = expected;
    this.found = found;
    this.holds = holds;
  }

  /** As in the configuration: {@code kind}, {@code binds.1}, {@code not}. */
  public String field() {
    return field;
  }

  /** What was asked for, in the configuration's words. */
  public String expected() {
    return expected;
  }

  /** What the statement has; holds its values, so it is for who gave the statement alone. */
  public String found() {
    return found;
  }

  public boolean holds() {
    return holds;
  }

  @Override
  public String toString() {
    return field + (holds ? " holds" : ": expected " + expected + ", found " + found);
  }
}
