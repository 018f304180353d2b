package io.querymirror.stats;

import java.util.Arrays;

/**
 * Latencies of one digest in the course of time, both sides beside each other: what confidence is
 * drawn from. Time is cut into spans; the executions of one span are a block, told by three
 * quantiles of each side, over the same executions. Immutable.
 *
 * <p>Single executions say too much about confidence, as they are not independent: a checkpoint, a
 * collection of garbage or a neighbour on the machine slows down a thousand of them in a row.
 * Blocks that are longer than such a burst are (nearly) independent of one another, and within a
 * block both sides met the same statements and the same weather. Where there are too many blocks,
 * spans are doubled, and of two neighbours one stays for both: so a run of hours has blocks of
 * minutes. (A mean of the two would be biased: the mean of quantiles of few executions is no
 * quantile of all.)
 */
public final class Blocks {
  /** A quantile of both sides, as a block has it. */
  public enum Quantile {
    /** The faster quarter: what a statement takes where nothing is in its way. */
    P25(0.25),
    P50(0.50),
    /** There only where a block has {@link #TAIL} executions. */
    P95(0.95);

    private final double share;

    Quantile(double share) {
      this.share = share;
    }

    double share() {
      return share;
    }
  }

  public static final Blocks NONE = new Blocks(0, new long[0], new int[0], new char[0]);

  /** Milliseconds of the shortest span. */
  public static final int SPAN_MILLIS = 250;

  /** How many are kept at most. */
  static final int MOST = 64;

  /** Down to how many, when they are more. */
  static final int FEWER = 40;

  /** Executions from which on a block tells of its slowest. */
  static final int TAIL = 20;

  static final int CODES = 2 * Quantile.values().length;

  private final int level;
  private final long[] at;
  private final int[] counts;
  private final char[] codes;

  /**
   * @param level spans are {@link #SPAN_MILLIS} times two to that
   * @param at which span since the epoch, ascending
   * @param counts executions of each
   * @param codes source and target of each quantile, by {@link #code}
   */
  Blocks(int level, long[] at, int[] counts, char[] codes) {
    this.level = level;
    this.at = at;
    this.counts = counts;
    this.codes = codes;
  }

  public int size() {
    return at.length;
  }

  /** Milliseconds of one span. */
  public long spanMillis() {
    return (long) SPAN_MILLIS << level;
  }

  /** Which span since the epoch. */
  public long at(int block) {
    return at[block];
  }

  public int count(int block) {
    return counts[block];
  }

  /** Microseconds; 0 where the block does not tell. */
  public double source(int block, Quantile quantile) {
    return micros(codes[block * CODES + 2 * quantile.ordinal()]);
  }

  /** Microseconds; 0 where the block does not tell. */
  public double target(int block, Quantile quantile) {
    return micros(codes[block * CODES + 2 * quantile.ordinal() + 1]);
  }

  /** Whether the block has this quantile. */
  public boolean tells(int block, Quantile quantile) {
    return codes[block * CODES + 2 * quantile.ordinal()] != 0;
  }

  /** Milliseconds from the first block's begin to the last one's end. */
  public long lengthMillis() {
    return at.length == 0 ? 0 : (at[at.length - 1] - at[0] + 1) * spanMillis();
  }

  /** Those of two JVMs, or of two parts of one run: what fell into one span is one block. */
  public Blocks plus(Blocks other) {
    if (other.size() == 0) {
      return this;
    }
    if (size() == 0) {
      return other;
    }
    BlockList sum = new BlockList(Math.max(level, other.level));
    int i = 0;
    int j = 0;
    while (i < size() || j < other.size()) {
      long mine = i < size() ? at[i] << level : Long.MAX_VALUE;
      long its = j < other.size() ? other.at[j] << other.level : Long.MAX_VALUE;
      if (mine <= its) {
        sum.add(mine, counts[i], codes, i++ * CODES);
      } else {
        sum.add(its, other.counts[j], other.codes, j++ * CODES);
      }
    }
    return sum.blocks();
  }

  /** As few as they must be for that span; the same where they have it already. */
  public Blocks ofSpan(long millis) {
    int wanted = level;
    while (((long) SPAN_MILLIS << wanted) < millis) {
      wanted++;
    }
    if (wanted == level) {
      return this;
    }
    BlockList coarse = new BlockList(wanted);
    for (int i = 0; i < size(); i++) {
      coarse.add(at[i] << level, counts[i], codes, i * CODES);
    }
    return coarse.blocks();
  }

  /**
   * One that was written down.
   *
   * @param spanMillis {@link #SPAN_MILLIS} times a power of two
   * @param at ascending
   * @param micros for each block source and target of each quantile; below 0 where it does not tell
   * @throws IllegalArgumentException where this cannot be
   */
  public static Blocks of(long spanMillis, long[] at, int[] counts, double[][] micros) {
    int level = Long.numberOfTrailingZeros(Math.max(1, spanMillis / SPAN_MILLIS));
    if (level > 40 || (long) SPAN_MILLIS << level != spanMillis) {
      throw new IllegalArgumentException("no span of blocks: " + spanMillis);
    }
    char[] codes = new char[at.length * CODES];
    for (int i = 0; i < at.length; i++) {
      if (i > 0 && at[i] <= at[i - 1] || micros[i].length != CODES || counts[i] <= 0) {
        throw new IllegalArgumentException(
            "no block: " + at[i] + ", " + Arrays.toString(micros[i]));
      }
      for (int j = 0; j < CODES; j++) {
        codes[i * CODES + j] = micros[i][j] < 0 ? 0 : code(micros[i][j]);
      }
    }
    return new Blocks(level, at.clone(), counts.clone(), codes);
  }

  /** A latency in steps of 0.07 %, over 0. */
  static char code(double micros) {
    double steps = 1024 * Math.log(1 + Math.max(0, micros)) / Math.log(2);
    return (char) Math.min(Character.MAX_VALUE, 1 + Math.round(steps));
  }

  static double micros(char code) {
    return code == 0 ? 0 : Math.pow(2, (code - 1) / 1024.0) - 1;
  }
}
