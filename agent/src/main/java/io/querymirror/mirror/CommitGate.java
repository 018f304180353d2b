package io.querymirror.mirror;

import io.querymirror.model.SourceConnection;
import io.querymirror.order.Access;
import io.querymirror.order.CommitOrder;
import io.querymirror.order.Ordered;
import io.querymirror.stats.OutOfStep.Reason;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code order: commit}: the one linear order of a target, in front of its lanes. Steps enter with
 * what is known of their place, and leave to their lane when the order up to them is certain and
 * what concerns them is done. Under its target's lock, all but what frees.
 */
final class CommitGate implements CommitOrder.Listener {
  private final TargetLedger ledger;
  private final Touched touched;
  private final Function<String, List<String>> sources;
  private final CommitOrder order = new CommitOrder(this);
  private final List<SessionGate> sessions = new ArrayList<>();

  /**
   * @param sources the source's names of a schema of the target
   */
  CommitGate(TargetLedger ledger, Touched touched, Function<String, List<String>> sources) {
    this.ledger = ledger;
    this.sources = sources;
    this.touched = touched;
  }

  /** The gate of one more session, in front of its lane. */
  SessionGate session(
      SourceConnection source,
      Consumer<Step> lane,
      BooleanSupplier laneIdle,
      LaneTransaction transaction,
      LaneWork work) {
    SessionGate gate = new SessionGate(source, touched, lane, laneIdle, transaction, work);
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
    ledger.orderBreak();
    ledger.outOfStep().everything(Reason.AMBIGUOUS);
    order.forceLowest();
  }

  private void outOfStep(Ordered e) {
    if (e.everything() || e.accesses().isEmpty()) {
      ledger.outOfStep().everything(Reason.AMBIGUOUS);
    }
    for (Access a : e.accesses()) {
      outOfStep(a.table());
    }
  }

  /** By its name on the target, as {@code schema.table}. */
  private void outOfStep(String table) {
    int dot = table.indexOf('.');
    if (dot < 0) {
      ledger.outOfStep().everything(Reason.AMBIGUOUS);
      return;
    }
    String name = table.substring(dot + 1);
    for (String schema : sources.apply(table.substring(0, dot))) {
      ledger.outOfStep().table(schema, name, Reason.AMBIGUOUS);
    }
  }

  @Override
  public void released(Ordered e) {
    ((SessionGate) e.session()).released((Step) Objects.requireNonNull(e.payload()));
  }

  @Override
  public void ambiguous(Ordered e, Collection<String> tables) {
    ledger.ambiguous();
    tables.forEach(this::outOfStep);
  }

  @Override
  public void late(Ordered e) {
    switch (e.kind()) {
      case STATEMENT:
      case AUTOCOMMIT_WRITE:
      case COMMIT:
        ledger.orderBreak();
        outOfStep(e);
        break;
      default:
        // What it rolled back waits for nobody, and nobody for it.
    }
  }
}
