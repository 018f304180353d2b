package io.querymirror.stats;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * A distribution since start. Recording is wait-free from any thread; reading moves what was
 * recorded since the last reading into the total.
 */
final class Latency {
  private static final long HIGHEST = 1L << 42;

  /** Made with the first value: an application that runs nothing does not load the library. */
  private volatile @Nullable Recorder recorder;

  private @Nullable Histogram total;
  private @Nullable Histogram recycled;

  /** Records a value in the caller's unit; below 0 counts as 0. */
  void record(long value) {
    Recorder to = recorder;
    if (to == null) {
      to = made();
    }
    to.recordValue(Math.max(0, Math.min(value, HIGHEST)));
  }

  private synchronized Recorder made() {
    Recorder to = recorder;
    if (to == null) {
      to = new Recorder(3);
      recorder = to;
    }
    return to;
  }

  synchronized Distribution distribution() {
    Recorder from = recorder;
    if (from == null) {
      return Distribution.NONE;
    }
    Histogram all = total == null ? new Histogram(3) : total;
    total = all;
    Histogram recent = from.getIntervalHistogram(recycled);
    recycled = recent;
    all.add(recent);
    if (all.getTotalCount() == 0) {
      return Distribution.NONE;
    }
    LogHistogram coarse = new LogHistogram();
    for (HistogramIterationValue value : all.recordedValues()) {
      coarse.record(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep());
    }
    return coarse.distribution().with(all.getMean() * all.getTotalCount(), all.getMaxValue());
  }
}
