package io.querymirror.stats;

/** A latency distribution in a few numbers, in microseconds; all are 0 where the count is 0. */
public final class LatencySummary {
  public static final LatencySummary NONE = new LatencySummary(0, 0, 0, 0, 0, 0);

  private final long count;
  private final double mean;
  private final long p50;
  private final long p95;
  private final long p99;
  private final long max;

  public LatencySummary(long count, double mean, long p50, long p95, long p99, long max) {
    this.count = count;
    this.mean = mean;
    this.p50 = p50;
    this.p95 = p95;
    this.p99 = p99;
    this.max = max;
  }

  public long count() {
    return count;
  }

  public double mean() {
    return mean;
  }

  public long p50() {
    return p50;
  }

  public long p95() {
    return p95;
  }

  public long p99() {
    return p99;
  }

  public long max() {
    return max;
  }
}
