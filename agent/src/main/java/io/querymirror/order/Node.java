package io.querymirror.order;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one event waits for, counted, and who waits for it, listed.
 *
 * <p>An event is <em>free</em> when its hard waits are over, and its soft ones too or given up. It
 * is <em>complete</em> when it is done and all its waits are over, given up or not: only then are
 * those who wait for it told. So one that runs early, is dropped or deferred never lets a later one
 * overtake what stood before both, and whoever waits for the last of a row has waited for all.
 *
 * <p>Edges are made by one thread, before {@link #release}; the rest is open to all.
 */
final class Node {
  enum Wait {
    /** Holds up the run. */
    HARD,
    /** Holds up the run, until it is given up. */
    SOFT,
    /** Its session's event before it: the lane holds up the run, this only the completion. */
    CHAIN
  }

  private @Nullable Ordered event;
  private @Nullable Transaction transaction;
  private int hard = 1;
  private int soft;
  private int chain;
  private boolean done;
  private boolean givenUp;
  private boolean forced;
  private volatile boolean complete;
  private @Nullable List<Node> hardAfter;
  private @Nullable List<Node> softAfter;
  private @Nullable List<Node> chainAfter;
  private @Nullable List<Runnable> waiting;

  /** The last event that took an edge from here, so that it takes each but once. */
  private long stamp;

  /**
   * @param event null: a join
   */
  Node(@Nullable Ordered event) {
    this.event = event;
  }

  synchronized void in(@Nullable Transaction t) {
    transaction = t;
  }

  /** Complete once all others are: in place of them, for those who come later. */
  static Node join(List<Node> others) {
    Node join = new Node(null);
    join.done = true;
    for (Node n : others) {
      join.after(n, Wait.HARD);
    }
    join.release();
    return join;
  }

  /**
   * Once for each event it waits for, twice where a hard wait follows a soft one.
   *
   * @param stamp this event's number; above that of all events before it
   */
  void after(Node other, Wait wait, long stamp) {
    long mark = stamp * 2 + (wait == Wait.HARD ? 1 : 0);
    if (other.stamp < mark) {
      other.stamp = mark;
      after(other, wait);
    }
  }

  void after(Node other, Wait wait) {
    if (other == this || other.complete) {
      return;
    }
    synchronized (this) {
      count(wait, 1);
    }
    if (!other.tell(this, wait)) {
      synchronized (this) {
        count(wait, -1);
      }
    }
  }

  private synchronized boolean tell(Node later, Wait wait) {
    if (complete) {
      return false;
    }
    switch (wait) {
      case HARD:
        hardAfter = with(hardAfter, later);
        break;
      case SOFT:
        softAfter = with(softAfter, later);
        break;
      default:
        chainAfter = with(chainAfter, later);
    }
    return true;
  }

  private static List<Node> with(@Nullable List<Node> list, Node n) {
    List<Node> l = list == null ? new ArrayList<>(4) : list;
    l.add(n);
    return l;
  }

  private void count(Wait wait, int by) {
    switch (wait) {
      case HARD:
        hard += by;
        break;
      case SOFT:
        soft += by;
        break;
      default:
        chain += by;
    }
  }

  /** All edges are made. */
  void release() {
    if (less(Wait.HARD)) {
      tellAll();
    }
  }

  void done() {
    synchronized (this) {
      done = true;
      if (!completes()) {
        return;
      }
    }
    tellAll();
  }

  /** True if this was the last that kept it from being complete; {@link #tellAll} is then due. */
  private boolean less(Wait wait) {
    List<Runnable> run;
    boolean completes;
    synchronized (this) {
      count(wait, -1);
      run = freed();
      completes = completes();
    }
    run(run);
    return completes;
  }

  private boolean completes() {
    if (complete || !done || hard != 0 || soft != 0 || chain != 0) {
      return false;
    }
    complete = true;
    event = null;
    transaction = null;
    return true;
  }

  /** A loop, as thousands may become complete in a row. */
  private void tellAll() {
    Deque<Node> told = null;
    for (Node n = this; n != null; n = told == null ? null : told.poll()) {
      for (Wait w : WAITS) {
        List<Node> after = n.take(w);
        for (int i = 0; after != null && i < after.size(); i++) {
          if (after.get(i).less(w)) {
            told = told == null ? new ArrayDeque<>() : told;
            told.add(after.get(i));
          }
        }
      }
    }
  }

  private static final Wait[] WAITS = Wait.values();

  private synchronized @Nullable List<Node> take(Wait w) {
    List<Node> list;
    switch (w) {
      case HARD:
        list = hardAfter;
        hardAfter = null;
        break;
      case SOFT:
        list = softAfter;
        softAfter = null;
        break;
      default:
        list = chainAfter;
        chainAfter = null;
    }
    return list;
  }

  /** Runs it whatever it waits for. */
  void force() {
    List<Runnable> run;
    synchronized (this) {
      forced = true;
      run = freed();
    }
    run(run);
  }

  /**
   * Its transaction no longer waits softly.
   *
   * @return true: it is free now
   */
  boolean giveUp() {
    List<Runnable> run;
    boolean free;
    synchronized (this) {
      givenUp = true;
      if (transaction != null) {
        transaction.giveUp();
      }
      run = freed();
      free = free();
    }
    run(run);
    return free;
  }

  synchronized boolean isFree() {
    return free();
  }

  boolean isComplete() {
    return complete;
  }

  /** Released, and neither free nor done. */
  synchronized @Nullable Ordered held() {
    return done || free() ? null : event;
  }

  synchronized boolean whenFree(Runnable r) {
    if (free()) {
      return false;
    }
    waiting = waiting == null ? new ArrayList<>(1) : waiting;
    waiting.add(r);
    return true;
  }

  /** Adds those who wait for this one directly. */
  synchronized void addWaiters(Deque<Node> to) {
    add(hardAfter, to);
    add(softAfter, to);
    add(chainAfter, to);
  }

  private static void add(@Nullable List<Node> from, Deque<Node> to) {
    if (from != null) {
      to.addAll(from);
    }
  }

  synchronized @Nullable Ordered event() {
    return event;
  }

  private boolean free() {
    return forced
        || complete
        || (hard == 0
            && (soft == 0 || givenUp || (transaction != null && transaction.hasGivenUp())));
  }

  private @Nullable List<Runnable> freed() {
    if (waiting == null || !free()) {
      return null;
    }
    List<Runnable> run = waiting;
    waiting = null;
    return run;
  }

  private static void run(@Nullable List<Runnable> waiting) {
    if (waiting != null) {
      for (Runnable r : waiting) {
        r.run();
      }
    }
  }
}
