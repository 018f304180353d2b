package io.querymirror.stats;

/**
 * A histogram small enough to have two for each digest: 32 buckets to a power of two, so that a
 * percentile is right within 1.6 % (below 64 it is exact), and room only for the powers of two that
 * occurred. Latencies of one digest mostly lie within six of them: 0.8 KB, where an HdrHistogram of
 * two digits takes 7 to 26. Not thread-safe.
 */
final class LogHistogram {
  private static final int BITS = 5;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final long HIGHEST = (1L << 42) - 1;
  private static final int[] NOTHING = {};

  private int firstOctave;
  private int[] buckets = NOTHING;
  private long inBuckets;
  private long count;
  private double sum;
  private long max;

  /** Records a value; below 0 counts as 0, above 2^42 as that. */
  void record(long value) {
    long v = Math.max(0, Math.min(value, HIGHEST));
    int index = index(v);
    int octave = index >>> BITS;
    reach(octave);
    int i = index - (firstOctave << BITS);
    if (buckets[i] == Integer.MAX_VALUE) {
      halve();
    }
    buckets[i]++;
    inBuckets++;
    count++;
    sum += v;
    max = Math.max(max, v);
  }

  long count() {
    return count;
  }

  LatencySummary summary() {
    if (count == 0) {
      return LatencySummary.NONE;
    }
    return new LatencySummary(
        count, sum / count, percentile(50), percentile(95), percentile(99), max);
  }

  private long percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * inBuckets));
    long below = 0;
    for (int i = 0; i < buckets.length; i++) {
      below += buckets[i];
      if (below >= rank) {
        return Math.min(max, middle(i + (firstOctave << BITS)));
      }
    }
    return max;
  }

  private static int index(long v) {
    if (v < PER_OCTAVE) {
      return (int) v;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(v);
    return ((exponent - BITS + 1) << BITS) + (int) ((v >>> (exponent - BITS)) & (PER_OCTAVE - 1));
  }

  private static long middle(int index) {
    int octave = index >>> BITS;
    int sub = index & (PER_OCTAVE - 1);
    if (octave == 0) {
      return sub;
    }
    int shift = octave - 1;
    return ((long) (PER_OCTAVE + sub) << shift) + ((1L << shift) >>> 1);
  }

  private void reach(int octave) {
    if (buckets.length == 0) {
      firstOctave = octave;
      buckets = new int[PER_OCTAVE];
      return;
    }
    int last = firstOctave + (buckets.length >>> BITS) - 1;
    if (octave >= firstOctave && octave <= last) {
      return;
    }
    int first = Math.min(firstOctave, octave);
    int[] wider = new int[(Math.max(last, octave) - first + 1) << BITS];
    System.arraycopy(buckets, 0, wider, (firstOctave - first) << BITS, buckets.length);
    firstOctave = first;
    buckets = wider;
  }

  /** Percentiles are shares: they stay what they are, and the exact count is kept apart. */
  private void halve() {
    inBuckets = 0;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] >>>= 1;
      inBuckets += buckets[i];
    }
  }
}
