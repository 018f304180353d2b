package io.querymirror.mirror;

import io.querymirror.mirror.Lane.Progress;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.observe.Plans;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.order.Ordered;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Repeats one source connection on the target: its statements, its session control and its
 * transactions, in their order. Whole transactions or nothing: whatever tears one rolls it back.
 */
final class LaneWork implements Lane.Work {
  private final TargetContext target;
  private final LaneSessions sessions;
  private final LaneTransaction transaction;
  private final ReadsAhead ahead = new ReadsAhead();

  /** The transaction that is under way, and since when (nanoTime). */
  private long viewed;

  private long viewedSince;

  /** When the copies that were sent at once were sent (nanoTime). */
  private long sentSince;

  /** Whether the copy whose result is at hand was one of them. */
  private boolean sentAhead;

  /** Under {@code order: commit}, else null. */
  private final @Nullable LaneRetry retry;

  private final LaneControl control;

  LaneWork(
      TargetContext target,
      SourceConnection source,
      ConnectionVariant variant,
      LaneTransaction transaction) {
    this.target = target;
    this.transaction = transaction;
    this.sessions = new LaneSessions(target, source, variant);
    this.retry = target.commitOrder ? new LaneRetry(target, this, sessions, transaction) : null;
    this.control = new LaneControl(target, sessions, transaction, retry, this::cut);
  }

  @Override
  public Progress take(Step step, IntFunction<List<Step>> behind) {
    step.begins();
    if (step.transaction() != 0 && step.transaction() != viewed) {
      viewed = step.transaction();
      viewedSince = System.nanoTime();
    }
    if (retry == null) {
      return doIt(step, behind);
    }
    Progress known = retry.before(step);
    return known == null ? retry.after(step, doIt(step, behind)) : known;
  }

  private Progress doIt(Step step, IntFunction<List<Step>> behind) {
    move();
    switch (step.type()) {
      case COPY:
        return copy(step, behind);
      case CONTROL:
        control.run(step.execution());
        break;
      case CUT:
        cut(step.transaction());
        transaction.forget(step.transaction());
        break;
      case DEFER:
        if (retry != null && transaction.open() == step.transaction()) {
          retry.defer(step.transaction());
        }
        break;
      case CLOSE:
        close();
        break;
    }
    target.account.done(step);
    return Progress.DONE;
  }

  /** Leaves for another host, where one has come back and nothing holds the session here. */
  private void move() {
    if (sessions.displaced() && canYield(false)) {
      sessions.leave();
    }
  }

  // Statements ------------------------------------------------------------------------------

  private Progress copy(Step step, IntFunction<List<Step>> behind) {
    Execution e = step.execution();
    long id = e.transaction();
    SessionLog seed = step.seed();
    if (seed != null) {
      sessions.join(seed);
    }
    if (transaction.open() != 0 && transaction.open() != id) {
      // Its end was not seen.
      cut(transaction.open());
    }
    DropReason cutFor = transaction.dropped(id);
    if (cutFor == null && target.account.discards()) {
      cutFor = DropReason.SHED;
    }
    if (cutFor != null) {
      return dropped(step, cutFor);
    }
    boolean begun = id != 0 && transaction.open() == id && transaction.count() > 0;
    TargetConnection c = sessions.connection(plainRead(e));
    if (begun && sessions.brokeOff()) {
      // The transaction went with the connection.
      return dropped(step, DropReason.TRANSACTION);
    }
    if (c == null) {
      return noConnection(step);
    }
    if (id != 0) {
      transaction.begin(id);
    }
    return run(step, e, c, behind);
  }

  private Progress noConnection(Step step) {
    if (!sessions.mayWait()) {
      return dropped(step, DropReason.UNAVAILABLE);
    }
    return sessions.crowded() && canYield(false) ? Progress.CROWDED : Progress.WAIT;
  }

  /** A dropped statement takes its transaction with it; what it does to the session stays. */
  private Progress dropped(Step step, DropReason reason) {
    Execution e = step.execution();
    cut(e.transaction());
    target.account.dropped(step, reason);
    control.run(e);
    return Progress.DONE;
  }

  private Progress run(Step step, Execution e, TargetConnection c, IntFunction<List<Step>> behind) {
    CopyResult result = send(step, e, c, behind);
    if (target.judge != null && Errors.locked(result.outcome())) {
      target.judge.brokeOff(e);
    }
    if (retry != null && Errors.locked(result.outcome())) {
      if (e.inTransaction()) {
        retry.defer(e.transaction());
        retry.keep(step);
        return Progress.DONE;
      }
      if (retry.again(step)) {
        return run(step, e, c, most -> List.of());
      }
    } else if (Errors.deadlock(result.outcome()) && !e.inTransaction() && Pause.more(step)) {
      target.ledger.fidelity().retried();
      return run(step, e, c, most -> List.of());
    }
    if (result.lost()) {
      sessions.drop(c);
      if (!e.inTransaction() && !writes(e) && Pause.more(step)) {
        target.ledger.fidelity().retried();
        return copy(step, behind);
      }
    }
    judge(step, e, c, result, false);
    if (result.lost() && e.control() == null && writes(e) && !e.inTransaction() && target.applies) {
      // Before its end: what is settled has all that was found.
      target.ledger.fidelity().unknownOutcome();
    }
    count(step, e, c, result);
    after(e, c, result);
    return Progress.DONE;
  }

  private CopyResult send(
      Step step, Execution e, TargetConnection c, IntFunction<List<Step>> behind) {
    control.touched();
    sentAhead = false;
    if (retry != null) {
      retry.first(c, e);
      retry.begins();
      try {
        return e.control() != null ? sessions.control(c, e) : sessions.copy(c, e, keeps(step));
      } finally {
        retry.ended();
      }
    }
    if (e.control() != null) {
      return sessions.control(c, e);
    }
    if (!target.cheapest || target.undo || target.hosts.hasReaders()) {
      return sessions.copy(c, e, keeps(step));
    }
    CopyResult known = ahead.answer(step);
    sentAhead = true;
    if (known == null) {
      sentSince = System.nanoTime();
      List<Step> steps = ahead.with(step, behind);
      known = steps.size() == 1 ? null : ahead.keep(steps, sessions.copyAll(c, steps));
    }
    if (known == null) {
      sentAhead = false;
      return sessions.copy(c, e, keeps(step));
    }
    if (known.ok()) {
      sessions.ran(e);
    }
    return known;
  }

  private boolean keeps(Step step) {
    return target.judge != null && !step.further() && Judge.wantsRows(step.execution());
  }

  /**
   * Compares what a copy answered, before anything else runs here.
   *
   * @param moved whether it ran at another place of its session than its original
   */
  void judge(Step step, Execution e, TargetConnection c, CopyResult result, boolean moved) {
    Judge judge = target.judge;
    if (judge != null && result.unsupported() == null) {
      judge.ran(step, result, c.host(), new LaneRun(step, e, c, result, moved));
    }
  }

  private final class LaneRun implements Judge.Run {
    private final Step step;
    private final Execution e;
    private final TargetConnection c;
    private final CopyResult result;
    private final boolean moved;

    LaneRun(Step step, Execution e, TargetConnection c, CopyResult result, boolean moved) {
      this.step = step;
      this.e = e;
      this.c = c;
      this.result = result;
      this.moved = moved;
    }

    @Override
    public long since() {
      boolean alone = !e.inTransaction() || step.seenSince() == e.event().startNanos();
      if (!alone) {
        return viewedSince;
      }
      // The server may have been quicker than those who read its answers.
      return sentAhead ? sentSince : result.startNanos();
    }

    @Override
    public boolean unseeded() {
      return sessions.unseeded();
    }

    @Override
    public boolean moved() {
      return moved;
    }

    @Override
    public boolean keyed() {
      return sessions.keyed() && result.pinned();
    }

    @Override
    public boolean clocked() {
      return sessions.clocked();
    }

    @Override
    public @Nullable List<Integer> warned() {
      // What is sent ahead, or rolled back at once, has left nothing to ask for.
      boolean gone = target.undo && !e.inTransaction() && Admission.mayWrite(e.statementShape());
      if (sentAhead || gone || sessions.tellsOfLast() || !c.alive()) {
        return null;
      }
      if (retry != null) {
        retry.begins();
      }
      try {
        return c.warnings();
      } catch (SQLException ex) {
        return null;
      } finally {
        if (retry != null) {
          retry.ended();
        }
      }
    }

    @Override
    public @Nullable CopyResult again() {
      if (!Judge.isRepeatable(e, target.calls) || !c.alive()) {
        return null;
      }
      if (retry != null) {
        retry.begins();
      }
      CopyResult second = sessions.again(c, e);
      if (retry != null) {
        retry.ended();
      }
      return second.ok() ? second : null;
    }
  }

  void count(Step step, Execution e, TargetConnection c, CopyResult result) {
    String why = result.unsupported();
    if (why != null) {
      target.account.unsupported(step, why);
    } else if (result.ok()) {
      if (sessions.unseeded() && !target.further) {
        target.ledger.fidelity().unseeded();
      }
      target.account.executed(step, c.host().address(), result);
      Plans plans = target.plans;
      if (plans != null) {
        plans.ran(step.execution(), result.nanos(), c.host(), sessions.log());
      }
    } else if (!target.applies && Errors.readOnly(result.outcome())) {
      target.account.deniedByServer(step);
    } else {
      target.account.failed(step, c.host().address(), result);
    }
  }

  /** What the statement's end means for its session and its transaction. */
  private void after(Execution e, TargetConnection c, CopyResult result) {
    SqlShape shape = e.statementShape();
    boolean ok = result.ok();
    if (e.control() != null) {
      control.ran(e, result);
      return;
    }
    if (ok) {
      target.catalogs.ran(shape);
      if (!shape.parts().isEmpty()) {
        c.schema(null); // It may be in another by now.
      }
      if (shape.commits() && !e.inTransaction()) {
        transaction.over();
        sessions.log().transactionOver();
      } else if (e.inTransaction()) {
        transaction.executed(e);
      } else if (sessions.log().inTransaction()) {
        // It was the one that a SET TRANSACTION was for.
        sessions.log().transactionOver();
      }
      return;
    }
    if (e.inTransaction()
        && (result.lost() || !c.alive() || Errors.deadlock(result.outcome()) || tears(e, result))) {
      cut(e.transaction());
    }
  }

  /** Whether the target now lacks something of this transaction that the source has. */
  boolean tears(Execution e, CopyResult result) {
    return result.unsupported() != null || (target.applies && writes(e) && e.outcome().ok());
  }

  private static boolean writes(Execution e) {
    SqlShape shape = e.statementShape();
    return shape.isWrite() || (shape.kind() == Kind.OTHER && shape.control() == null);
  }

  private boolean plainRead(Execution e) {
    return target.hosts.hasReaders()
        && !sessions.sticks()
        && !e.inTransaction()
        && e.autocommit()
        && Admission.plainRead(e);
  }

  // Transactions -----------------------------------------------------------------------------

  /** Rolls a transaction back, if it is open here, and lets nothing more of it run. */
  void cut(long id) {
    if (id == 0) {
      return;
    }
    if (retry != null && retry.cut(id)) {
      transaction.cut(id);
      return;
    }
    if (transaction.open() == id) {
      long lost = transaction.take();
      if (lost > 0 && !target.further) {
        target.ledger.fidelity().rolledBack(lost);
        target.trail.lost(transaction.writes(), Reason.ROLLED_BACK);
      }
      sessions.rollback();
    } else if (sessions.log().inTransaction() && transaction.open() == 0) {
      sessions.rollback();
    }
    sessions.log().transactionOver();
    transaction.cut(id);
  }

  private void close() {
    if (retry != null) {
      retry.close();
    }
    if (transaction.open() != 0) {
      target.trail.lost(transaction.writes(), Reason.ROLLED_BACK);
      sessions.rollback();
      transaction.over();
    }
    sessions.release(true);
  }

  /** Since when a statement runs (nanoTime), where somebody may ask; 0 for none. */
  long runningSince() {
    return retry == null ? 0 : retry.since();
  }

  /** The place of the step in hand, where somebody may ask. */
  @Nullable Ordered running() {
    return retry == null ? null : retry.running();
  }

  /** Drops what it keeps, from any thread. */
  void purge(DropReason reason) {
    if (retry != null) {
      retry.purge(reason);
    }
  }

  // Turns ------------------------------------------------------------------------------------

  @Override
  public void await(Runnable resume) {
    sessions.await(resume);
  }

  @Override
  public boolean canYield(boolean atRest) {
    if (sessions.sticks()) {
      return false;
    }
    if (transaction.open() != 0) {
      return atRest && retry != null;
    }
    return !sessions.log().inTransaction();
  }

  /** What is open of a transaction is deferred. */
  @Override
  public void yield() {
    if (retry != null && transaction.open() != 0) {
      retry.defer(transaction.open());
    }
    sessions.leave();
  }

  @Override
  public boolean needsConnection(Step step) {
    return retry != null && retry.deferred() != 0 ? retry.needsConnection(step) : step.counted();
  }

  /** What is as old as that, and the rest of its transaction, goes; what it set is remembered. */
  @Override
  public boolean pass(Step step, long since) {
    long deferred = retry == null ? 0 : retry.deferred();
    if (deferred != 0) {
      if (!needsConnection(step)) {
        take(step, most -> List.of());
        return true;
      }
      if (step.queuedAt() - since > 0) {
        return false;
      }
      cut(deferred);
    }
    if (!step.counted()) {
      take(step, most -> List.of());
      return true;
    }
    DropReason cutFor = transaction.dropped(step.transaction());
    if (cutFor == null && step.queuedAt() - since > 0) {
      return false;
    }
    SessionLog seed = step.seed();
    if (seed != null) {
      sessions.join(seed);
    }
    dropped(step, cutFor == null ? DropReason.UNAVAILABLE : cutFor);
    return true;
  }

  @Override
  public void died(Step step, Throwable t) {
    target.log.internal("a lane", t);
    sessions.release(false);
    if (step.counted()) {
      Outcome outcome = Outcome.error("08000", 0, "internal error: " + t.getClass().getName());
      target.account.failed(
          step, sessions.lastHost(), CopyResult.ran(outcome, System.nanoTime(), 0));
      cut(step.transaction());
    } else {
      target.account.done(step);
    }
  }

  @Override
  public void broke(Throwable t) {
    target.log.internal("a lane", t);
    cut(transaction.open());
    sessions.release(false);
  }
}
