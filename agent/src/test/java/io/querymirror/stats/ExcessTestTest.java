package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExcessTestTest {
  /** Fisher's own tea: 3 of 4 against 1 of 4 is 17/70. */
  @Test
  void isFishersTestWithoutAMargin() {
    assertEquals(17.0 / 70, ExcessTest.p(3, 4, 1, 4, 1), 1e-12);
    assertEquals(1.0 / 70, ExcessTest.p(4, 4, 0, 4, 1), 1e-12);
  }

  @Test
  void agreesWithTheSumOfAllTerms() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      int size = 1 + random.nextInt(40);
      int otherSize = 1 + random.nextInt(40);
      int hits = random.nextInt(size + 1);
      int otherHits = random.nextInt(otherSize + 1);
      int margin = 1 + random.nextInt(3);
      double expected =
          (double) hits / size <= (double) otherHits / otherSize
              ? 1
              : slow(hits, size, otherHits, otherSize, margin);
      double p = ExcessTest.p(hits, size, otherHits, otherSize, margin);
      assertEquals(expected, p, 1e-9 + expected * 1e-9);
    }
  }

  private static double slow(int hits, int size, int otherHits, int otherSize, int margin) {
    int all = hits + otherHits;
    BigInteger above = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    for (int x = Math.max(0, all - otherSize); x <= Math.min(size, all); x++) {
      BigInteger term =
          choose(size, x)
              .multiply(choose(otherSize, all - x))
              .multiply(BigInteger.valueOf(margin).pow(x));
      sum = sum.add(term);
      above = x >= hits ? above.add(term) : above;
    }
    return above.doubleValue() / sum.doubleValue();
  }

  private static BigInteger choose(int n, int k) {
    BigInteger c = BigInteger.ONE;
    for (int i = 0; i < k; i++) {
      c = c.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return c;
  }

  @Test
  void holdsItsLevelWhereTheOddsAreWithinTheMargin() {
    Random random = new Random(11);
    int alarms = 0;
    for (int i = 0; i < 5000; i++) {
      long hits = 0;
      long otherHits = 0;
      for (int n = 0; n < 200; n++) {
        hits += random.nextDouble() < 0.18 ? 1 : 0;
        otherHits += random.nextDouble() < 0.1 ? 1 : 0;
      }
      alarms += ExcessTest.p(hits, 200, otherHits, 200, 2) < 0.01 ? 1 : 0;
    }
    assertTrue(alarms < 5000 * 0.01, alarms + " alarms");
  }

  @Test
  void findsWhatIsFarOverTheMarginAndIsQuickWithMillions() {
    assertTrue(ExcessTest.p(200, 200, 10, 200, 2) < 1e-50);
    assertTrue(ExcessTest.p(60, 200, 5, 200, 2) < 1e-4);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertTrue(ExcessTest.p(9_000_000, 10_000_000, 1_000_000, 10_000_000, 2) < 1e-9);
          assertEquals(1, ExcessTest.p(1_010_000, 10_000_000, 1_000_000, 10_000_000, 2), 1e-6);
        });
  }

  @Test
  void nothingIsToldByEmptySamples() {
    assertEquals(1, ExcessTest.p(0, 0, 0, 5, 2));
    assertEquals(1, ExcessTest.p(3, 3, 0, 0, 2));
    assertEquals(1, ExcessTest.p(1, 10, 1, 10, 2));
  }
}
