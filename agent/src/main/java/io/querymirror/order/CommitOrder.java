package io.querymirror.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into one linear order and releases them, each with what it waits for. One thread
 * calls it.
 */
public final class CommitOrder {
  /** Told on the thread that calls {@link CommitOrder#advance}. */
  public interface Listener {
    /** In linear order; it may run once it is free. */
    void released(Ordered e);

    /** Its order to an earlier one can't be told; the tables may differ from here on. */
    void ambiguous(Ordered e, Collection<String> tables);

    /** It came after events behind its place were released. */
    void late(Ordered e);
  }

  private final Listener listener;
  private final PriorityQueue<Ordered> held =
      new PriorityQueue<>(
          (a, b) ->
              a.place != b.place
                  ? Long.compare(a.place, b.place)
                  : Long.compare(a.arrival, b.arrival));
  private final Map<Object, Long> lastPlaces = new IdentityHashMap<>();
  private final ArrayDeque<Ordered> released = new ArrayDeque<>();
  private @Nullable Ordered last;
  private long arrivals;

  public CommitOrder(Listener listener) {
    this.listener = listener;
  }

  /** A session's events come in its order. */
  public void add(Ordered e) {
    long place = byStart(e) ? e.start() : e.finish();
    Long before = lastPlaces.get(e.session());
    e.place = before == null ? place : Math.max(before, place);
    e.arrival = arrivals++;
    lastPlaces.put(e.session(), e.place);
    held.add(e);
  }

  /** Releases all whose place is not above the mark; Long.MAX_VALUE: all. */
  public void advance(long watermark) {
    for (Ordered e = held.peek(); e != null && e.place <= watermark; e = held.peek()) {
      held.poll();
      release(e);
    }
  }

  /** Frees the lowest that waits: for when nothing runs, can run or will come. */
  public void forceLowest() {
    for (Ordered e : released) {
      if (!e.isComplete() && !e.isFree()) {
        e.force();
        return;
      }
    }
  }

  /** Takes out what a session has here that is not released. */
  public List<Ordered> remove(Object session) {
    List<Ordered> out = new ArrayList<>();
    for (Iterator<Ordered> i = held.iterator(); i.hasNext(); ) {
      Ordered e = i.next();
      if (e.session() == session) {
        i.remove();
        out.add(e);
      }
    }
    out.sort((a, b) -> Long.compare(a.arrival, b.arrival));
    return out;
  }

  private void release(Ordered e) {
    while (!released.isEmpty() && released.peek().isComplete()) {
      released.poll();
    }
    // until tables and keys are told apart, one after the other
    if (last != null) {
      e.after(last);
    }
    last = e;
    released.add(e);
    listener.released(e);
    e.less();
  }

  private static boolean byStart(Ordered e) {
    switch (e.kind()) {
      case COMMIT:
      case ROLLBACK:
      case ROLLBACK_TO:
      case DEADLOCK:
        return true;
      default:
        return e.placedByStart();
    }
  }
}
