package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OverheadTest {
  private final Overhead overhead = new Overhead();

  @Test
  void recentTimesAreThoseSinceTheLastAnswer() {
    for (int i = 0; i < 10; i++) {
      overhead.record(1_000);
    }
    assertEquals(-1, overhead.recentP99(11));
    overhead.record(1_000);
    assertEquals(1_000, overhead.recentP99(11), 10);
    assertEquals(-1, overhead.recentP99(1));
    overhead.record(5_000);
    assertEquals(5_000, overhead.recentP99(1), 50);
    assertEquals(12, overhead.distribution().count());
  }

  @Test
  void whatIsForgottenIsInTheWholeStill() {
    overhead.record(1_000);
    overhead.forget();
    assertEquals(-1, overhead.recentP99(1));
    assertEquals(1, overhead.distribution().count());
  }

  @Test
  void theClocksOwnCostIsTakenOff() {
    overhead.clocked();
    overhead.record(1_000_000);
    overhead.record(1);
    Distribution all = overhead.distribution();
    assertEquals(0, all.percentile(50));
    long off = 1_000_000 - all.percentile(99);
    assertTrue(ClockCost.nanos() > 0);
    assertEquals(2 * ClockCost.nanos(), off, 20_000);
  }
}
