package io.querymirror.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come, with a limit. */
final class Await {
  private Await() {}

  /** Looks often at first, and then fifty times a second. */
  static void until(Duration limit, BooleanSupplier reached, Supplier<String> what) {
    until(limit, 1, 20, reached, what);
  }

  /** Looks as often as that. */
  static void until(
      Duration limit, long pauseMillis, BooleanSupplier reached, Supplier<String> what) {
    until(limit, pauseMillis, pauseMillis, reached, what);
  }

  private static void until(
      Duration limit,
      long firstMillis,
      long mostMillis,
      BooleanSupplier reached,
      Supplier<String> what) {
    long deadline = System.nanoTime() + limit.toNanos();
    long pauseMillis = firstMillis;
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
