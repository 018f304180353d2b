package io.querymirror.stats;

import java.util.Arrays;

/**
 * Latencies of one side in microseconds, as counts of the buckets of a {@link LogHistogram}.
 * Immutable. Two of them add exactly: counts add, and percentiles follow from the summed counts.
 */
public final class Distribution {
  public static final Distribution NONE = new Distribution(new int[0], new long[0], 0, 0);

  private final int[] buckets;
  private final long[] counts;
  private final double sum;
  private final long max;
  private final long count;

  /**
   * @param buckets ascending
   * @param counts one for each of them, above 0
   */
  Distribution(int[] buckets, long[] counts, double sum, long max) {
    this.buckets = buckets;
    this.counts = counts;
    this.sum = sum;
    this.max = max;
    long all = 0;
    for (long n : counts) {
      all += n;
    }
    this.count = all;
  }

  /**
   * One that was written down.
   *
   * @param lows the lower end of each bucket in microseconds, ascending
   * @param counts how many values each of them has, above 0
   * @throws IllegalArgumentException where these are not ends of buckets in order, or not counts
   */
  public static Distribution of(long[] lows, long[] counts, double mean, long max) {
    int[] buckets = new int[lows.length];
    double all = 0;
    for (int i = 0; i < lows.length; i++) {
      buckets[i] = LogHistogram.index(Math.max(0, Math.min(lows[i], LogHistogram.HIGHEST)));
      boolean ascends = i == 0 || buckets[i] > buckets[i - 1];
      if (LogHistogram.low(buckets[i]) != lows[i] || counts[i] <= 0 || !ascends) {
        throw new IllegalArgumentException(
            "no bucket of a histogram: [" + lows[i] + ", " + counts[i] + "]");
      }
      all += counts[i];
    }
    return new Distribution(buckets, counts.clone(), mean * all, max);
  }

  /** Many at once. */
  public static Distribution sum(Iterable<Distribution> all) {
    long[] counts = new long[LogHistogram.index(LogHistogram.HIGHEST) + 1];
    double sum = 0;
    long max = 0;
    int n = 0;
    for (Distribution one : all) {
      for (int i = 0; i < one.buckets.length; i++) {
        n += counts[one.buckets[i]] == 0 ? 1 : 0;
        counts[one.buckets[i]] += one.counts[i];
      }
      sum += one.sum;
      max = Math.max(max, one.max);
    }
    int[] buckets = new int[n];
    long[] own = new long[n];
    for (int i = 0, j = 0; j < n; i++) {
      if (counts[i] > 0) {
        buckets[j] = i;
        own[j++] = counts[i];
      }
    }
    return new Distribution(buckets, own, sum, max);
  }

  public Distribution plus(Distribution other) {
    if (other.count == 0) {
      return this;
    }
    if (count == 0) {
      return other;
    }
    int[] into = new int[buckets.length + other.buckets.length];
    long[] sums = new long[into.length];
    int n = 0;
    for (int i = 0, j = 0; i < buckets.length || j < other.buckets.length; n++) {
      int mine = i < buckets.length ? buckets[i] : Integer.MAX_VALUE;
      int its = j < other.buckets.length ? other.buckets[j] : Integer.MAX_VALUE;
      into[n] = Math.min(mine, its);
      sums[n] += mine <= its ? counts[i++] : 0;
      sums[n] += its <= mine ? other.counts[j++] : 0;
    }
    return new Distribution(
        Arrays.copyOf(into, n), Arrays.copyOf(sums, n), sum + other.sum, Math.max(max, other.max));
  }

  /** The same counts with a sum and a maximum that are known better. */
  Distribution with(double exactSum, long exactMax) {
    return new Distribution(buckets, counts, exactSum, exactMax);
  }

  public long count() {
    return count;
  }

  /** All of them together, in microseconds. */
  public double sum() {
    return sum;
  }

  long max() {
    return max;
  }

  /** How many buckets have values. */
  public int size() {
    return buckets.length;
  }

  /** The lower end of a bucket in microseconds. */
  public long low(int i) {
    return LogHistogram.low(buckets[i]);
  }

  public long count(int i) {
    return counts[i];
  }

  /** By nearest rank, right within 1.6 %; 0 where there is nothing. */
  public long percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * count));
    long below = 0;
    for (int i = 0; i < buckets.length; i++) {
      below += counts[i];
      if (below >= rank) {
        return Math.min(max, LogHistogram.middle(buckets[i]));
      }
    }
    return max;
  }

  public LatencySummary summary() {
    return count == 0
        ? LatencySummary.NONE
        : new LatencySummary(
            count, sum / count, percentile(50), percentile(95), percentile(99), max);
  }
}
