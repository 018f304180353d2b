package io.querymirror.mirror;

import io.querymirror.stats.ConnectionCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /**
     * It waited since before this, in vain so far, and is not in line any more.
     *
     * @param since by System.nanoTime()
     */
    void expired(long since);

    /** Somebody waits: give the permit back at the next occasion. */
    void wanted();
  }

  private static final long GROW_AFTER_NANOS = 30_000_000_000L;

  private static final class Waiting {
    final Holder holder;
    final long since = System.nanoTime();

    Waiting(Holder holder) {
      this.holder = holder;
    }
  }

  private final int limit;
  private final ConnectionCounts counts;
  private int most;
  private long shrunkAt;
  private int held;
  private long moved = System.nanoTime();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Set<Holder> idle = new LinkedHashSet<>();

  /** Those that have something to lose. */
  private final Set<Holder> reluctant = new LinkedHashSet<>();

  Permits(int limit, ConnectionCounts counts) {
    this.limit = limit;
    this.counts = counts;
    this.most = limit;
  }

  /** {@code granted()} is called, now or later. */
  void acquire(Holder holder) {
    Holder victim = null;
    boolean granted = false;
    synchronized (this) {
      if (held < most && waiting.isEmpty()) {
        moved = System.nanoTime();
        held++;
        counts.held(held);
        granted = true;
      } else {
        waiting.add(new Waiting(holder));
        counts.waits();
        victim = first(idle.isEmpty() ? reluctant : idle);
      }
    }
    if (granted) {
      holder.granted();
    } else if (victim != null) {
      victim.wanted();
    }
  }

  private static @Nullable Holder first(Set<Holder> of) {
    if (of.isEmpty()) {
      return null;
    }
    Holder first = of.iterator().next();
    of.remove(first);
    return first;
  }

  void release() {
    Holder next;
    synchronized (this) {
      held--;
      moved = System.nanoTime();
      counts.held(held);
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
    Waiting next = waiting.remove();
    held++;
    counts.held(held);
    counts.waited(System.nanoTime() - next.since);
    return next.holder;
  }

  /** Lets go of all that wait since before {@code since} (nanoTime); they may ask again. */
  void expire(long since) {
    List<Holder> late = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && waiting.element().since - since <= 0) {
        Waiting next = waiting.remove();
        counts.waited(System.nanoTime() - next.since);
        late.add(next.holder);
      }
    }
    for (Holder holder : late) {
      holder.expired(since);
    }
  }

  /** Lets go of one that waits, for what it had to do up to {@code since}. */
  void expire(Holder holder, long since) {
    synchronized (this) {
      if (!waiting.removeIf(w -> w.holder == holder)) {
        return;
      }
    }
    holder.expired(since);
  }

  /** When a permit was last given to somebody, or given back (nanoTime). */
  synchronized long moved() {
    return moved;
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

  /**
   * A holder has nothing to do for now; true where it is to give its permit back at once.
   *
   * @param gladly whether that costs it nothing; such go first
   */
  synchronized boolean idle(Holder holder, boolean gladly) {
    if (!waiting.isEmpty()) {
      return true;
    }
    (gladly ? idle : reluctant).add(holder);
    return false;
  }

  synchronized void active(Holder holder) {
    idle.remove(holder);
    reluctant.remove(holder);
  }

  synchronized boolean contended() {
    return !waiting.isEmpty();
  }

  synchronized int held() {
    return held;
  }
}
