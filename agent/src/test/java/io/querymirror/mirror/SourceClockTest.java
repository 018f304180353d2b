package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SourceClockTest {
  @Test
  void tellsTheWallClock() {
    long told = new SourceClock().micros(System.nanoTime());
    assertTrue(Math.abs(told / 1000 - System.currentTimeMillis()) < 1_000);
  }

  @Test
  void aChangeOfTheClockHoldsForWhatCameAfterIt() {
    SourceClock clock = new SourceClock();
    long now = System.nanoTime();
    long before = clock.micros(now);
    long offset = before - now / 1000;
    clock.mark(now + 1_000_000, offset + 3_600_000_000L);
    assertEquals(before, clock.micros(now));
    assertEquals(before + 3_600_000_000L + 2_000, clock.micros(now + 2_000_000));
  }

  @Test
  void smallDifferencesOfAReadingChangeNothing() {
    SourceClock clock = new SourceClock();
    long now = System.nanoTime();
    long before = clock.micros(now + 5_000_000);
    clock.mark(now, before - (now + 5_000_000) / 1000 + 100);
    assertEquals(before, clock.micros(now + 5_000_000));
  }

  @Test
  void keepsTheLatestMarks() {
    SourceClock clock = new SourceClock();
    long now = System.nanoTime();
    for (int i = 1; i <= 1_000; i++) {
      clock.mark(now + i, i * 1_000L);
    }
    assertEquals((now + 1_000) / 1000 + 1_000_000, clock.micros(now + 1_000));
    assertEquals((now + 900) / 1000 + 900_000, clock.micros(now + 900));
  }
}
