package io.querymirror.stats;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A latency distribution since start, to three digits. Recording is wait-free from any thread;
 * reading moves what was recorded since the last reading into the total.
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

  synchronized LatencySummary summary() {
    recycled = recorder.getIntervalHistogram(recycled);
    total.add(recycled);
    if (total.getTotalCount() == 0) {
      return LatencySummary.NONE;
    }
    return new LatencySummary(
        total.getTotalCount(),
        total.getMean(),
        total.getValueAtPercentile(50),
        total.getValueAtPercentile(95),
        total.getValueAtPercentile(99),
        total.getMaxValue());
  }
}
