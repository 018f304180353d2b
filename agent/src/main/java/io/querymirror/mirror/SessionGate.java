package io.querymirror.mirror;

import io.querymirror.catalog.Concern;
import io.querymirror.model.SourceConnection;
import io.querymirror.order.Ordered;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * In front of one session's lane: steps that have their place, until all that concerns them and
 * comes before them is done. A lane behind it knows nothing of other lanes: what it is given may
 * run at once, and where it is given nothing it is idle, with or without a transaction open.
 *
 * <p>Whoever frees the first step hands it on: the dispatcher, or a worker of another lane.
 */
final class SessionGate {
  private final Places places;
  private final Lane lane;
  private final LaneTransaction transaction;
  private final LaneWork work;

  /** Released, in the session's order. */
  private final ArrayDeque<Step> waiting = new ArrayDeque<>();

  /** Steps that entered and were not handed on. */
  private int here;

  private boolean listening;
  private boolean closed;

  /** Of the first step that waits. */
  private volatile long turn = Long.MAX_VALUE;

  SessionGate(
      SourceConnection source,
      Concern concern,
      Lane lane,
      LaneTransaction transaction,
      LaneWork work) {
    this.places = new Places(this, source, concern);
    this.lane = lane;
    this.transaction = transaction;
    this.work = work;
  }

  Places places() {
    return places;
  }

  /** The transaction that the lane has open, 0 for none. */
  long openTransaction() {
    return transaction.open();
  }

  /** Since when its lane runs a statement (nanoTime), 0 where it does not. */
  long runningSince() {
    return work.runningSince();
  }

  /** The place of what its lane has in hand, if anything. */
  @Nullable Ordered running() {
    return work.running();
  }

  /** The place of its first step that waits. */
  synchronized @Nullable Ordered head() {
    Step first = waiting.peek();
    return first == null ? null : first.place();
  }

  /** Its last step was handed on, and nothing comes after it. */
  synchronized boolean isClosed() {
    return closed;
  }

  boolean isLaneIdle() {
    return lane.idle();
  }

  /** The turn of its first step that waits; Long.MAX_VALUE where none does. From any thread. */
  long turn() {
    return turn;
  }

  /** Whether its lane has a connection that others may wait for. */
  boolean holdsPermit() {
    return lane.permitted();
  }

  /** The place of what its lane waits for a connection with; null where it does not. */
  @Nullable Ordered starving() {
    Step first = lane.starving();
    return first == null ? null : first.place();
  }

  /** Lets go of what its lane waits for a connection with. */
  void letGo() {
    lane.letGo();
  }

  /** One more step is here, or in front of the order. */
  synchronized void enters() {
    here++;
  }

  /** Gives a step its place. */
  Ordered place(Step step, int level) {
    Ordered place = places.of(step, level);
    step.place(place);
    return place;
  }

  /** Its turn among the session's steps has come. */
  void released(Step step) {
    synchronized (this) {
      waiting.add(step);
    }
    handOn();
  }

  private void freed() {
    synchronized (this) {
      listening = false;
    }
    handOn();
  }

  /** In one go under the lock, so that two threads cannot hand steps on in another order. */
  private synchronized void handOn() {
    Step first;
    while (!listening && (first = waiting.peek()) != null) {
      Ordered place = Objects.requireNonNull(first.place());
      turn = first.turn();
      if (!place.isFree() && place.whenFree(this::freed)) {
        listening = true;
        return;
      }
      waiting.poll();
      here--;
      closed |= first.type() == Step.Type.CLOSE;
      lane.offer(first);
    }
    if (waiting.isEmpty()) {
      turn = Long.MAX_VALUE;
    }
  }

  /**
   * Its transaction holds locks that others need: lets its first step go before statements of other
   * open transactions; false where that does not help.
   */
  boolean giveUp() {
    Step first;
    synchronized (this) {
      first = waiting.peek();
    }
    return first != null && Objects.requireNonNull(first.place()).giveUp();
  }

  /** Straight to the lane, behind what it has. */
  void offer(Step step) {
    lane.offer(step);
  }

  synchronized boolean isEmpty() {
    return here == 0;
  }

  /** Whether a step has its place and may not run. */
  synchronized boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Takes everything out; {@code held} is what had no place yet. */
  synchronized List<Step> purge(List<Ordered> held) {
    List<Step> all = new ArrayList<>(waiting);
    waiting.clear();
    turn = Long.MAX_VALUE;
    for (Ordered o : held) {
      all.add((Step) Objects.requireNonNull(o.payload()));
    }
    here = 0;
    return all;
  }
}
