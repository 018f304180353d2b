package io.querymirror.stats;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Statements that one application thread ran and no target wants. Written by that thread alone, by
 * an ordered store; read by any. See {@link CaptureLedger#ofThisThread}.
 */
public final class ThreadCounts {
  private final WeakReference<Thread> owner;
  private final AtomicLong unmatched = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();

  ThreadCounts(Thread owner) {
    this.owner = new WeakReference<>(owner);
  }

  /** By its own thread: seen, and no rule takes it. */
  public void countUnmatched() {
    unmatched.lazySet(unmatched.getPlain() + 1);
  }

  /** By its own thread: seen, and a rule says skip. */
  public void countSkipped() {
    skipped.lazySet(skipped.getPlain() + 1);
  }

  /** Asked before the counts are read for the last time. */
  boolean ended() {
    Thread thread = owner.get();
    return thread == null || !thread.isAlive();
  }

  long unmatched() {
    return unmatched.get();
  }

  long skipped() {
    return skipped.get();
  }
}
