package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RunningStatementTest {
  private final RunningStatement running = new RunningStatement();

  @Test
  void nothingIsOverdueBeforeItsTimeAndAfterItsEnd() {
    long now = System.nanoTime();
    assertEquals(0, running.overdue(now));
    running.begin(1_000_000_000L);
    assertTrue(running.overdue(now) < 0);
    assertTrue(running.overdue(now + 3_000_000_000L) > 0);
    assertFalse(running.end());
    assertEquals(0, running.overdue(now + 3_000_000_000L));
  }

  @Test
  void isKilledAndBrokenOffOnceEach() {
    running.begin(0);
    assertTrue(running.kill());
    assertFalse(running.kill());
    assertTrue(running.abort());
    assertFalse(running.abort());
    assertTrue(running.end());
    running.begin(0);
    assertTrue(running.kill());
  }
}
