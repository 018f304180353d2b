package io.querymirror.capture;

import io.querymirror.model.SourceEvent;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way from the application's threads to the dispatcher. Offering never waits; what
 * finds it full is dropped by the caller. A busy dispatcher looks by itself every millisecond, so
 * that in the common case no application thread pays for waking it (an unpark is a system call);
 * only after {@link #POLLS} empty looks it sleeps until an offer wakes it.
 */
public final class EventRing {
  private static final long POLL_NANOS = 1_000_000;
  private static final int POLLS = 1_000;
  private static final long SLEEP_NANOS = 250_000_000;

  private final MpscVarHandleArrayQueue<SourceEvent> queue;
  private volatile boolean asleep;
  private volatile @Nullable Thread consumer;

  /** Rounded up to a power of two. */
  public EventRing(int capacity) {
    this.queue = new MpscVarHandleArrayQueue<>(capacity);
  }

  boolean offer(SourceEvent event) {
    boolean taken = queue.offer(event);
    if (asleep) {
      wake();
    }
    return taken;
  }

  /** Whether an offer would find no room now. */
  boolean isFull() {
    return queue.size() >= queue.capacity();
  }

  /** Only the dispatcher takes. */
  public @Nullable SourceEvent poll() {
    return queue.poll();
  }

  /** Events in it now; what was offered before this call is among them. */
  public int size() {
    return queue.size();
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Waits for an event, at most a quarter of a second; {@code empty}: empty looks before this. */
  public void await(int empty) {
    if (empty < POLLS) {
      LockSupport.parkNanos(this, POLL_NANOS);
      return;
    }
    consumer = Thread.currentThread();
    asleep = true;
    if (queue.isEmpty()) {
      LockSupport.parkNanos(this, SLEEP_NANOS);
    }
    asleep = false;
  }

  /** Ends the dispatcher's sleep. */
  public void wake() {
    asleep = false;
    LockSupport.unpark(consumer);
  }
}
