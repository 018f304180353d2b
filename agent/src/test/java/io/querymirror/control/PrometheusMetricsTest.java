package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.Executions;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {
  private static final String OPEN = "application/openmetrics-text; version=1.0.0";

  private static double total(String text, String metric) {
    return Exported.samples(text, metric).values().stream().mapToDouble(d -> d).sum();
  }

  @Test
  void countsAreThoseOfTheReport() {
    String text = Exported.text(Models.small(), null);
    assertEquals(14, total(text, "querymirror_capture_seen_total"));
    assertEquals(
        Map.of("reason=internal_error", 0.0, "reason=ring_full", 2.0),
        Exported.samples(text, "querymirror_capture_dropped_total"));
    assertEquals(
        Map.of("target=candidate", 6.0, "target=next", 0.0),
        Exported.samples(text, "querymirror_target_executed_total"));
    assertEquals(
        1.0,
        Exported.samples(text, "querymirror_target_errors_total")
            .get("class=new,target=candidate"));
    assertEquals(
        Map.of("host=10.0.0.5:3306,target=candidate", 1.0, "host=10.0.0.9:3306,target=next", 0.0),
        Exported.samples(text, "querymirror_host_up"));
    assertEquals(1.0, Exported.samples(text, "querymirror_verdict").get("verdict=errors"));
    assertEquals(1.0, total(text, "querymirror_verdict"));
  }

  /** The same equation as in the report. */
  @Test
  void balances() {
    String text = Exported.text(Models.small(), null);
    assertEquals(
        total(text, "querymirror_target_matched_total")
            + total(text, "querymirror_target_amplified_total"),
        total(text, "querymirror_target_sampled_out_total")
            + total(text, "querymirror_target_not_repeated_total")
            + total(text, "querymirror_target_executed_total")
            + total(text, "querymirror_target_failed_total")
            + total(text, "querymirror_target_dropped_total")
            + total(text, "querymirror_target_pending"));
  }

  @Test
  void aScraperGetsTheFormatThatItAsksFor() {
    FixedOperations operations = new FixedOperations(Models.small());
    PrometheusMetrics metrics = operations.metrics();
    assertTrue(metrics.contentType(OPEN).startsWith("application/openmetrics-text"));
    assertTrue(metrics.contentType(null).startsWith("text/plain"));
    assertTrue(metrics.contentType("text/html, */*").startsWith("text/plain"));
    assertTrue(Exported.text(metrics, OPEN).endsWith("# EOF\n"));
    assertFalse(Exported.text(metrics, null).contains("# EOF"));
  }

  @Test
  void anEmptyReportHasNoShares() {
    String text = Exported.text(Models.empty(), null);
    assertFalse(text.contains("coverage"), text);
    assertFalse(text.contains("NaN"), text);
  }

  @Test
  void bucketsHoldWhatIsBelowTheirBounds() {
    TargetLedger target = new TargetLedger("candidate");
    long[] micros = {0, 1, 15, 16, 17, 31, 32, 63, 64, 1023, 1024, 5_000, 70_000_000, 1L << 40};
    for (long us : micros) {
      target.result(
          Executions.of(1, "select ?", Outcome.ROWS, 10), Outcome.ROWS, 1_000, us * 1_000);
    }
    String text = Exported.text(of(target), null);
    Map<String, Double> buckets = Exported.samples(text, "querymirror_target_lag_seconds_bucket");
    assertEquals(24, buckets.size());
    Map<String, Double> expected = new TreeMap<>();
    for (String labels : buckets.keySet()) {
      String le = labels.replaceAll(".*le=([^,]+).*", "$1").replace("+Inf", "Infinity");
      double bound = Double.parseDouble(le) * 1e6;
      double below = 0;
      for (long us : micros) {
        below += us < Math.round(bound) || Double.isInfinite(bound) ? 1 : 0;
      }
      expected.put(labels, below);
    }
    assertEquals(expected, buckets);
    assertEquals(micros.length, total(text, "querymirror_target_lag_seconds_count"));
  }

  /** As where what was a difference turns out to be noise. */
  @Test
  void noCounterGoesBack() {
    FixedOperations operations = new FixedOperations(Models.small());
    PrometheusMetrics metrics = operations.metrics();
    String before = Exported.text(metrics, null);
    operations.counts(Models.empty());
    String after = Exported.text(metrics, null);
    assertEquals(
        total(before, "querymirror_capture_seen_total"),
        total(after, "querymirror_capture_seen_total"));
  }

  @Test
  void whatTheConfigurationHasNotAnyMoreEnds() {
    FixedOperations operations = new FixedOperations(Models.small());
    PrometheusMetrics metrics = operations.metrics();
    assertTrue(Exported.text(metrics, null).contains("10.0.0.9"));
    metrics.reconfigured(FixedOperations.settings("candidate: {hosts: [c], username: u}"));
    String text = Exported.text(metrics, null);
    assertFalse(text.contains("next"), text);
    assertFalse(text.contains("10.0.0"), text);
    assertEquals(6, total(text, "querymirror_target_executed_total"));
  }

  @Test
  void reloadsAreToldByTheirResult() {
    FixedOperations operations = new FixedOperations(Models.empty());
    operations.failed = 2;
    operations.last =
        new Reload(Instant.now(), Duration.ZERO, List.of(), List.of("querymirror.yaml:1: wrong"));
    String text = Exported.text(operations.metrics(), null);
    assertEquals(
        Map.of("result=success", 0.0, "result=failure", 2.0),
        Exported.samples(text, "querymirror_config_reloads_total"));
    assertEquals(
        Map.of("", 0.0), Exported.samples(text, "querymirror_config_last_reload_successful"));
  }

  /** Statements, digests, tables and messages are the application's, and without bound. */
  @Test
  void nothingOfAStatementIsALabel() {
    String text = Exported.text(Models.everything(), null);
    assertFalse(text.contains("select"), text);
    assertFalse(text.contains("orders"), text);
    assertTrue(text.lines().count() < 1_000, text);
  }

  @Test
  void everyMetricIsExported() {
    Map<String, Exported.Family> families = Exported.families();
    for (Metric metric : Metric.values()) {
      Exported.Family family = families.get(metric.fullName());
      assertTrue(family != null, metric.fullName());
      assertEquals(List.copyOf(new TreeSet<>(metric.labels())), List.copyOf(family.labels()));
    }
    assertEquals(Metric.values().length, families.size());
  }

  private static ReportModel of(TargetLedger... targets) {
    return ReportModel.read(
        Instant.EPOCH,
        Instant.EPOCH,
        true,
        new CaptureLedger(),
        List.of(targets),
        new RuleCounts(List.of()));
  }
}
