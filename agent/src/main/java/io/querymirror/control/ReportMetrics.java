package io.querymirror.control;

import io.querymirror.config.HostSettings;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.report.ReportModel;
import io.querymirror.report.Verdict;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.HostSnapshot;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.TargetSnapshot;
import java.util.List;
import java.util.OptionalDouble;

/** What the report counts, as metrics: the same numbers, read from the same snapshot. */
final class ReportMetrics {
  private static final double MICROS = 1e6;
  private static final List<String> STATES =
      List.of("unknown", "connecting", "up", "down", "refused");

  /** As the report has them; what a target does not count is 0. */
  static final List<String> FIDELITY =
      List.of(
          "ambiguous",
          "order_breaks",
          "several_writers",
          "unseeded",
          "unpinned",
          "retried",
          "rolled_back",
          "unknown_outcome");

  private final Verdicts verdicts;
  private final MetricFamilies out;

  private ReportMetrics(Verdicts verdicts, MetricFamilies out) {
    this.verdicts = verdicts;
    this.out = out;
  }

  /**
   * @param settings what they do not have any more is left out
   */
  static void add(ReportModel report, Verdicts verdicts, Settings settings, MetricFamilies out) {
    new ReportMetrics(verdicts, out).report(report, settings);
  }

  private void report(ReportModel report, Settings settings) {
    out.set(Metric.ENABLED, report.enabled() ? 1 : 0);
    out.set(Metric.START_TIME_SECONDS, report.started().toEpochMilli() / 1e3);
    share(Metric.COVERAGE_RATIO, report.coverage());
    for (Verdict verdict : Verdict.values()) {
      out.set(Metric.VERDICT, verdicts.worst() == verdict ? 1 : 0, verdict.key());
    }
    capture(report.capture());
    OwnMetrics.add(report.capture(), out);
    for (TargetSnapshot target : report.targets()) {
      TargetSettings known = settings.targets().get(target.target());
      if (known != null) {
        ledger(target);
        hosts(target, known);
        times(target);
        findings(target);
        judgement(report, target);
      }
    }
  }

  private void capture(CaptureSnapshot capture) {
    out.set(Metric.CAPTURE_SEEN, capture.seen());
    out.set(Metric.CAPTURE_UNMATCHED, capture.unmatched());
    out.set(Metric.CAPTURE_SKIPPED, capture.skipped());
    out.set(Metric.CAPTURE_MATCHED, capture.matched());
    out.set(Metric.CAPTURE_DROPPED, capture.ringFull(), "ring_full");
    out.set(Metric.CAPTURE_DROPPED, capture.lost(), "internal_error");
    out.set(Metric.INTERNAL_ERRORS, capture.internalErrors());
  }

  private void ledger(TargetSnapshot t) {
    String name = t.target();
    out.set(Metric.TARGET_MATCHED, t.matched(), name);
    out.set(Metric.TARGET_AMPLIFIED, t.amplified(), name);
    out.set(Metric.TARGET_SAMPLED_OUT, t.sampledOut(), name);
    out.set(Metric.TARGET_NOT_REPEATED, t.notRepeated(), name);
    out.set(Metric.TARGET_EXECUTED, t.executed(), name);
    out.set(Metric.TARGET_FAILED, t.failed(), name);
    out.set(Metric.TARGET_PENDING, t.pending(), name);
    t.dropped().forEach((why, n) -> out.set(Metric.TARGET_DROPPED, n, name, why.key()));
    for (String kind : FIDELITY) {
      out.set(Metric.TARGET_FIDELITY, t.fidelity().getOrDefault(kind, 0L), name, kind);
    }
    out.set(Metric.TARGET_OUT_OF_STEP_TABLES, t.outOfStep().size(), name);
  }

  private void hosts(TargetSnapshot t, TargetSettings known) {
    for (HostSettings host : known.hosts()) {
      HostSnapshot counts = t.hosts().get(host.address());
      if (counts != null) {
        host(counts, t.target(), host.address());
      }
    }
  }

  private void host(HostSnapshot counts, String target, String host) {
    out.set(Metric.HOST_EXECUTED, counts.executed(), target, host);
    out.set(Metric.HOST_FAILED, counts.failed(), target, host);
    out.set(Metric.HOST_UP, counts.state().equals("up") ? 1 : 0, target, host);
    for (String state : STATES) {
      out.set(Metric.HOST_STATE, counts.state().equals(state) ? 1 : 0, target, host, state);
    }
  }

  private void times(TargetSnapshot t) {
    String name = t.target();
    histogram(Metric.TARGET_LAG_SECONDS, t.lag(), name);
    histogram(Metric.TARGET_LATENCY_SECONDS, t.source(), name, "source");
    histogram(Metric.TARGET_LATENCY_SECONDS, t.own(), name, "target");
    histogram(Metric.TARGET_ROUND_TRIP_SECONDS, t.roundTrip(), name);
    out.set(Metric.TARGET_CONNECTIONS, connections(t, "open"), name);
    out.set(Metric.TARGET_CONNECTIONS_PEAK, connections(t, "most"), name);
    out.set(Metric.TARGET_CONNECTION_WAITS, connections(t, "capped"), name);
    out.set(Metric.TARGET_CONNECTION_WAIT_SECONDS, connections(t, "waited_ms") / 1e3, name);
  }

  private static double connections(TargetSnapshot t, String key) {
    return t.connections().getOrDefault(key, 0L);
  }

  private void histogram(Metric metric, Distribution values, String... labels) {
    out.set(metric, Buckets.of(values), values.sum() / MICROS, labels);
  }

  private void findings(TargetSnapshot t) {
    String name = t.target();
    for (ErrorClass type : ErrorClass.values()) {
      out.set(Metric.TARGET_ERRORS, t.errors().get(type), name, type.key());
    }
    if (t.compares()) {
      out.set(Metric.TARGET_RESULTS, t.results().same(), name, "same");
      out.set(Metric.TARGET_RESULTS, t.results().different(), name, "different");
      out.set(Metric.TARGET_RESULTS, t.results().expected(), name, "expected");
      for (Incomparable why : Incomparable.values()) {
        out.set(Metric.TARGET_INCOMPARABLE, t.results().incomparable(why), name, why.key());
      }
    }
  }

  private void judgement(ReportModel report, TargetSnapshot t) {
    String name = t.target();
    share(Metric.TARGET_COVERAGE_RATIO, report.coverage(t), name);
    Verdicts.OfTarget judged = verdicts.target(name);
    if (judged == null) {
      return;
    }
    for (Verdict verdict : Verdict.values()) {
      out.set(Metric.TARGET_VERDICT, judged.verdict() == verdict ? 1 : 0, name, verdict.key());
      out.set(Metric.TARGET_DIGESTS, judged.digests(verdict), name, verdict.key());
    }
    share(Metric.TARGET_DECIDED_RATIO, judged.decided(), name);
  }

  private void share(Metric metric, OptionalDouble share, String... labels) {
    if (share.isPresent()) {
      out.set(metric, share.getAsDouble(), labels);
    }
  }
}
