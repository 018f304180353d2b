package io.querymirror.stats;

/**
 * Whether one share is larger than another by more than chance: Fisher's exact test, one-sided,
 * with a margin. It gives the probability that so many or more of all that differ fall to the first
 * sample, were its odds to differ no more than {@code margin} times the second's. Exact, so that
 * small counts are served as well as large ones.
 */
public final class ExcessTest {
  /** What is left out of a sum, relative to it. */
  private static final double NEGLIGIBLE = 1e-17;

  private ExcessTest() {}

  /**
   * The p-value, from 0 to 1; 1 where either sample is empty or the first has no larger share.
   *
   * @param hits of the {@code size} of the first sample
   * @param otherHits of the {@code otherSize} of the second
   * @param margin ratio of odds that is no excess yet, from 1
   */
  public static double p(long hits, long size, long otherHits, long otherSize, double margin) {
    if (size == 0 || otherSize == 0 || (double) hits / size <= (double) otherHits / otherSize) {
      return 1;
    }
    long all = hits + otherHits;
    long least = Math.max(0, all - otherSize);
    long most = Math.min(size, all);
    long mode = mode(size, otherSize, all, margin, least, most);
    double above = 0;
    double below = 0;
    double term = 1;
    // Terms relative to the mode's; away from it each is a smaller part of the one before.
    for (long x = mode; x <= most; x++) {
      if (x >= hits) {
        above += term;
      } else {
        below += term;
      }
      if (term < NEGLIGIBLE * above) {
        break;
      }
      if (term == 0) {
        break;
      }
      term *= ratio(x, size, otherSize, all, margin);
    }
    term = 1;
    for (long x = mode - 1; x >= least; x--) {
      term /= ratio(x, size, otherSize, all, margin);
      if (x >= hits) {
        above += term;
      } else {
        below += term;
      }
      if (term < NEGLIGIBLE * (above + below)) {
        break;
      }
    }
    return Math.min(1, above / (above + below));
  }

  /** Of the weight of x + 1 to that of x. */
  private static double ratio(long x, long size, long otherSize, long all, double margin) {
    return margin * (double) (size - x) * (all - x) / ((x + 1.0) * (otherSize - all + x + 1.0));
  }

  private static long mode(
      long size, long otherSize, long all, double margin, long least, long most) {
    long low = least;
    long high = most;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (ratio(middle, size, otherSize, all, margin) > 1) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
