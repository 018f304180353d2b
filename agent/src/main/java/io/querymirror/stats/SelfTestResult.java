package io.querymirror.stats;

import java.util.Objects;

/** What mirroring was found to do to the application's own statement latency. Immutable. */
public final class SelfTestResult {
  /** What can be said of it. */
  public enum Verdict {
    /** Statements take longer while they are mirrored, beyond doubt and beyond the floor. */
    SLOWER,
    /** They do not take longer than the bound, beyond doubt. */
    SAME,
    CANNOT_TELL;

    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final Verdict verdict;
  private final double ratio;
  private final double low;
  private final double high;
  private final int pairs;
  private final long statements;

  /**
   * @param ratio statement latency while mirroring, by that without: the median of all pairs; NaN
   *     where there is none
   * @param low lower end of its interval of 99 %; NaN where there are too few pairs
   * @param high upper end; NaN where there are too few pairs
   * @param pairs of a time with and one without, that were compared
   * @param statements that were measured in them
   */
  public SelfTestResult(
      Verdict verdict, double ratio, double low, double high, int pairs, long statements) {
    this.verdict = Objects.requireNonNull(verdict);
    this.ratio = ratio;
    this.low = low;
    this.high = high;
    this.pairs = pairs;
    this.statements = statements;
  }

  public Verdict verdict() {
    return verdict;
  }

  public double ratio() {
    return ratio;
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  public int pairs() {
    return pairs;
  }

  public long statements() {
    return statements;
  }
}
