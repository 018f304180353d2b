package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SignTestTest {
  @Test
  void tailsAreExact() {
    assertEquals(1, SignTest.tail(0, 10));
    assertEquals(1 / 1024.0, SignTest.tail(10, 10), 1e-15);
    assertEquals(11 / 1024.0, SignTest.tail(9, 10), 1e-15);
    assertEquals(0.5, SignTest.tail(6, 11), 1e-12);
    assertEquals(Math.pow(0.5, 64), SignTest.tail(64, 64), 1e-30);
    assertEquals(0, SignTest.tail(3, 2));
  }

  @Test
  void theIntervalOfAMedian() {
    assertEquals(-1, SignTest.lowerEnd(7, 0.005));
    assertEquals(0, SignTest.lowerEnd(8, 0.005));
    assertEquals(8, SignTest.fewest(0.005));
    // 1.96 standard deviations of 50 coins, less a half
    assertEquals(17, SignTest.lowerEnd(50, 0.025));
  }
}
