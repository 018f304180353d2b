package io.querymirror.stats;

/**
 * A histogram small enough to have two for each digest: 32 buckets to a power of two, so that a
 * percentile is right within 1.6 % (below 64 it is exact), and room only for the powers of two that
 * occurred. Latencies of one digest mostly lie within six of them: 0.8 KB, where an HdrHistogram of
 * two digits takes 7 to 26, which would be 140 to 520 MB for 10,000 digests. Its buckets are those
 * of an HdrHistogram, and add up as those do. Not thread-safe.
 */
final class LogHistogram {
  static final long HIGHEST = (1L << 42) - 1;
  private static final int BITS = 5;
  private static final int PER_OCTAVE = 1 << BITS;
  private static final int[] NOTHING = {};

  private static final int FULL = Integer.MAX_VALUE;

  private int firstOctave;
  private int[] buckets = NOTHING;

  /** What others counted, and what does not fit into a bucket of 32 bits, which takes days. */
  private Distribution overflow = Distribution.NONE;

  private long count;
  private double sum;
  private long max;

  /** Records a value; below 0 counts as 0, above 2^42 as that. */
  void record(long value) {
    record(value, 1);
  }

  /** Records a value so many times. */
  void record(long value, long times) {
    long v = Math.max(0, Math.min(value, HIGHEST));
    int index = index(v);
    int octave = index >>> BITS;
    reach(octave);
    int i = index - (firstOctave << BITS);
    count += times;
    sum += (double) v * times;
    max = Math.max(max, v);
    if (times > FULL - buckets[i]) {
      long[] all = {buckets[i] + times};
      overflow = overflow.plus(new Distribution(new int[] {index}, all, 0, 0));
      buckets[i] = 0;
    } else {
      buckets[i] += (int) times;
    }
  }

  void add(Distribution other) {
    overflow = overflow.plus(other);
    count += other.count();
    sum += other.sum();
    max = Math.max(max, other.max());
  }

  /** All values together. */
  double sum() {
    return sum;
  }

  Distribution distribution() {
    Distribution own = inBuckets();
    if (overflow.count() == 0) {
      return own;
    }
    return overflow.plus(own).with(sum, max);
  }

  private Distribution inBuckets() {
    int n = 0;
    for (int bucket : buckets) {
      n += bucket == 0 ? 0 : 1;
    }
    if (n == 0) {
      return Distribution.NONE;
    }
    int[] indexes = new int[n];
    long[] counts = new long[n];
    n = 0;
    for (int i = 0; i < buckets.length; i++) {
      if (buckets[i] != 0) {
        indexes[n] = i + (firstOctave << BITS);
        counts[n++] = buckets[i];
      }
    }
    return new Distribution(indexes, counts, sum, max);
  }

  static int index(long v) {
    if (v < PER_OCTAVE) {
      return (int) v;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(v);
    return ((exponent - BITS + 1) << BITS) + (int) ((v >>> (exponent - BITS)) & (PER_OCTAVE - 1));
  }

  static long low(int index) {
    int octave = index >>> BITS;
    int sub = index & (PER_OCTAVE - 1);
    return octave == 0 ? sub : (long) (PER_OCTAVE + sub) << (octave - 1);
  }

  static long middle(int index) {
    int octave = index >>> BITS;
    return low(index) + (octave == 0 ? 0 : (1L << (octave - 1)) >>> 1);
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
}
