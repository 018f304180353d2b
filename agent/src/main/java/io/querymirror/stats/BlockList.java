package io.querymirror.stats;

import java.util.Arrays;

/**
 * Blocks in the making, in the order of time. Where they become too many, one of two neighbours
 * stays.
 */
final class BlockList {
  private int level;
  private int size;
  private long[] at = new long[4];
  private int[] counts = new int[4];
  private char[] codes = new char[4 * Blocks.CODES];

  BlockList(int level) {
    this.level = level;
  }

  /** The span that a moment lies in. */
  long span(long millis) {
    return millis / Blocks.SPAN_MILLIS >> level;
  }

  /**
   * @param finest the span by the finest scale, not before the last one
   * @param from where {@code all} has its codes
   */
  void add(long finest, int count, char[] all, int from) {
    long span = finest >> level;
    if (size > 0 && at[size - 1] == span) {
      join(size - 1, count, all, from);
      return;
    }
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
      codes = Arrays.copyOf(codes, 2 * size * Blocks.CODES);
    }
    at[size] = span;
    counts[size] = count;
    System.arraycopy(all, from, codes, size * Blocks.CODES, Blocks.CODES);
    size++;
    if (size > Blocks.MOST) {
      coarser();
    }
  }

  private void coarser() {
    while (size > Blocks.FEWER) {
      level++;
      int kept = 0;
      for (int i = 0; i < size; i++) {
        long span = at[i] >> 1;
        if (kept > 0 && at[kept - 1] == span) {
          join(kept - 1, counts[i], codes, i * Blocks.CODES);
        } else {
          at[kept] = span;
          counts[kept] = counts[i];
          System.arraycopy(codes, i * Blocks.CODES, codes, kept * Blocks.CODES, Blocks.CODES);
          kept++;
        }
      }
      size = kept;
    }
  }

  /** The one with more executions stands for both: it knows its quantiles best. */
  private void join(int block, int count, char[] all, int from) {
    if (count > counts[block]) {
      counts[block] = count;
      System.arraycopy(all, from, codes, block * Blocks.CODES, Blocks.CODES);
    }
  }

  Blocks blocks() {
    return new Blocks(
        level,
        Arrays.copyOf(at, size),
        Arrays.copyOf(counts, size),
        Arrays.copyOf(codes, size * Blocks.CODES));
  }
}
