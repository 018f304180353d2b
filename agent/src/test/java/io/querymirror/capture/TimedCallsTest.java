package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.capture.CallContext.Frame;
import org.junit.jupiter.api.Test;

/** Which calls tell what the agent took, and what they tell. */
class TimedCallsTest {
  private static Frame call(CallContext context) {
    Frame f = context.enter(true);
    if (f.begins()) {
      f.entered();
    }
    return f;
  }

  @Test
  void aFewOfManyAreTimedWhereverTheyStandInALoop() {
    CallContext context = new CallContext();
    int[] timed = new int[8];
    int calls = 8 * 40_000;
    for (int i = 0; i < calls; i++) {
      Frame f = call(context);
      timed[i % timed.length] += f.timed ? 1 : 0;
      f.timed = false;
      f.release();
    }
    for (int one : timed) {
      // 156 of each are expected.
      assertTrue(one > 80 && one < 260, java.util.Arrays.toString(timed));
    }
  }

  @Test
  void threadsThatMakeOneCallAreTimedToo() {
    int timed = 0;
    for (int i = 0; i < 50_000; i++) {
      timed += call(new CallContext()).timed ? 1 : 0;
    }
    assertTrue(timed > 20 && timed < 500, "timed " + timed);
  }

  @Test
  void theDriversTurnIsNotInIt() throws InterruptedException {
    CallContext context = new CallContext();
    long begin = System.nanoTime();
    Frame f = call(context);
    while (!f.timed) {
      f.release();
      begin = System.nanoTime();
      f = call(context);
    }
    assertEquals(-1, f.took());
    long left = System.nanoTime();
    Thread.sleep(50);
    long slept = System.nanoTime() - left;
    f.leaves();
    long took = f.took();
    long rest = System.nanoTime() - begin - slept;
    assertTrue(took >= 0 && took <= rest, "took " + took + " of " + rest);
    f.release();
    assertEquals(false, f.timed);
  }
}
