package io.querymirror.mirror;

import java.util.concurrent.ThreadLocalRandom;

/** The wait before a statement is tried again on the spot. */
final class Pause {
  private static final int RETRIES = 3;

  private Pause() {}

  /** Waits a few milliseconds, more each time; false where it was tried often enough. */
  static boolean more(Step step) {
    if (step.attempts() >= RETRIES) {
      return false;
    }
    step.attempted();
    return millis(10L << step.attempts());
  }

  /** Waits at most so long and at least half of it; false where the agent ends. */
  static boolean millis(long most) {
    try {
      Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
