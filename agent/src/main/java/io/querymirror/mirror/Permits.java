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

  private final int most;
  private int held;
  private final ArrayDeque<Holder> waiting = new ArrayDeque<>();
  private final Set<Holder> idle = new LinkedHashSet<>();

  Permits(int most) {
    this.most = most;
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
    @Nullable Holder next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        held--;
      }
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
