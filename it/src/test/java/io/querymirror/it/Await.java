package io.querymirror.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come, with a limit. */
final class Await {
  private Await() {}

  static void until(Duration limit, BooleanSupplier reached, Supplier<String> what) {
    until(limit, 20, reached, what);
  }

  /** The same, looking often at first and then as often as that. */
  static void until(
      Duration limit, long mostMillis, BooleanSupplier reached, Supplier<String> what) {
    long deadline = System.nanoTime() + limit.toNanos();
    long pauseMillis = 1;
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, mostMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
