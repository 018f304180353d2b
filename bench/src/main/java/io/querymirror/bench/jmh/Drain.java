package io.querymirror.bench.jmh;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a burst begin only when the one before it has been taken from the ring: a loop that captures
 * without a pause would measure a full ring, as no dispatcher parses as fast as a no-op executes.
 */
final class Drain {
  private static final long LOOK_NANOS = 200_000;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static @Nullable CyclicBarrier barrier;
  private static @Nullable Thread consumer;
  private static BooleanSupplier empty = () -> true;

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
    if (consumer == null) {
      consumer = find(mode == Mode.FLOOR ? Floor.CONSUMER : "querymirror-dispatcher");
      empty = mode == Mode.FLOOR ? Floor::isEmpty : ring();
    }
    long limit = System.nanoTime() + LIMIT_NANOS;
    do {
      if (System.nanoTime() - limit > 0) {
        throw new IllegalStateException("the ring does not empty");
      }
      pause(LOOK_NANOS);
    } while (!empty.getAsBoolean());
  }

  /** The agent's own ring. Its thread's state says too little: it may sleep beside a full one. */
  private static BooleanSupplier ring() {
    try {
      Object probe = Class.forName("io.querymirror.bootstrap.Probe").getField("probe").get(null);
      Object ring = ring(probe, 2);
      if (ring == null) {
        throw new IllegalStateException("no ring in " + probe.getClass());
      }
      Method isEmpty = ring.getClass().getMethod("isEmpty");
      return () -> {
        try {
          return (Boolean) isEmpty.invoke(ring);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(e);
        }
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Held by the probe, or by a part of it. */
  private static @Nullable Object ring(Object holder, int depth)
      throws ReflectiveOperationException {
    for (Field field : holder.getClass().getDeclaredFields()) {
      if (field.getType().getName().startsWith("io.querymirror.capture.")
          && !Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        Object part = field.get(holder);
        if (part != null && part.getClass().getSimpleName().equals("EventRing")) {
          return part;
        }
        Object inner = part == null || depth == 1 ? null : ring(part, depth - 1);
        if (inner != null) {
          return inner;
        }
      }
    }
    return null;
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
