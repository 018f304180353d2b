package io.querymirror.stats;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.Recorder;

/**
 * The agent's own time on the application's threads, in nanoseconds for a call, of those that were
 * timed. Wait-free to record, without allocation.
 *
 * <p>A call is timed in two parts, before and after the driver's, and in each part one reading of
 * the clock is measured that other calls do not make: both are taken off when it is read.
 */
final class Overhead {
  private static final long HIGHEST = 10_000_000_000L;

  private final Recorder recorder = new Recorder(1, HIGHEST, 2);
  private final Histogram total = new Histogram(1, HIGHEST, 2);
  private final Histogram recent = new Histogram(1, HIGHEST, 2);
  private Histogram recycled = recorder.getIntervalHistogram();
  private volatile boolean clocked;

  /** Two readings of the clock are in every time that is recorded. */
  void clocked() {
    clocked = true;
  }

  void record(long nanos) {
    recorder.recordValue(Math.max(1, Math.min(nanos, HIGHEST)));
  }

  private void collect() {
    recycled = recorder.getIntervalHistogram(recycled);
    total.add(recycled);
    recent.add(recycled);
  }

  private long readings() {
    return clocked ? 2 * ClockCost.nanos() : 0;
  }

  /** Since start. */
  synchronized Distribution distribution() {
    collect();
    if (total.getTotalCount() == 0) {
      return Distribution.NONE;
    }
    long off = readings();
    LogHistogram coarse = new LogHistogram();
    for (HistogramIterationValue value : total.recordedValues()) {
      coarse.record(
          Math.max(0, value.getValueIteratedTo() - off), value.getCountAddedInThisIterationStep());
    }
    return coarse.distribution();
  }

  /**
   * The 99th percentile of the times since the last answer; below 0, which is none, where they are
   * too few: then they wait for more.
   */
  synchronized long recentP99(int fewest) {
    collect();
    if (recent.getTotalCount() < fewest) {
      return -1;
    }
    long p99 = Math.max(0, recent.getValueAtPercentile(99) - readings());
    recent.reset();
    return p99;
  }

  /** What was recorded so far is not recent any more. */
  synchronized void forget() {
    collect();
    recent.reset();
  }
}
