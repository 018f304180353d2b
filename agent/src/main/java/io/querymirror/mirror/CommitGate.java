package io.querymirror.mirror;

import io.querymirror.catalog.Concern;
import io.querymirror.model.SourceConnection;
import io.querymirror.order.CommitOrder;
import io.querymirror.order.Ordered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@code order: commit}: the one linear order of a target, in front of its lanes. Steps enter with
 * what is known of their place, and leave to their lane when the order up to them is certain and
 * what concerns them is done. Under its target's lock, all but what frees.
 */
final class CommitGate implements CommitOrder.Listener {
  private final Doubtful doubtful;
  private final Concern concern;
  private final CommitOrder order = new CommitOrder(this);
  private final List<SessionGate> sessions = new ArrayList<>();

  CommitGate(Concern concern, Doubtful doubtful) {
    this.concern = concern;
    this.doubtful = doubtful;
  }

  /** The gate of one more session, in front of its lane. */
  SessionGate session(
      SourceConnection source,
      Consumer<Step> lane,
      BooleanSupplier laneIdle,
      LaneTransaction transaction,
      LaneWork work) {
    SessionGate gate = new SessionGate(source, concern, lane, laneIdle, transaction, work);
    sessions.add(gate);
    return gate;
  }

  void enter(SessionGate session, Step step) {
    order.add(session.enter(step));
  }

  /** The order is certain up to here (nanoTime); Long.MAX_VALUE: nothing more will come. */
  void advance(long certain) {
    order.advance(certain);
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
    return session.purge(order.remove(session));
  }

  /** Nothing can go on by itself: lets the first that waits run out of its order. */
  void force() {
    Ordered forced = order.forceLowest();
    if (forced != null) {
      doubtful.broken(forced);
    }
  }

  @Override
  public void released(Ordered e) {
    ((SessionGate) e.session()).released((Step) Objects.requireNonNull(e.payload()));
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
        doubtful.broken(e);
        break;
      default:
        // What it rolled back waits for nobody, and nobody for it.
    }
  }
}
