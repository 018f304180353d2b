package io.querymirror.stats;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.Recorder;

/**
 * A distribution since start. Recording is wait-free from any thread; reading moves what was
 * recorded since the last reading into the total.
 */
final class Latency {
  private static final long HIGHEST = 1L << 42;

  private final Recorder recorder;
  private final Histogram total;
  private Histogram recycled;

  Latency() {
    recorder = new Recorder(3);
    total = new Histogram(3);
    recycled = recorder.getIntervalHistogram();
  }

  /** Records a value in the caller's unit; below 0 counts as 0. */
  void record(long value) {
    recorder.recordValue(Math.max(0, Math.min(value, HIGHEST)));
  }

  synchronized Distribution distribution() {
    recycled = recorder.getIntervalHistogram(recycled);
    total.add(recycled);
    if (total.getTotalCount() == 0) {
      return Distribution.NONE;
    }
    LogHistogram coarse = new LogHistogram();
    for (HistogramIterationValue value : total.recordedValues()) {
      coarse.record(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep());
    }
    return coarse.distribution().with(total.getMean() * total.getTotalCount(), total.getMaxValue());
  }
}
