package io.querymirror.control;

/**
 * One limit: what a value beyond it leads to, step by step, and how that is taken back.
 *
 * <p>A few measurements in a row beyond the limit are one step up: a growing part of all
 * transactions is not copied any more; behind the last part the agent switches itself off. A step
 * down comes when the value has been well below the limit for a while. That while doubles whenever
 * the value soon rises again, so that what cannot go well is tried ever more rarely.
 *
 * <p>Times are System.nanoTime(). Used by one thread.
 */
final class Limit {
  static final long SETTLE = 2_000_000_000L;
  static final long HOLD = 2_000_000_000L;
  static final long HOLD_OFF = 10_000_000_000L;
  static final long LONGEST = 600_000_000_000L;

  /** A rise within so many times what was waited for is a relapse. */
  private static final int SOON = 15;

  private final String name;
  private final double[] shares;
  private final int patience;
  private final double release;

  private int level;
  private long since;
  private int beyond;
  private boolean below;
  private long belowSince;
  private boolean lowered;
  private long loweredAt;
  private int backOff = 1;
  private double value = Double.NaN;
  private double limit = Double.POSITIVE_INFINITY;

  /**
   * @param shares of the transactions that are not copied, step by step
   * @param patience measurements in a row that must be beyond it
   * @param release part of the limit that a value must be below for a step back
   */
  Limit(String name, int patience, double release, double... shares) {
    this.name = name;
    this.patience = patience;
    this.release = release;
    this.shares = shares;
  }

  String name() {
    return name;
  }

  /** Infinite for none. In force from the next look on. */
  void limit(double most) {
    limit = most;
  }

  double limit() {
    return limit;
  }

  /** What was measured last; NaN for nothing. */
  double value() {
    return value;
  }

  /** A value below which a step is taken back. */
  double releasesBelow() {
    return limit * release;
  }

  /** Something was measured anew; NaN where it cannot be, which counts as nothing. */
  void measured(double now) {
    value = now;
    beyond = now > limit ? beyond + 1 : 0;
  }

  /** What was measured is not true any more, and nothing is known. */
  void unknown() {
    value = Double.NaN;
    beyond = 0;
  }

  /** Takes a step where it is time for one; true where it did. */
  boolean look(long now) {
    boolean wasBelow = below;
    below = !(value > releasesBelow());
    if (below && !wasBelow) {
      belowSince = now;
    }
    if (value > limit && beyond >= patience && level <= shares.length) {
      if (level == 0 || now - since >= SETTLE) {
        rise(now);
        return true;
      }
    } else if (level > 0 && below && now - since >= hold() && now - belowSince >= hold()) {
      step(level - 1, now);
      lowered = true;
      loweredAt = now;
      return true;
    }
    return false;
  }

  private void rise(long now) {
    if (lowered && now - loweredAt < SOON * hold()) {
      backOff = Math.min(2 * backOff, (int) (LONGEST / HOLD));
    } else if (level == 0) {
      backOff = 1;
    }
    lowered = false;
    step(level + 1, now);
  }

  private void step(int to, long now) {
    level = to;
    since = now;
    beyond = 0;
  }

  /** How long the value must be well below the limit for the next step back. */
  long hold() {
    return Math.min(LONGEST, (isOff() ? HOLD_OFF : HOLD) * backOff);
  }

  /** The operator decided otherwise: begins anew. */
  void reset() {
    level = 0;
    beyond = 0;
    lowered = false;
  }

  /** The part of all transactions that is not to be copied. */
  double share() {
    return level == 0 ? 0 : shares[Math.min(level, shares.length) - 1];
  }

  boolean isOff() {
    return level > shares.length;
  }
}
