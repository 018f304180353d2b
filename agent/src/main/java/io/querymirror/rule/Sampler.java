package io.querymirror.rule;

import io.querymirror.config.CopySettings;
import io.querymirror.config.SampleBy;
import io.querymirror.model.Execution;
import java.math.BigDecimal;

/**
 * Which of the statements that a rule takes are in its sample: a hash of what the sample keeps
 * whole is compared with the share. It depends on nothing else, so rules with one {@code sample_by}
 * agree, and a smaller share's sample lies within a larger one's.
 *
 * <p>Statements, transactions and sessions are numbered, and their hash is even over numbers that
 * follow each other: of any 64 statements in a row 16 are a quarter, give or take what the ends cut
 * off. A hash that takes no care is off by 1.7 % (standard deviation) over 10,000 statements, and
 * may leave all of a small pool's connections out.
 */
final class Sampler {
  private static final long SEED = 0x51ed_270b_7a3c_9d15L;
  private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

  /** Numbers whose places are drawn together: 64. */
  private static final int GROUP_BITS = 6;

  private static final BigDecimal ALL = BigDecimal.valueOf(100);

  private final SampleBy by;
  private final boolean all;

  /** The share of the hashes from 0 to {@code Long.MAX_VALUE}. */
  private final long bound;

  Sampler(CopySettings settings) {
    this.by = settings.sampleBy();
    this.all = settings.sample().compareTo(ALL) >= 0;
    this.bound =
        all
            ? Long.MAX_VALUE
            : settings
                .sample()
                .multiply(BigDecimal.valueOf(Long.MAX_VALUE))
                .divideToIntegralValue(ALL)
                .longValueExact();
  }

  boolean keeps(Execution e) {
    return all || hash(e) < bound;
  }

  private long hash(Execution e) {
    switch (by) {
      case STATEMENT:
        return spread(e.sequence());
      case TRANSACTION:
        return spread(e.inTransaction() ? e.transaction() : e.sequence());
      case SESSION:
        // Sessions are few and come once: multiples of the golden ratio are even from the first on.
        return (SEED + e.connection().id() * GOLDEN) >>> 1;
      case DIGEST:
        return mix(e.statementShape().digest() ^ SEED) >>> 1;
    }
    throw new IllegalStateException("sample_by " + by);
  }

  /**
   * Each of 64 numbers in a row has one of 64 parts of the range for itself, by an order that is
   * drawn anew for every 64, so that no loop of the application's stays in step with it.
   */
  private static long spread(long number) {
    long group = mix((number >>> GROUP_BITS) ^ SEED);
    long place = (number * (group | 1) + (group >>> 32)) & ((1 << GROUP_BITS) - 1);
    return place << (63 - GROUP_BITS) | mix(number + SEED) >>> (1 + GROUP_BITS);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long key) {
    long z = (key ^ (key >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
