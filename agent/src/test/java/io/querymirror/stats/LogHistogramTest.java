package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
  private final LogHistogram histogram = new LogHistogram();

  @Test
  void emptyIsNothing() {
    assertEquals(0, histogram.distribution().summary().count());
    assertEquals(0, histogram.distribution().summary().p99());
  }

  @Test
  void smallValuesAreExact() {
    for (int i = 0; i < 64; i++) {
      LogHistogram one = new LogHistogram();
      one.record(i);
      one.record(1000);
      assertEquals(i, one.distribution().summary().p50());
    }
  }

  @Test
  void percentilesAreRightWithin1point6Percent() {
    SplittableRandom random = new SplittableRandom(42);
    for (int run = 0; run < 50; run++) {
      LogHistogram h = new LogHistogram();
      long[] values = new long[2000];
      double centre = random.nextDouble() * 20;
      for (int i = 0; i < values.length; i++) {
        values[i] = (long) Math.exp(centre + random.nextDouble() * 4);
        h.record(values[i]);
      }
      Arrays.sort(values);
      LatencySummary s = h.distribution().summary();
      close(values[999], s.p50());
      close(values[1899], s.p95());
      close(values[1979], s.p99());
      assertEquals(values[1999], s.max());
      assertEquals(Arrays.stream(values).average().orElseThrow(), s.mean(), 1e-3 * s.mean());
    }
  }

  @Test
  void valuesOutsideAreTakenAtTheEdge() {
    histogram.record(-5);
    histogram.record(Long.MAX_VALUE);
    assertEquals(2, histogram.distribution().summary().count());
    assertEquals(0, histogram.distribution().summary().p50());
    assertTrue(histogram.distribution().summary().max() > 1L << 40);
  }

  @Test
  void whatWasWrittenDownAddsUpExactly() {
    SplittableRandom random = new SplittableRandom(7);
    LogHistogram all = new LogHistogram();
    Distribution sum = Distribution.NONE;
    for (int part = 0; part < 5; part++) {
      LogHistogram h = new LogHistogram();
      for (int i = 0; i < 500; i++) {
        long value = (long) Math.exp(random.nextDouble() * 16);
        h.record(value);
        all.record(value);
      }
      Distribution written = h.distribution();
      long[] lows = new long[written.size()];
      long[] counts = new long[written.size()];
      for (int i = 0; i < written.size(); i++) {
        lows[i] = written.low(i);
        counts[i] = written.count(i);
      }
      LatencySummary s = written.summary();
      sum = sum.plus(Distribution.of(lows, counts, s.mean(), s.max()));
    }
    LatencySummary one = all.distribution().summary();
    LatencySummary added = sum.summary();
    assertEquals(one.count(), added.count());
    assertEquals(one.p50(), added.p50());
    assertEquals(one.p95(), added.p95());
    assertEquals(one.p99(), added.p99());
    assertEquals(one.max(), added.max());
    assertEquals(one.mean(), added.mean(), 1e-9 * one.mean());
    assertEquals(one.count(), Distribution.sum(List.of(sum)).count());
  }

  @Test
  void aBucketHoldsMoreThanAnIntCan() {
    histogram.record(100, Integer.MAX_VALUE);
    histogram.record(100, 5);
    histogram.record(200, 1);
    assertEquals(Integer.MAX_VALUE + 6L, histogram.distribution().count());
    assertEquals(100, histogram.distribution().percentile(50), 2);
  }

  @Test
  void whatIsNoBucketIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Distribution.of(new long[] {65}, new long[] {1}, 65, 65));
    assertThrows(
        IllegalArgumentException.class,
        () -> Distribution.of(new long[] {64, 2}, new long[] {1, 1}, 65, 65));
  }

  private static void close(long expected, long actual) {
    assertEquals(expected, actual, expected / 64.0 + 1e-9, "expected " + expected);
  }
}
