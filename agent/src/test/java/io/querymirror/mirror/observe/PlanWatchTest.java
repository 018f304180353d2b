package io.querymirror.mirror.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlanWatchTest {
  private static final long EVERY = TimeUnit.MINUTES.toNanos(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final PlanWatch watch = new PlanWatch();
  private long now = 1;

  /** Executions 10 ms apart, each with a latency around this many microseconds. */
  private int planned(int executions, double micros, double spread, Random random) {
    int planned = 0;
    for (int i = 0; i < executions; i++) {
      now += SECOND / 100;
      watch.ran((long) (micros * 1000 * Math.exp(random.nextGaussian() * spread)), now);
      if (watch.due(now, EVERY, 0)) {
        watch.asked(now, 0);
        watch.answered();
        planned++;
      }
    }
    return planned;
  }

  @Test
  void atFirstSightAndThenAtIntervals() {
    assertEquals(1, planned(1_000, 500, 0, new Random(1)));
    now += EVERY;
    assertEquals(1, planned(1_000, 500, 0, new Random(1)));
  }

  @Test
  void notTwiceAtATime() {
    assertTrue(watch.due(now, EVERY, 0));
    watch.asked(now, 0);
    assertFalse(watch.due(now + 2 * EVERY, EVERY, 0));
    watch.answered();
    assertTrue(watch.due(now + 2 * EVERY, EVERY, 0));
  }

  @Test
  void againWhereNobodyWasThereToAsk() {
    watch.asked(now, 0);
    watch.unanswered();
    assertTrue(watch.due(now, EVERY, 0));
  }

  @Test
  void atOnceWhenItStepsUp() {
    Random random = new Random(1);
    planned(500, 500, 0.3, random);
    assertEquals(0, planned(16, 2_000, 0.3, random));
    assertEquals(1, planned(40, 2_000, 0.3, random));
    // That is what is usual now.
    assertEquals(0, planned(5_000, 2_000, 0.3, random));
  }

  @Test
  void noiseIsNoStep() {
    Random random = new Random(1);
    assertEquals(1, planned(50_000, 500, 0.8, random));
    // Outliers: one in twenty takes a hundred times as long.
    for (int i = 0; i < 5_000; i++) {
      watch.ran(random.nextInt(20) == 0 ? 50_000_000 : 500_000, ++now);
      assertFalse(watch.due(now, EVERY, 0));
    }
  }

  /** Three times as slow, and yet only 40 microseconds more. */
  @Test
  void aSmallStepIsNone() {
    Random random = new Random(1);
    planned(500, 20, 0.1, random);
    assertEquals(0, planned(500, 60, 0.1, random));
  }

  @Test
  void othersOffersCountOnce() {
    planned(10, 500, 0, new Random(1));
    assertTrue(watch.due(now, EVERY, 3));
    watch.asked(now, 3);
    watch.answered();
    assertFalse(watch.due(now, EVERY, 3));
    assertTrue(watch.due(now, EVERY, 4));
  }
}
