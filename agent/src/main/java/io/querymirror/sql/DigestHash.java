package io.querymirror.sql;

/**
 * A 64-bit hash of a normalized text, over UTF-16 units, the same in every JVM. Digest ids are
 * written into rules by users, so it may never change.
 */
final class DigestHash {
  private static final long SEED = 0x9E3779B97F4A7C15L;
  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

  private DigestHash() {}

  static long of(char[] s, int length) {
    long h = SEED ^ length;
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      long lane = s[i] | (long) s[i + 1] << 16 | (long) s[i + 2] << 32 | (long) s[i + 3] << 48;
      h = mix(h ^ mix(lane + SEED));
    }
    long rest = 0;
    for (; i < length; i++) {
      rest = rest << 16 | s[i];
    }
    return mix(mix(h ^ rest) + SEED);
  }

  /** A bijection in which each bit of the argument turns about half of the bits of the result. */
  private static long mix(long x) {
    x = (x ^ x >>> 32) * MULTIPLIER;
    x = (x ^ x >>> 32) * MULTIPLIER;
    return x ^ x >>> 32;
  }
}
