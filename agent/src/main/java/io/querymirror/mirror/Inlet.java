package io.querymirror.mirror;

import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.sql.Traits;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The feeding side of a lane: decides, without waiting, what enters it. Knows the session's state
 * behind the last queued step, so that the lane can join its session at any statement: at the first
 * one that a rule takes, and again after something could not be queued. Under its target's lock.
 */
final class Inlet {
  private final TargetContext target;
  private final SourceConnection source;
  private final SessionLog log;
  private final LaneTransaction transaction = new LaneTransaction();
  private final LaneWork work;
  private final Lane lane;
  private final @Nullable CommitGate order;
  private final @Nullable SessionGate gate;

  /** Where results are compared, else null. */
  private final @Nullable SourceViews views;

  /** Whether the lane gets the session's control. */
  private boolean joined;

  private boolean used;

  /** The transaction of which something is queued, or ran, and whose end is not queued yet. */
  private long open;

  /** The last transaction that something was dropped of. */
  private long cut;

  /**
   * @param order what stands before the lane under {@code order: commit}, else null
   */
  Inlet(
      TargetContext target, Permits permits, SourceConnection source, @Nullable CommitGate order) {
    this(target, permits, source, ConnectionVariant.of(source), new SessionLog(), order);
  }

  private Inlet(
      TargetContext target,
      Permits permits,
      SourceConnection source,
      ConnectionVariant variant,
      SessionLog log,
      @Nullable CommitGate order) {
    this.target = target;
    this.source = source;
    this.log = log;
    this.order = order;
    this.work = new LaneWork(target, source, variant, transaction);
    this.lane = new Lane(work, permits, target.workers, target.account);
    this.views = target.judge == null ? null : new SourceViews(source, target.judge.ends());
    this.gate = order == null ? null : order.session(source, lane, transaction, work);
  }

  /** One that joins a session which was told this so far. */
  static Inlet joining(
      TargetContext target,
      Permits permits,
      SourceConnection source,
      @Nullable CommitGate order,
      SessionLog told) {
    Inlet inlet =
        new Inlet(target, permits, source, ConnectionVariant.of(source), told.copy(), order);
    // The controls of a transaction that is open are none of this lane's.
    inlet.log.transactionOver();
    for (Execution setting : told.settings()) {
      inlet.tell(setting);
    }
    return inlet;
  }

  /** What the session has been told; changes with it. */
  SessionLog log() {
    return log;
  }

  /** One for further copies of the same session, which it knows up to here. */
  Inlet further(TargetContext forFurther, Permits permits) {
    ConnectionVariant variant = ConnectionVariant.of(source);
    return new Inlet(
        forFurther,
        permits,
        source,
        forFurther.readOnly ? variant.readOnly() : variant,
        log.copy(),
        null);
  }

  SourceConnection source() {
    return source;
  }

  /** A statement that a rule took; {@code matched} is counted already. */
  void statement(Execution e, Verdict verdict, boolean available) {
    if (target.judge != null) {
      target.judge.arrives(e);
    }
    long id = e.transaction();
    DropReason reason = verdict.reason();
    if (verdict.notRepeated()) {
      if (SourceReply.lostOfWrite(e)) {
        target.ledger.fidelity().unknownOutcome();
      }
      target.ledger.notRepeated();
      target.trail.dropped(e, DropReason.UNSUPPORTED);
      return;
    }
    if (reason == null && id != 0 && (id == cut || transaction.isCut(id))) {
      reason = DropReason.TRANSACTION;
    }
    if (reason == null) {
      reason = available ? target.account.full(e.bytes()) : DropReason.UNAVAILABLE;
    }
    if (reason == null) {
      enter(e);
      return;
    }
    if (verdict.unsupported() != null) {
      target.ledger.unsupported(verdict.unsupported());
    } else {
      target.ledger.dropped(reason);
    }
    target.trail.dropped(e, reason);
    if (verdict.enters() || verdict.cuts()) {
      cut(id, DropReason.TRANSACTION);
    }
    passed(e);
    if (e.control() != null && e.shape() != null && e.shape().unsupported() == null) {
      control(e, available);
    }
  }

  private void enter(Execution e) {
    SessionLog seed = joined ? null : log.copy();
    if (target.judge != null) {
      target.judge.enters(e);
    }
    joined = true;
    note(e);
    if (e.control() == null && e.outcome().ok()) {
      log.ran(e);
    }
    enters(target.further ? Step.further(e, seed) : Step.copy(e, seed, target.rows(e)));
  }

  /** A statement that ran at the source and does not here, for the state that it leaves behind. */
  void passed(Execution e) {
    if (e.control() == null && e.outcome().ok() && Traits.of(e.statementShape()).sticky()) {
      log.passed(e);
      if (joined) {
        offer(Step.control(e));
      }
    }
  }

  /** Session control that is in no count here. */
  void control(Execution e, boolean available) {
    ControlType type = e.control();
    if (type == null || type == ControlType.CLOSE) {
      return;
    }
    boolean ends = e.endedTransaction() != 0 && e.endedTransaction() == open;
    if (ends && joined && SourceReply.lostOfCommit(e)) {
      target.ledger.fidelity().unknownOutcome();
    }
    note(e);
    if (!joined) {
      return;
    }
    if (!available) {
      leave();
    } else if (ends || target.account.full(e.bytes()) != DropReason.QUEUE_BYTES) {
      // An end belongs to statements that have their room already, so there can't be many.
      enters(Step.control(e));
    } else {
      leave();
    }
  }

  private void note(Execution e) {
    if (e.control() != null) {
      log.note(e);
      tell(e);
    }
    if (e.endedTransaction() != 0) {
      open = 0;
    } else if (e.transaction() != 0) {
      open = e.transaction();
    }
  }

  private void tell(Execution control) {
    if (gate != null) {
      gate.places().note(control);
    }
    if (views != null) {
      views.note(control);
    }
  }

  /** A statement of a transaction whose beginning was not for this target: nothing of it runs. */
  void missed(Execution e) {
    long id = e.transaction();
    if (id != 0 && id != open) {
      cut = id;
    }
    passed(e);
  }

  /** Control could not be queued: the lane gets no more of it, and joins anew later. */
  private void leave() {
    if (open != 0) {
      cut(open, DropReason.TRANSACTION);
    }
    joined = false;
  }

  private void cut(long id, DropReason forQueued) {
    if (id == 0 || id == cut) {
      return;
    }
    cut = id;
    if (joined && open == id) {
      transaction.announce(id, forQueued);
      offer(Step.cut(id));
    }
  }

  /** Mirroring was switched off: what is open can't be whole any more. */
  void switchedOff() {
    cut(open, DropReason.DISABLED);
    open = 0;
  }

  /** The source connection ended; false where there was nothing to end. */
  boolean close() {
    if (used) {
      offer(Step.close());
    }
    return used;
  }

  boolean closed() {
    return lane.closed();
  }

  private void enters(Step step) {
    if (views != null) {
      views.enters(step);
    }
    offer(step);
  }

  private void offer(Step step) {
    used = true;
    target.account.enter(step);
    if (order == null || gate == null) {
      lane.offer(step);
    } else {
      order.enter(gate, step);
    }
  }

  boolean idle() {
    return lane.idle() && (gate == null || gate.isEmpty());
  }

  /** What is held in front of the lane, taken out; under the target's lock. */
  List<Step> takeHeld() {
    return order == null || gate == null ? List.of() : order.purge(gate);
  }

  /** Drops all that is queued; a transaction that loses its end by that is rolled back. */
  void purge(DropReason reason, List<Step> held) {
    long id = transaction.open();
    boolean torn = false;
    List<Step> all = new ArrayList<>(lane.purge(reason));
    all.addAll(held);
    for (Step step : all) {
      torn |= id != 0 && step.of(id);
    }
    for (Step step : held) {
      target.account.dropped(step, reason);
    }
    synchronized (transaction) {
      // The lane may defer it right now: what ran of it is with one of the two.
      work.purge(reason);
      long count = torn ? transaction.take() : 0;
      if (count > 0 && !target.further) {
        target.ledger.fidelity().rolledBack(count);
        target.trail.lost(transaction.writes(), Reason.ROLLED_BACK);
      }
    }
  }
}
