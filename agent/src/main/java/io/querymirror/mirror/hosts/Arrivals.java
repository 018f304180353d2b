package io.querymirror.mirror.hosts;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes those who wait for the application to open a connection: an application may open one for
 * each statement, and then it is there to compare with for a few milliseconds alone.
 */
public final class Arrivals {
  /** How long a look waits. */
  public static final long PATIENCE_NANOS = 2_000_000_000L;

  private final long patienceNanos;
  private final AtomicLong count = new AtomicLong();
  private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  public Arrivals(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /** When a look that begins now has waited long enough (nanoTime). */
  long deadline() {
    return System.nanoTime() + patienceNanos;
  }

  /** The application opened a connection; on its own thread, so without a lock. */
  public void opened() {
    count.incrementAndGet();
    wake();
  }

  /** The application ends: nobody waits any more. */
  public void end() {
    over = true;
    wake();
  }

  private void wake() {
    for (Thread t : waiting) {
      LockSupport.unpark(t);
    }
  }

  boolean over() {
    return over;
  }

  /** Grows with every connection; to be read before the look that made somebody wait. */
  long count() {
    return count.get();
  }

  /** Whether a connection was opened since {@code seen}; waits for one until then (nanoTime). */
  boolean await(long seen, long deadlineNanos) {
    Thread self = Thread.currentThread();
    waiting.add(self);
    try {
      while (count.get() == seen && !over && !self.isInterrupted()) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          break;
        }
        LockSupport.parkNanos(this, left);
      }
      return count.get() != seen;
    } finally {
      waiting.remove(self);
    }
  }
}
