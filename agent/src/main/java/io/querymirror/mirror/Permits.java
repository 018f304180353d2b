package io.querymirror.mirror;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may hold connections: a fixed number of lanes at a time, the others in the order in which
 * they asked. A lane keeps its permit until somebody waits for it.
 */
final class Permits {
  /** What a permit is given to; called outside of the lock, must not block. */
  interface Holder {
    void granted();

    /** Somebody waits: give the permit back at the next occasion. */
    void wanted();
  }

  private static final long GROW_AFTER_NANOS = 30_000_000_000L;

  private final int limit;
  private int most;
  private long shrunkAt;
  private int held;
  private final ArrayDeque<Holder> waiting = new ArrayDeque<>();
  private final Set<Holder> idle = new LinkedHashSet<>();

  Permits(int limit) {
    this.limit = limit;
    this.most = limit;
  }

  /** {@code granted()} is called, now or later. */
  void acquire(Holder holder) {
    Holder victim = null;
    boolean granted = false;
    synchronized (this) {
      if (held < most && waiting.isEmpty()) {
        held++;
        granted = true;
      } else {
        waiting.add(holder);
        victim = idle.isEmpty() ? null : idle.iterator().next();
        if (victim != null) {
          idle.remove(victim);
        }
      }
    }
    if (granted) {
      holder.granted();
    } else if (victim != null) {
      victim.wanted();
    }
  }

  void release() {
    Holder next;
    synchronized (this) {
      held--;
      next = next();
    }
    if (next != null) {
      next.granted();
    }
  }

  private @Nullable Holder next() {
    if (held >= most || waiting.isEmpty()) {
      return null;
    }
    held++;
    return waiting.poll();
  }

  /** The server gives no more connections than those that are held, but for the caller's. */
  synchronized void shrink(long now) {
    most = Math.max(1, Math.min(most, held - 1));
    shrunkAt = now;
  }

  /** Tries one more again, half a minute after the last refusal. */
  void grow(long now) {
    Holder next;
    synchronized (this) {
      if (most == limit || now - shrunkAt < GROW_AFTER_NANOS) {
        return;
      }
      most++;
      next = next();
    }
    if (next != null) {
      next.granted();
    }
  }

  /** A holder has nothing to do for now; true where it is to give its permit back at once. */
  synchronized boolean idle(Holder holder) {
    if (!waiting.isEmpty()) {
      return true;
    }
    idle.add(holder);
    return false;
  }

  synchronized void active(Holder holder) {
    idle.remove(holder);
  }

  synchronized boolean contended() {
    return !waiting.isEmpty();
  }

  synchronized int held() {
    return held;
  }
}
