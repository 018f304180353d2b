package io.querymirror.mirror;

import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.OutOfStep.Reason;
import java.util.List;
import java.util.Map;

/** Tells which tables are out of step by what became of each write on its way through a target. */
final class WriteTrail {
  /** Tells nobody: what becomes of a further copy says nothing of the first. */
  static final WriteTrail UNREAD = new WriteTrail(new OutOfStep(), Writes.DENY, false, false);

  private final OutOfStep tables;
  private final Writes writes;
  private final boolean ordered;
  private final boolean read;

  WriteTrail(OutOfStep tables, TargetSettings settings) {
    this(tables, settings.writes(), settings.order() != Order.NONE, true);
  }

  private WriteTrail(OutOfStep tables, Writes writes, boolean ordered, boolean read) {
    this.tables = tables;
    this.writes = writes;
    this.ordered = ordered;
    this.read = read;
  }

  void executed(Execution e) {
    if (!read || !OutOfStep.concerns(e.original().statementShape())) {
      return;
    }
    if (writes != Writes.APPLY) {
      tables.missed(e, Reason.ROLLED_BACK);
    } else if (!e.outcome().ok()) {
      tables.extra(e);
    } else if (ordered) {
      tables.followed(e);
    } else {
      tables.aheadOf(e);
    }
  }

  void failed(Execution e, CopyResult result) {
    if (!read) {
      return;
    }
    boolean rolledBack = ordered && e.inTransaction();
    tables.missed(e, result.lost() && !rolledBack ? Reason.UNKNOWN_OUTCOME : Reason.FAILED);
  }

  /** Also for what only the server found to be a write, and for what never was queued. */
  void dropped(Execution e, DropReason reason) {
    if (!read) {
      return;
    }
    Reason why = reason == DropReason.WRITE_DENIED ? Reason.DENIED : Reason.DROPPED;
    SqlShape shape = e.original().statementShape();
    if (OutOfStep.concerns(shape)) {
      tables.missed(e, why);
    }
  }

  /** A function or procedure behind a text that does not look like a write. */
  void deniedByServer(Execution e) {
    if (!read) {
      return;
    }
    if (OutOfStep.concerns(e.original().statementShape())) {
      tables.missed(e, Reason.DENIED);
    } else if (e.outcome().ok()) {
      tables.everything(Reason.DENIED);
    }
  }

  /** Writes of a transaction that ran here, and whose transaction came to nothing. */
  void lost(Map<List<Object>, LaneTransaction.Ran> ran, Reason reason) {
    if (!read) {
      return;
    }
    for (LaneTransaction.Ran r : ran.values()) {
      tables.missed(r.first, reason, r.times);
    }
  }

  /** Writes were not seen at all. */
  void blind() {
    tables.everything(Reason.DROPPED);
  }
}
