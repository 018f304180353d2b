package io.querymirror.mirror;

import io.querymirror.mirror.wire.Errors;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;

/**
 * What the source may have done although its reply was lost: nothing of it is applied, and nobody
 * knows whether it should be.
 */
final class SourceReply {
  private SourceReply() {}

  /** Whether it may have committed a write of its own. */
  static boolean lostOfWrite(Execution e) {
    return e.isStatement()
        && !e.inTransaction()
        && Errors.lost(e.outcome())
        && e.statementShape().isWrite();
  }

  /** Of a transaction's end: whether it was a COMMIT that may have come to pass. */
  static boolean lostOfCommit(Execution e) {
    SourceEvent event = e.event();
    if (e.committed() || !Errors.lost(event.outcome())) {
      return false;
    }
    StatementText text = event.text();
    return event.type() == SourceEvent.Type.COMMIT
        || text != null && text.shape() != null && text.shape().control() == ControlType.COMMIT;
  }
}
