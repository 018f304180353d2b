package io.querymirror.mirror;

import io.querymirror.catalog.Concern;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.order.CommitOrder;
import io.querymirror.order.Ordered;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * {@code order: commit}: the one linear order of a target, in front of its lanes. Steps enter with
 * what is known of their place, and leave to their lane when the order up to them is certain and
 * what concerns them is done. Under its target's lock, all but what frees.
 */
final class CommitGate implements CommitOrder.Listener {
  private final Doubtful doubtful;
  private final Concern concern;
  private final CommitOrder order = new CommitOrder(this);
  private final Unplaced unplaced;

  /** Changed under the target's lock; looked through by anybody. */
  private final List<SessionGate> sessions = new CopyOnWriteArrayList<>();

  private long turns;
  private BiConsumer<Execution, Ordered> seen = (e, place) -> {};

  /** {@code hope}: whether a host is up, or will perhaps be in a moment. */
  CommitGate(Concern concern, Doubtful doubtful, BooleanSupplier hope) {
    this.concern = concern;
    this.doubtful = doubtful;
    this.unplaced = new Unplaced(concern, hope);
  }

  /** The gate of one more session, in front of its lane. */
  SessionGate session(
      SourceConnection source, Lane lane, LaneTransaction transaction, LaneWork work) {
    SessionGate gate = new SessionGate(source, concern, lane, transaction, work);
    sessions.add(gate);
    return gate;
  }

  void enter(SessionGate session, Step step) {
    session.enters();
    int level = session.places().level(step);
    if (!unplaced.takes(session, step, level)) {
      place(session, step, level);
    }
  }

  /** {@code seen} is told of every statement, with its place. */
  void observe(BiConsumer<Execution, Ordered> seen) {
    this.seen = seen;
  }

  private void place(SessionGate session, Step step, int level) {
    Ordered place = session.place(step, level);
    order.add(place);
    if (step.hasExecution() && place.kind() != Ordered.Kind.NONE) {
      seen.accept(step.execution(), place);
    }
  }

  /** The order is certain up to here (nanoTime); Long.MAX_VALUE: nothing more will come. */
  void advance(long certain) {
    unplaced.release(certain == Long.MAX_VALUE, this::place);
    order.advance(Math.min(certain, unplaced.certain()));
  }

  List<SessionGate> sessions() {
    return sessions;
  }

  /** Lets go of sessions whose lanes are closed. */
  void sweep() {
    sessions.removeIf(SessionGate::isClosed);
  }

  /** Takes out what a session has here. */
  List<Step> purge(SessionGate session) {
    List<Step> all = session.purge(order.remove(session));
    all.addAll(unplaced.purge(session));
    return all;
  }

  /** Nothing can go on by itself: lets the first that waits run out of its order. */
  void force() {
    Ordered forced = order.forceLowest();
    if (forced != null) {
      doubtful.broken(forced, "goes ahead, as nothing else can go on");
    }
  }

  /**
   * How many sessions without a connection have something to do before this turn, whether or not
   * they may yet; at most {@code enough}. From any thread.
   */
  int before(long turn, int enough) {
    int before = 0;
    if (sessions.size() <= enough) {
      // The one that asks is among them.
      return before;
    }
    for (SessionGate s : sessions) {
      if (before < enough && s.turn() < turn && !s.holdsPermit()) {
        before++;
      }
    }
    return before;
  }

  @Override
  public void released(Ordered e) {
    Step step = (Step) Objects.requireNonNull(e.payload());
    step.turn(++turns);
    ((SessionGate) e.session()).released(step);
  }

  @Override
  public void ambiguous(Ordered e, Collection<String> tables) {
    doubtful.ambiguous(tables);
  }

  @Override
  public void late(Ordered e) {
    switch (e.kind()) {
      case STATEMENT:
      case AUTOCOMMIT_WRITE:
      case COMMIT:
        doubtful.broken(e, "came after others behind its place were let go");
        break;
      default:
        // What it rolled back waits for nobody, and nobody for it.
    }
  }
}
