package io.querymirror.stats;

/** How many errors of each class there were. */
public final class ErrorCounts {
  public static final ErrorCounts NONE = new ErrorCounts(new long[0]);

  private final long[] counts = new long[ErrorClass.values().length];

  ErrorCounts(long[] counts) {
    System.arraycopy(counts, 0, this.counts, 0, counts.length);
  }

  public long get(ErrorClass type) {
    return counts[type.ordinal()];
  }

  /** The same, with so many of the new ones counted as noise. */
  ErrorCounts withoutNoise(long noise) {
    ErrorCounts left = new ErrorCounts(counts);
    left.counts[ErrorClass.NEW.ordinal()] -= noise;
    left.counts[ErrorClass.NOISE.ordinal()] += noise;
    return left;
  }

  ErrorCounts plus(ErrorCounts other) {
    if (other == NONE) {
      return this;
    }
    ErrorCounts sum = new ErrorCounts(counts);
    for (int i = 0; i < counts.length; i++) {
      sum.counts[i] += other.counts[i];
    }
    return sum;
  }
}
