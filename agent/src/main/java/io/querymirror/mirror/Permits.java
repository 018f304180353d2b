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
 *
 * <p>Where lanes wait for each other the one whose turn comes first goes first, and as many permits
 * are kept back as there are lanes with earlier turns that have none: else those that run ahead,
 * and may have to keep their connections, could take all, and wait for one that gets none.
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

    /** The turn of what it has to do first, among all that wait for each other; 0 for any. */
    long turn();
  }

  /** Who will ask. */
  interface Earlier {
    /** How many without a permit have something to do before this turn; at most so many. */
    int before(long turn, int enough);
  }

  private static final long GROW_AFTER_NANOS = 30_000_000_000L;

  private static final class Waiting {
    final Holder holder;
    final long turn;
    final long since = System.nanoTime();

    Waiting(Holder holder, long turn) {
      this.holder = holder;
      this.turn = turn;
    }
  }

  private final int limit;
  private final ConnectionCounts counts;
  private final Earlier earlier;
  private int most;
  private long shrunkAt;
  private int held;
  private long moved = System.nanoTime();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Set<Holder> idle = new LinkedHashSet<>();

  /** Those that have something to lose. */
  private final Set<Holder> reluctant = new LinkedHashSet<>();

  Permits(int limit, ConnectionCounts counts, Earlier earlier) {
    this.limit = limit;
    this.counts = counts;
    this.earlier = earlier;
    this.most = limit;
  }

  /** {@code granted()} is called, now or later. */
  void acquire(Holder holder) {
    ask(holder, false);
  }

  /** Gives a permit back, and asks for one anew. */
  void exchange(Holder holder) {
    ask(holder, true);
  }

  private void ask(Holder holder, boolean givesBack) {
    Waiting asks = new Waiting(holder, holder.turn());
    Holder victim = null;
    Waiting next;
    synchronized (this) {
      if (givesBack) {
        givenBack();
      }
      waiting.add(asks);
      next = next();
      if (next != asks) {
        counts.waits();
        victim = held < most ? null : first(idle.isEmpty() ? reluctant : idle);
      }
    }
    if (next != null) {
      next.holder.granted();
    }
    if (victim != null) {
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
    Waiting next;
    synchronized (this) {
      givenBack();
      next = next();
    }
    if (next != null) {
      next.holder.granted();
    }
  }

  private void givenBack() {
    held--;
    moved = System.nanoTime();
    counts.held(held);
  }

  /** Looks for whom a permit need not be kept back any more, and who has one for nothing. */
  void look() {
    Waiting next;
    Holder victim;
    do {
      synchronized (this) {
        next = next();
        victim = waiting.isEmpty() || held < most ? null : first(idle);
      }
      if (next != null) {
        next.holder.granted();
      }
      if (victim != null) {
        victim.wanted();
      }
    } while (next != null);
  }

  private @Nullable Waiting next() {
    int room = most - held;
    if (room <= 0 || waiting.isEmpty()) {
      return null;
    }
    Waiting next = first();
    if (next.turn > 0 && earlier.before(next.turn, room) >= room) {
      return null;
    }
    waiting.remove(next);
    long now = System.nanoTime();
    moved = now;
    held++;
    counts.held(held);
    counts.waited(now - next.since);
    return next;
  }

  private Waiting first() {
    Waiting first = waiting.element();
    for (Waiting w : waiting) {
      first = w.turn < first.turn ? w : first;
    }
    return first;
  }

  /** Lets go of all that wait since before {@code since} (nanoTime); they may ask again. */
  void expire(long since) {
    List<Holder> late = new ArrayList<>();
    synchronized (this) {
      // Before their turn they wait for as long as those before them take.
      boolean goesOn = held < most || moved - since > 0;
      while (!waiting.isEmpty()
          && waiting.element().since - since <= 0
          && !(goesOn && waiting.element().turn > 0)) {
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
    Waiting next;
    synchronized (this) {
      if (most == limit || now - shrunkAt < GROW_AFTER_NANOS) {
        return;
      }
      most++;
      next = next();
    }
    if (next != null) {
      next.holder.granted();
    }
  }

  /**
   * A holder has nothing to do for now; true where it is to give its permit back at once.
   *
   * @param gladly whether that costs it nothing; such go first
   */
  synchronized boolean idle(Holder holder, boolean gladly) {
    if (!waiting.isEmpty() && held >= most) {
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

  /** Whether one waits that goes before somebody with this turn, or is as good. */
  synchronized boolean contended(long turn) {
    return !waiting.isEmpty() && first().turn <= turn;
  }

  synchronized int held() {
    return held;
  }
}
