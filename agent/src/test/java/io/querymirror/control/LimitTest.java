package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final long EVERY = 500_000_000L;

  private final Limit limit = new Limit("cpu", 4, 0.8, 0.5, 0.9, 1);
  private long now = -7_000_000_000L; // as nanoTime may be
  private int rises;

  @BeforeEach
  void half() {
    limit.limit(0.5);
  }

  /** Looks for so long while the value is this. */
  private void at(double value, double seconds) {
    for (int i = 0; i < seconds * 2; i++) {
      double before = limit.isOff() ? 2 : limit.share();
      now += EVERY;
      limit.measured(value);
      limit.look(now);
      rises += (limit.isOff() ? 2 : limit.share()) > before ? 1 : 0;
    }
  }

  private static long seconds(long nanos) {
    return nanos / 1_000_000_000L;
  }

  @Test
  void aMomentBeyondIsNothing() {
    at(0.6, 1.5);
    at(0.4, 0.5);
    at(0.6, 1.5);
    assertEquals(0, limit.share());
    at(0.5, 10);
    assertEquals(0, limit.share(), "the limit itself is not beyond it");
  }

  @Test
  void goesStepByStepToOff() {
    at(0.6, 2);
    assertEquals(0.5, limit.share());
    at(0.6, 2);
    assertEquals(0.9, limit.share());
    at(0.6, 2);
    assertEquals(1, limit.share());
    assertFalse(limit.isOff());
    at(0.6, 2);
    assertTrue(limit.isOff());
    assertEquals(1, limit.share());
    at(0.6, 100);
    assertTrue(limit.isOff());
  }

  @Test
  void comesBackStepByStepWhenWellBelow() {
    at(0.6, 8);
    assertTrue(limit.isOff());
    at(0.45, 100);
    assertTrue(limit.isOff(), "below the limit, but not well below");
    at(0.1, seconds(Limit.HOLD_OFF));
    assertTrue(limit.isOff());
    at(0.1, 0.5);
    assertFalse(limit.isOff());
    assertEquals(1, limit.share());
    at(0.1, seconds(Limit.HOLD));
    assertEquals(0.9, limit.share());
    at(0.1, 2 * seconds(Limit.HOLD));
    assertEquals(0, limit.share());
  }

  @Test
  void staysWhereItIsJustBelow() {
    at(0.6, 2);
    at(0.45, 1_000);
    assertEquals(0.5, limit.share());
  }

  @Test
  void aRelapseDoublesTheWait() {
    // Half of the copies is well below, all of them beyond: it would flap for ever.
    for (int i = 0; i < 20 * 3_600; i++) {
      at(limit.share() > 0 ? 0.3 : 0.6, 0.5);
    }
    assertEquals(seconds(Limit.LONGEST), seconds(limit.hold()), 100);
    assertTrue(rises < 75, "rises " + rises);
  }

  @Test
  void aLongGoodTimeForgetsRelapses() {
    for (int i = 0; i < 100; i++) {
      at(limit.share() > 0 ? 0.3 : 0.6, 0.5);
    }
    assertTrue(limit.hold() > Limit.HOLD);
    at(0.1, 3_600);
    assertEquals(0, limit.share());
    at(0.6, 2);
    assertEquals(Limit.HOLD, limit.hold());
  }

  @Test
  void nothingMeasuredIsBelow() {
    at(0.6, 8);
    assertTrue(limit.isOff());
    limit.unknown();
    for (int i = 0; i < 100; i++) {
      now += EVERY;
      limit.look(now);
    }
    assertEquals(0, limit.share());
  }

  @Test
  void anOldValueIsNoNewMeasurement() {
    Limit heap = new Limit("heap", 1, 0.95, 1);
    heap.limit(0.9);
    heap.measured(0.92);
    heap.look(now);
    assertEquals(1, heap.share());
    for (int i = 0; i < 100; i++) {
      now += EVERY;
      heap.look(now);
    }
    assertFalse(heap.isOff(), "no collection since it sheds");
    heap.measured(0.92);
    heap.look(now);
    assertTrue(heap.isOff());
  }

  @Test
  void withoutALimitNothingIsBeyond() {
    limit.limit(Double.POSITIVE_INFINITY);
    at(1e9, 100);
    assertEquals(0, limit.share());
    limit.limit(0.5);
    at(0.6, 8);
    assertTrue(limit.isOff());
    limit.limit(Double.POSITIVE_INFINITY);
    at(0.6, 60);
    assertEquals(0, limit.share());
  }

  @Test
  void aStepIsNeverSkipped() {
    Random random = new Random(5);
    double last = 0;
    for (int i = 0; i < 100_000; i++) {
      at(random.nextInt(100) < 50 ? 0.3 : random.nextDouble(), 0.5);
      double here = limit.isOff() ? 1.1 : limit.share();
      assertTrue(
          Math.abs(step(here) - step(last)) <= 1, "from " + last + " to " + here + " at " + i);
      last = here;
    }
  }

  private static int step(double share) {
    return share == 0 ? 0 : share == 0.5 ? 1 : share == 0.9 ? 2 : share == 1 ? 3 : 4;
  }
}
