package io.querymirror.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what must come, with a limit. */
final class Await {
  private Await() {}

  static void until(Duration limit, BooleanSupplier reached, Supplier<String> what) {
    long deadline = System.nanoTime() + limit.toNanos();
    // Most of it comes at once, as the answer to one of hundreds of commands.
    long pause = 1;
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + limit + ": " + what.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(20, pause + 1 + pause / 4);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
