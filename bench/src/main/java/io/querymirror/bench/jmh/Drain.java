package io.querymirror.bench.jmh;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets a burst begin only when the one before it has been taken from the ring: a loop that captures
 * without a pause would measure a full ring, as no dispatcher parses as fast as a no-op executes.
 */
final class Drain {
  private static final long LOOK_NANOS = 200_000;
  private static final long SURELY_SEEN_NANOS = 1_500_000;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static @Nullable CyclicBarrier barrier;
  private static @Nullable Thread consumer;

  private Drain() {}

  /** Waits for all threads of the benchmark, and for the ring. */
  static void await(Mode mode, int threads) throws InterruptedException {
    try {
      barrier(mode, threads).await(1, TimeUnit.MINUTES);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the thread that takes from the ring; after the first {@link #await}. */
  static long consumerId() {
    Thread taking = consumer;
    return taking == null ? -1 : taking.getId();
  }

  private static synchronized CyclicBarrier barrier(Mode mode, int threads) {
    if (barrier == null) {
      barrier = new CyclicBarrier(threads, () -> drained(mode));
    }
    return barrier;
  }

  private static void drained(Mode mode) {
    if (!mode.drained()) {
      return;
    }
    Thread taking = consumer;
    if (taking == null) {
      taking = find(mode == Mode.FLOOR ? Floor.CONSUMER : "querymirror-dispatcher");
      consumer = taking;
    }
    // Parked until it looks again: it must have looked once since the burst.
    pause(SURELY_SEEN_NANOS);
    long limit = System.nanoTime() + LIMIT_NANOS;
    while (taking.getState() != Thread.State.TIMED_WAITING) {
      if (System.nanoTime() - limit > 0) {
        throw new IllegalStateException(taking.getName() + " is " + taking.getState());
      }
      pause(LOOK_NANOS);
    }
  }

  private static Thread find(String name) {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        return thread;
      }
    }
    throw new IllegalStateException("no thread " + name);
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
