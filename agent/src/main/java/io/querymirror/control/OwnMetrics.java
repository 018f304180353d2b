package io.querymirror.control;

import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.OwnUse;
import io.querymirror.stats.OwnUse.Measure;

/** What the agent itself takes of the application's JVM, as metrics. */
final class OwnMetrics {
  private static final double NANOS = 1e9;

  private OwnMetrics() {}

  static void add(CaptureSnapshot capture, MetricFamilies out) {
    out.set(
        Metric.OVERHEAD_SECONDS,
        Buckets.ofNanos(capture.overhead()),
        capture.overhead().sum() / NANOS);
    OwnUse use = capture.use();
    for (OwnUse.State state : OwnUse.State.values()) {
      out.set(Metric.LIMITS_STATE, use.state() == state ? 1 : 0, state.key());
    }
    out.set(Metric.LIMITS_SHEDDING, use.timesShed());
    out.set(Metric.LIMITS_SWITCHED_OFF, use.timesOff());
    out.set(Metric.SHED_RATIO, use.shed());
    for (Measure measure : use.measures()) {
      if (measure.isKnown() && measure.isLimited()) {
        double part = measure.value() / measure.limit();
        out.set(Metric.LIMIT_USAGE_RATIO, part, measure.name());
      }
    }
    if (use.cpuNanos() >= 0) {
      out.set(Metric.CPU_SECONDS, use.cpuNanos() / NANOS);
    }
    if (use.heapUsed() >= 0) {
      out.set(Metric.HEAP_USED_BYTES, use.heapUsed());
      out.set(Metric.HEAP_MAX_BYTES, use.heapMax());
    }
  }
}
