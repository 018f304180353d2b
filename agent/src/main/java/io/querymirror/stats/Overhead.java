package io.querymirror.stats;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The agent's own time on the application's threads, in nanoseconds for a call, of those that were
 * timed; right within 3 %.
 *
 * <p>To record is one atomic addition and nothing else. What comes so rarely is compiled into the
 * path of every call all the same, and a histogram with more to it had that path thrown away and
 * compiled anew whenever a branch of it was taken for the first time.
 *
 * <p>A call is timed in two parts, before and after the driver's, and in each part one reading of
 * the clock is measured that other calls do not make: both are taken off when it is read.
 */
final class Overhead {
  private static final long HIGHEST = (1L << 34) - 1;

  private final AtomicLongArray counts = new AtomicLongArray(LogHistogram.index(HIGHEST) + 1);

  /** Those that were there at the last answer about recent ones. */
  private final long[] seen = new long[counts.length()];

  private volatile boolean clocked;

  /** Two readings of the clock are in every time that is recorded. */
  void clocked() {
    clocked = true;
  }

  void record(long nanos) {
    counts.getAndIncrement(LogHistogram.index(Math.max(1, Math.min(nanos, HIGHEST))));
  }

  private long readings() {
    return clocked ? 2 * ClockCost.nanos() : 0;
  }

  /** Since start. */
  Distribution distribution() {
    LogHistogram times = new LogHistogram();
    long off = -1;
    for (int i = 0; i < counts.length(); i++) {
      long n = counts.get(i);
      if (n > 0) {
        off = off < 0 ? readings() : off;
        times.record(Math.max(0, LogHistogram.low(i) - off), n);
      }
    }
    return times.distribution();
  }

  /**
   * The 99th percentile of the times since the last answer; below 0, which is none, where they are
   * too few: then they wait for more.
   */
  synchronized long recentP99(int fewest) {
    long[] now = new long[counts.length()];
    long all = 0;
    for (int i = 0; i < now.length; i++) {
      now[i] = counts.get(i);
      all += now[i] - seen[i];
    }
    if (all < fewest || all == 0) {
      return -1;
    }
    long above = 0;
    int last = now.length;
    do {
      last--;
      above += now[last] - seen[last];
    } while (above * 100 <= all);
    System.arraycopy(now, 0, seen, 0, now.length);
    return Math.max(0, LogHistogram.low(last) - readings());
  }

  /** What was recorded so far is not recent any more. */
  synchronized void forget() {
    for (int i = 0; i < seen.length; i++) {
      seen[i] = counts.get(i);
    }
  }
}
