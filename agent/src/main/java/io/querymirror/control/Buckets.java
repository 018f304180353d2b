package io.querymirror.control;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.querymirror.stats.Distribution;

/**
 * Fixed bounds for the buckets of a histogram: powers of two. The agent's own histograms have a
 * bucket's end at each of them, so nothing is guessed: a value that was rounded to the bound itself
 * counts as above it, and all others are where they belong.
 */
final class Buckets {
  /** 16 µs to 67 s. */
  private static final Buckets LATENCY = new Buckets(4, 26, 1e-6);

  /** 128 ns to 17 ms. */
  private static final Buckets OVERHEAD = new Buckets(7, 24, 1e-9);

  private final long[] bounds;
  private final double[] seconds;

  private Buckets(int first, int last, double unit) {
    int n = last - first + 1;
    bounds = new long[n];
    seconds = new double[n + 1];
    for (int i = 0; i < n; i++) {
      bounds[i] = 1L << (first + i);
      seconds[i] = bounds[i] * unit;
    }
    seconds[n] = Double.POSITIVE_INFINITY;
  }

  /** Of microseconds. */
  static ClassicHistogramBuckets of(Distribution micros) {
    return LATENCY.fill(micros);
  }

  /** Of nanoseconds. */
  static ClassicHistogramBuckets ofNanos(Distribution nanos) {
    return OVERHEAD.fill(nanos);
  }

  private ClassicHistogramBuckets fill(Distribution values) {
    long[] counts = new long[seconds.length];
    int at = 0;
    for (int i = 0; i < values.size(); i++) {
      while (at < bounds.length && values.low(i) >= bounds[at]) {
        at++;
      }
      counts[at] += values.count(i);
    }
    return ClassicHistogramBuckets.of(seconds, counts);
  }
}
