package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceEvent;
import io.querymirror.stats.OutOfStep.Reason;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a session's control on its lane: settings, and what begins, marks and ends transactions.
 * What need not run here is only noted.
 */
final class LaneControl {
  private final TargetContext target;
  private final LaneSessions sessions;
  private final LaneTransaction transaction;
  private final @Nullable LaneRetry retry;
  private final LongConsumer cut;

  /** Something ran since the last end of a transaction, which may have begun another one. */
  private boolean touched;

  /**
   * @param retry under {@code order: commit}, else null
   * @param cut rolls a transaction back and lets nothing more of it run
   */
  LaneControl(
      TargetContext target,
      LaneSessions sessions,
      LaneTransaction transaction,
      @Nullable LaneRetry retry,
      LongConsumer cut) {
    this.target = target;
    this.sessions = sessions;
    this.transaction = transaction;
    this.retry = retry;
    this.cut = cut;
  }

  /** Something runs that is in a count. */
  void touched() {
    touched = true;
  }

  /** Runs what is in no count, where it is needed here. */
  void run(Execution e) {
    ControlType type = e.control();
    if (type == null) {
      sessions.log().passed(e);
      return;
    }
    if (transaction.dropped(e.transaction()) != null) {
      cut.accept(e.transaction());
      if (!ControlRunner.isSetting(type)) {
        settle(e);
        sessions.chain(e);
        return;
      }
    }
    if (rollsBackUnseen(e)) {
      cut.accept(e.endedTransaction());
      return;
    }
    TargetConnection c = sessions.writer();
    if (c == null) {
      // A transaction that was open went with its connection; what is noted is for the next one.
      cut.accept(transaction.open());
      settle(e);
      return;
    }
    if (canWait(c, e) || endsNothing(c, e)) {
      settle(e);
      return;
    }
    touched |= e.isStatement();
    if (retry != null) {
      retry.first(c, e);
    }
    CopyResult result = sessions.control(c, e);
    if (result.lost()) {
      sessions.drop(c);
    }
    ran(e, result);
  }

  /**
   * A schema or an autocommit mode that the next statement asks for by itself: pools set both and
   * set them back between any two uses, which costs nothing here.
   */
  private boolean canWait(TargetConnection c, Execution e) {
    return LaneSessions.isAligned(e) && (e.control() != ControlType.AUTOCOMMIT_ON || !mayBeOpen(c));
  }

  /** COMMIT and ROLLBACK, called where nothing ran since the last one: pools do, to be sure. */
  private boolean endsNothing(TargetConnection c, Execution e) {
    boolean ends = e.control() == ControlType.COMMIT || e.control() == ControlType.ROLLBACK;
    return ends && !e.isStatement() && !mayBeOpen(c);
  }

  private boolean mayBeOpen(TargetConnection c) {
    return (touched && !c.autocommit())
        || transaction.open() != 0
        || sessions.log().inTransaction();
  }

  /** What the end of a piece of control means for the session and its transaction. */
  void ran(Execution e, CopyResult result) {
    ControlType type = e.control();
    if (type == null) {
      return;
    }
    touched &= !endsTransaction(type);
    if (result.ok()) {
      if (type == ControlType.BEGIN) {
        sessions.begun();
        transaction.over();
        transaction.begin(e.transaction());
      } else if (endsTransaction(type)) {
        transaction.over();
      }
      settle(e);
      return;
    }
    if (endsTransaction(type)) {
      if (result.lost() && ControlRunner.commits(e) && transaction.count() > 0 && target.applies) {
        target.ledger.fidelity().unknownOutcome();
        target.trail.lost(transaction.writes(), Reason.UNKNOWN_OUTCOME);
        transaction.over();
      } else if (type == ControlType.ROLLBACK) {
        transaction.over();
      } else {
        cut.accept(transaction.open());
      }
      settle(e);
    } else if (ControlRunner.isSetting(type)) {
      if (!result.lost()) {
        sessions.failedSetting();
      } else if (transaction.open() != 0) {
        cut.accept(transaction.open());
      }
      settle(e);
    } else if (e.inTransaction()) {
      // A savepoint or BEGIN that failed here: what follows would mean something else.
      cut.accept(e.transaction());
    }
  }

  private static boolean endsTransaction(ControlType type) {
    return type == ControlType.COMMIT
        || type == ControlType.ROLLBACK
        || type == ControlType.AUTOCOMMIT_ON;
  }

  /** An end that only the agent needs: events were lost, so the transaction can't be whole. */
  private static boolean rollsBackUnseen(Execution e) {
    SourceEvent event = e.event();
    return e.control() == ControlType.ROLLBACK
        && !e.isStatement()
        && event.type() != SourceEvent.Type.ROLLBACK
        && (event.lostBefore() > 0
            || event.joinedInTransaction()
            || SourceEvent.REJOINED.equals(event.argument()));
  }

  /** Takes note of control that need not run, or has run. */
  private void settle(Execution e) {
    if (e.control() == null) {
      return;
    }
    if (endsTransaction(e.control())) {
      transaction.over();
    }
    sessions.log().note(e);
  }
}
