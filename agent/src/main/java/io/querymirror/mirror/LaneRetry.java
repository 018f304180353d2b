package io.querymirror.mirror;

import io.querymirror.mirror.Lane.Progress;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.Execution;
import io.querymirror.order.Ordered;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep.Reason;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: commit}: what a lane does when it does not get a lock, or holds one that another
 * needs. Gap locks block on a target where they did not at the source, as copies run closer
 * together there. An autocommit write is tried again on the spot; a transaction is deferred: in its
 * old place it would be blocked again.
 */
final class LaneRetry implements Rerun.Ground {
  private static final int MOST = 5;

  private final TargetContext target;
  private final LaneWork work;
  private final LaneSessions sessions;
  private final LaneTransaction transaction;
  private final Deferral deferral;
  private final SessionBefore before;
  private final Rerun rerun = new Rerun(this);

  /** When the statement that runs began (nanoTime); 0 for none. */
  private volatile long since;

  /** The place of the step in hand; a deferred transaction runs in its end's. */
  private volatile @Nullable Ordered running;

  LaneRetry(
      TargetContext target, LaneWork work, LaneSessions sessions, LaneTransaction transaction) {
    this.target = target;
    this.work = work;
    this.sessions = sessions;
    this.transaction = transaction;
    this.deferral = new Deferral(target.account);
    this.before = new SessionBefore(target, sessions);
  }

  /** Since when a statement runs (nanoTime), 0 where none does; from any thread. */
  long since() {
    return since;
  }

  @Nullable Ordered running() {
    return running;
  }

  void begins() {
    long now = System.nanoTime();
    since = now == 0 ? 1 : now;
  }

  void ended() {
    target.pace.ran(System.nanoTime() - since);
    since = 0;
  }

  @Override
  public void first(TargetConnection c, Execution e) {
    before.first(c, e);
  }

  /** What comes of a step without being done; null where it is to be done as ever. */
  @Nullable Progress before(Step step) {
    running = step.place();
    if (!deferral.isActive() || step.type() == Step.Type.CUT || step.type() == Step.Type.CLOSE) {
      return null;
    }
    long id = deferral.transaction();
    if (step.type() == Step.Type.DEFER || transaction.dropped(id) != null) {
      return null;
    }
    Execution e = step.execution();
    if (e.endedTransaction() == id) {
      return end(id, step);
    }
    if (step.transaction() == id) {
      deferral.keep(step);
      return Progress.DONE;
    }
    // Its end was not seen.
    work.cut(id);
    return null;
  }

  /** While a transaction is deferred: what is kept of it needs none, nor does its ROLLBACK. */
  boolean needsConnection(Step step) {
    if (!step.hasExecution()) {
      return false;
    }
    Execution e = step.execution();
    long id = deferral.transaction();
    if (transaction.dropped(id) != null) {
      return step.counted();
    }
    if (e.endedTransaction() == id) {
      return step.counted() || ControlRunner.commits(e);
    }
    return step.transaction() != id && step.counted();
  }

  private @Nullable Progress end(long id, Step step) {
    if (!ControlRunner.commits(step.execution())) {
      skip();
      return null;
    }
    Progress progress = rerun.run(deferral);
    if (progress == Progress.WAIT && sessions.mayWait()) {
      return sessions.crowded() ? Progress.CROWDED : Progress.WAIT;
    }
    if (progress == Progress.DONE) {
      deferral.ranAgain();
      if (step.place() != null) {
        target.doubtful.moved(step.place());
      }
      return null;
    }
    if (progress == null) {
      target.ledger.fidelity().orderBreak();
    }
    work.cut(id);
    return null;
  }

  /** The source rolled it back: there is nothing of it to be had but what it told its session. */
  private void skip() {
    TargetConnection c = sessions.writer();
    List<Step> kept = deferral.kept();
    for (int i = 0; i < kept.size(); i++) {
      Step step = kept.get(i);
      Execution e = step.execution();
      boolean ran = i < deferral.ranBefore();
      if (!ran && e.control() == null && target.judge != null) {
        target.judge.brokeOff(e);
      }
      if (ran) {
        // What it did to the session is there, as no ROLLBACK takes it back.
      } else if (e.control() != null && ControlRunner.isSetting(e.control())) {
        if (c != null && !LaneSessions.isAligned(e)) {
          count(step, c, sessions.control(c, e));
        }
        sessions.log().note(e);
      } else if (e.control() == null && !step.hasEnded()) {
        sessions.log().passed(e);
      }
      if (step.counted()) {
        target.account.notRepeated(step);
      } else {
        target.account.done(step);
      }
    }
    deferral.clear();
  }

  /** Takes note of what came of a step. */
  Progress after(Step step, Progress progress) {
    running = null;
    if (progress != Progress.DONE || deferral.is(step.transaction())) {
      return progress;
    }
    boolean ends = step.hasExecution() && step.execution().endedTransaction() != 0;
    if (ends || transaction.dropped(step.transaction()) != null) {
      deferral.clear();
    } else {
      deferral.ran(step);
    }
    return progress;
  }

  /** Rolls back what is open of this transaction; from now on it is deferred. */
  void defer(long id) {
    target.ledger.fidelity().retried();
    boolean open = transaction.open() == id;
    synchronized (transaction) {
      deferral.begin(id, open ? transaction.take() : 0, open ? transaction.writes() : Map.of());
    }
    rollback();
  }

  void keep(Step step) {
    deferral.keep(step);
  }

  /** Whether an autocommit statement that did not get a lock is to be tried once more. */
  boolean again(Step step) {
    if (step.attempts() < MOST && Pause.millis(10L << step.attempts())) {
      step.attempted();
      target.ledger.fidelity().retried();
      return true;
    }
    target.ledger.fidelity().orderBreak();
    return false;
  }

  /** The transaction can't be had whole; true where it was deferred, and is dropped here. */
  boolean cut(long id) {
    if (!deferral.is(id)) {
      return false;
    }
    drop(DropReason.TRANSACTION);
    deferral.clear();
    sessions.log().transactionOver();
    return true;
  }

  /** The transaction that is deferred, or 0. */
  long deferred() {
    return deferral.isActive() ? deferral.transaction() : 0;
  }

  void close() {
    cut(deferral.transaction());
    deferral.clear();
  }

  /** Drops what is deferred, from any thread. */
  void purge(DropReason reason) {
    if (deferral.isActive()) {
      drop(reason);
    }
  }

  private void drop(DropReason reason) {
    long executed = deferral.take();
    if (executed > 0) {
      target.ledger.fidelity().rolledBack(executed);
      target.trail.lost(deferral.writes(), Reason.ROLLED_BACK);
    }
    deferral.drop(reason);
  }

  // What a rerun needs -----------------------------------------------------------------------

  @Override
  public @Nullable TargetConnection connection() {
    return sessions.connection(false);
  }

  @Override
  public void begin(long id) {
    transaction.begin(id);
  }

  @Override
  public void restore(TargetConnection c, List<Step> steps) {
    before.restore(c, steps);
  }

  @Override
  public void ran(Execution e) {
    transaction.executed(e);
  }

  @Override
  public void rollback() {
    sessions.rollback();
    sessions.log().transactionOver();
    transaction.over();
  }

  @Override
  public void lost(TargetConnection c) {
    sessions.drop(c);
  }

  @Override
  public CopyResult control(TargetConnection c, Execution e, boolean known) {
    CopyResult result = sessions.control(c, e);
    boolean setting = e.control() != null && ControlRunner.isSetting(e.control());
    if (result.ok() && !(known && setting)) {
      sessions.log().note(e);
    }
    return result;
  }

  @Override
  public CopyResult copy(TargetConnection c, Execution e) {
    begins();
    try {
      return sessions.copy(c, e);
    } finally {
      ended();
    }
  }

  @Override
  public boolean tears(Execution e, CopyResult result) {
    return !result.ok() && work.tears(e, result);
  }

  @Override
  public void count(Step step, TargetConnection c, CopyResult result) {
    if (!step.counted()) {
      target.account.done(step);
    } else if (!step.hasEnded()) {
      work.judge(step, step.execution(), c, result, true);
      work.count(step, step.execution(), c, result);
    }
  }

  @Override
  public void retried() {
    target.ledger.fidelity().retried();
  }
}
