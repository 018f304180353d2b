package io.querymirror.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateTest {
  private static final long NEXT = Rate.WINDOW_NANOS;
  private final Rate rate = new Rate();

  private int taken(long time, int times) {
    int taken = 0;
    for (int i = 0; i < times; i++) {
      taken += rate.take(time) < 0 ? 0 : 1;
    }
    return taken;
  }

  @Test
  void saysSoManyInAMinute() {
    assertEquals(Rate.MOST, taken(0, 3 * Rate.MOST));
    assertEquals(0, taken(NEXT - 1, 7));
  }

  @Test
  void theNextMinuteBeginsWithWhatWasLeftOut() {
    taken(5, Rate.MOST + 37);
    assertEquals(37, rate.take(5 + NEXT));
    assertEquals(0, rate.take(6 + NEXT));
  }

  @Test
  void whatWasLeftOutIsToldOnceWithoutANewOne() {
    taken(0, Rate.MOST + 3);
    assertEquals(0, rate.over(NEXT - 1));
    assertEquals(3, rate.over(NEXT));
    assertEquals(0, rate.over(2 * NEXT));
    assertEquals(Rate.MOST, taken(2 * NEXT, 20));
  }

  @Test
  void theEndTellsWhatTheMinuteWouldHave() {
    taken(0, Rate.MOST + 2);
    assertEquals(2, rate.end());
    assertEquals(0, rate.end());
  }

  @Test
  void aClockBelowZeroIsAClock() {
    assertEquals(Rate.MOST, taken(-3 * NEXT, 20));
    assertEquals(10, rate.take(-2 * NEXT));
  }
}
