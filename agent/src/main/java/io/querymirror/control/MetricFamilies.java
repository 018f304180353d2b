package io.querymirror.control;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Values of one scrape. Not thread-safe. */
final class MetricFamilies {
  private final Map<Metric, List<DataPointSnapshot>> points = new EnumMap<>(Metric.class);
  private final Monotone monotone;

  /**
   * @param monotone what earlier scrapes told
   */
  MetricFamilies(Monotone monotone) {
    this.monotone = monotone;
  }

  /** A gauge's value, or what a counter came to. */
  void set(Metric metric, double value, String... labels) {
    if (metric.type() == Metric.Type.COUNTER) {
      double most = monotone.atLeast(metric, value, labels);
      add(metric, new CounterDataPointSnapshot(most, labels(metric, labels), null, 0));
    } else {
      add(metric, new GaugeDataPointSnapshot(value, labels(metric, labels), null));
    }
  }

  /** A histogram. */
  void set(Metric metric, ClassicHistogramBuckets buckets, double sum, String... labels) {
    add(
        metric,
        new HistogramDataPointSnapshot(
            buckets,
            monotone.atLeast(metric, sum, labels),
            labels(metric, labels),
            Exemplars.EMPTY,
            0));
  }

  /** Something that is told by its labels alone. */
  void info(Metric metric, String... labels) {
    add(metric, new InfoDataPointSnapshot(labels(metric, labels)));
  }

  private void add(Metric metric, DataPointSnapshot point) {
    points.computeIfAbsent(metric, m -> new ArrayList<>()).add(point);
  }

  private static Labels labels(Metric metric, String... values) {
    return Labels.of(metric.labels().toArray(new String[0]), values);
  }

  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>(points.size());
    points.forEach((metric, values) -> all.add(snapshot(metric, values)));
    return new MetricSnapshots(all);
  }

  private static MetricSnapshot snapshot(Metric metric, List<DataPointSnapshot> values) {
    MetricMetadata metadata = new MetricMetadata(metric.baseName(), metric.help());
    switch (metric.type()) {
      case COUNTER:
        return new CounterSnapshot(metadata, as(CounterDataPointSnapshot.class, values));
      case INFO:
        return new InfoSnapshot(metadata, as(InfoDataPointSnapshot.class, values));
      case GAUGE:
        return new GaugeSnapshot(metadata, as(GaugeDataPointSnapshot.class, values));
      default:
        return new HistogramSnapshot(metadata, as(HistogramDataPointSnapshot.class, values));
    }
  }

  private static <T> List<T> as(Class<T> type, List<DataPointSnapshot> values) {
    List<T> all = new ArrayList<>(values.size());
    for (DataPointSnapshot value : values) {
      all.add(type.cast(value));
    }
    return all;
  }
}
