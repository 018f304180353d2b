package io.querymirror.stats;

import io.querymirror.stats.Blocks.Quantile;
import java.util.Arrays;

/**
 * Puts pairs of latencies into {@link Blocks}: of the span that is under way a sample of at most 48
 * pairs is kept, of those before it their blocks. A digest that ran once takes 100 bytes, one that
 * always runs 1.5 KB. Not thread-safe.
 */
final class BlockRecorder {
  private static final int MOST = 48;

  private final BlockList done = new BlockList(0);
  private long span = Long.MIN_VALUE;
  private int seen;
  private int[] pairs = new int[4];
  private int chance = 0x2545F491;

  /**
   * @param millis since the epoch
   */
  void record(long millis, long sourceMicros, long targetMicros) {
    long now = millis / Blocks.SPAN_MILLIS;
    // A clock that was set back prolongs the block.
    if (seen > 0 && done.span(millis) > done.span(span * Blocks.SPAN_MILLIS)) {
      done.add(span, seen, codes(), 0);
      seen = 0;
    }
    if (seen == 0) {
      span = Math.max(span, now);
    }
    seen++;
    int place = seen <= MOST ? seen - 1 : lot(seen);
    if (place < MOST) {
      if (2 * place >= pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.min(2 * MOST, 2 * pairs.length));
      }
      pairs[2 * place] = cut(sourceMicros);
      pairs[2 * place + 1] = cut(targetMicros);
    }
  }

  private static int cut(long micros) {
    return (int) Math.max(0, Math.min(micros, Integer.MAX_VALUE));
  }

  /** A number below that: each pair of the span has the same chance to be in the sample. */
  private int lot(int below) {
    chance ^= chance << 13;
    chance ^= chance >>> 17;
    chance ^= chance << 5;
    return (int) ((chance & 0xFFFFFFFFL) * below >>> 32);
  }

  private char[] codes() {
    int n = Math.min(seen, MOST);
    char[] codes = new char[Blocks.CODES];
    int[] side = new int[n];
    for (int s = 0; s < 2; s++) {
      for (int i = 0; i < n; i++) {
        side[i] = pairs[2 * i + s];
      }
      Arrays.sort(side);
      for (Quantile q : Quantile.values()) {
        if (q != Quantile.P95 || n >= Blocks.TAIL) {
          int rank = Math.max(0, (int) Math.ceil(q.share() * n) - 1);
          codes[2 * q.ordinal() + s] = Blocks.code(side[rank]);
        }
      }
    }
    return codes;
  }

  /** With the span that is under way. */
  Blocks blocks() {
    Blocks before = done.blocks();
    return seen == 0
        ? before
        : before.plus(new Blocks(0, new long[] {span}, new int[] {seen}, codes()));
  }
}
