package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
  private final LogHistogram histogram = new LogHistogram();

  @Test
  void emptyIsNothing() {
    assertEquals(0, histogram.summary().count());
    assertEquals(0, histogram.summary().p99());
  }

  @Test
  void smallValuesAreExact() {
    for (int i = 0; i < 64; i++) {
      LogHistogram one = new LogHistogram();
      one.record(i);
      one.record(1000);
      assertEquals(i, one.summary().p50());
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
      LatencySummary s = h.summary();
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
    assertEquals(2, histogram.summary().count());
    assertEquals(0, histogram.summary().p50());
    assertTrue(histogram.summary().max() > 1L << 40);
  }

  private static void close(long expected, long actual) {
    assertEquals(expected, actual, expected / 64.0 + 1e-9, "expected " + expected);
  }
}
