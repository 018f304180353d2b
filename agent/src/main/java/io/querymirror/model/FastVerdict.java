package io.querymirror.model;

/**
 * "No target wants this text from this session": the one decision that the application's thread
 * takes by itself. Valid for one set of rules, one connection and one state of its session.
 */
public final class FastVerdict {
  private final Object rules;
  private final SourceConnection connection;
  private final int sessionEpoch;
  private final boolean skipped;
  private final int[] tookIt;

  /**
   * @param rules the rule set that decided, compared by identity
   * @param sessionEpoch {@link SourceEvent#sessionEpoch()} of the event it was decided on
   * @param skipped true where a rule skipped it, false where none matched
   * @param tookIt indices of the rules that took it; their counts grow with each execution
   */
  public FastVerdict(
      Object rules, SourceConnection connection, int sessionEpoch, boolean skipped, int[] tookIt) {
    this.rules = rules;
    this.connection = connection;
    this.sessionEpoch = sessionEpoch;
    this.skipped = skipped;
    this.tookIt = tookIt;
  }

  public boolean holds(Object currentRules, SourceConnection current, int currentEpoch) {
    return rules == currentRules && connection == current && sessionEpoch == currentEpoch;
  }

  /** The rule set that decided. */
  public Object rules() {
    return rules;
  }

  public boolean skipped() {
    return skipped;
  }

  /** Not to be changed. */
  public int[] tookIt() {
    return tookIt;
  }
}
