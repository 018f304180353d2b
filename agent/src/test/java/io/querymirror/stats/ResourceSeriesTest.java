package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceSeriesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ResourceSeries series = new ResourceSeries();

  private void sample(int second, long read, long running, long ran) {
    Map<String, Long> values = new HashMap<>();
    values.put("Uptime", 100L + second);
    values.put("Innodb_rows_read", read);
    values.put("Handler_read_key", read);
    values.put("Handler_read_next", 2 * read);
    values.put("Threads_running", running);
    series.sample(START.plusSeconds(second), values, ran);
  }

  @Test
  void ratesBesideTheMirroredRate() {
    sample(0, 1_000, 1, 50);
    sample(10, 3_000, 4, 150);
    sample(20, 3_000, 2, 150);
    Map<String, double[]> all = series.series();
    assertArrayEquals(new double[] {10, 10}, all.get("seconds"));
    assertArrayEquals(new double[] {10, 0}, all.get("mirrored_per_s"));
    assertArrayEquals(new double[] {200, 0}, all.get("innodb_rows_read_per_s"));
    assertArrayEquals(new double[] {600, 0}, all.get("handler_read_per_s"));
    assertArrayEquals(new double[] {4, 2}, all.get("threads_running"));
    assertEquals(2_000, series.counts().get("innodb_rows_read"));
    assertEquals(100, series.mirrored());
    assertEquals(2, series.samples());
  }

  @Test
  void aRestartedServerBeginsAnew() {
    sample(0, 1_000, 1, 0);
    sample(10, 2_000, 1, 0);
    Map<String, Long> fresh = Map.of("Uptime", 1L, "Innodb_rows_read", 5L);
    series.sample(START.plusSeconds(20), fresh, 10);
    series.sample(START.plusSeconds(30), Map.of("Uptime", 11L, "Innodb_rows_read", 25L), 10);
    assertEquals(1_020, series.counts().get("innodb_rows_read"));
  }

  /** Days of points: fewer of them, each for a longer time, and nothing lost. */
  @Test
  void bounded() {
    for (int i = 0; i <= 10_000; i++) {
      sample(i * 10, i * 100L, 3, i * 20L);
    }
    double[] seconds = series.series().get("seconds");
    assertTrue(seconds.length <= 240 && seconds.length >= 100, "" + seconds.length);
    double sum = 0;
    for (double s : seconds) {
      sum += s;
    }
    assertEquals(100_000, sum, 0.001);
    for (double rate : series.series().get("innodb_rows_read_per_s")) {
      assertEquals(10, rate, 1e-9);
    }
    for (double running : series.series().get("threads_running")) {
      assertEquals(3, running, 1e-9);
    }
    assertEquals(200_000, series.mirrored());
  }
}
