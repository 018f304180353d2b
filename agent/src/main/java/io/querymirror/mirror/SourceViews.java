package io.querymirror.mirror;

import io.querymirror.mirror.judging.Ends;
import io.querymirror.mirror.judging.Mark;
import io.querymirror.model.Execution;
import io.querymirror.model.Fate;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.OutOfStep;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Of one session at the source: since when its statements see what they see, and what others see
 * once its transactions end. On the feeding side; under its target's lock.
 */
final class SourceViews {
  private final Isolation isolation;
  private final Ends ends;

  /** Writes of the transaction that is open. */
  private @Nullable Mark writes;

  private long writing;

  SourceViews(SourceConnection source, Ends ends) {
    this.isolation = new Isolation(source);
    this.ends = ends;
  }

  /** Session control, whether or not a step comes of it. */
  void note(Execution e) {
    isolation.note(e);
  }

  /** A statement, or a piece of control, that is about to be queued as this step. */
  void enters(Step step) {
    Execution e = step.execution();
    if (step.counted()) {
      step.seenSince(since(e));
    }
    ended(e, step);
    if (step.counted() && changes(e)) {
      writes(e, step);
    }
  }

  /** When the state of the data was at the earliest that it sees (nanoTime). */
  private long since(Execution e) {
    int level = isolation.of(e);
    Fate fate = e.fate();
    if (level == Connection.TRANSACTION_READ_UNCOMMITTED) {
      // It may see what is never committed.
      return Long.MIN_VALUE;
    }
    long start = e.event().startNanos();
    return fate == null || level == Connection.TRANSACTION_READ_COMMITTED
        ? start
        : Math.min(start, fate.startNanos());
  }

  private void ended(Execution e, Step step) {
    Mark mark = writes;
    if (e.endedTransaction() == 0) {
      return;
    }
    writes = null;
    if (mark != null && e.committed() && e.endedTransaction() == writing) {
      step.mark(mark.seen(e.event().startNanos(), e.event().finishNanos()));
      ends.add(mark);
    }
  }

  private void writes(Execution e, Step step) {
    if (!e.inTransaction()) {
      Mark mark = ends.mark(e).seen(e.event().startNanos(), e.event().finishNanos());
      step.mark(mark);
      ends.add(mark);
      return;
    }
    Mark mark = writes;
    if (mark == null || writing != e.transaction()) {
      mark = ends.mark(e);
      writes = mark;
      writing = e.transaction();
    } else {
      mark.add(e);
    }
    step.partOf(mark);
  }

  /** Of a statement that stands alone on the target, whatever transaction it belonged to. */
  static void alone(Step step, Ends ends) {
    Execution e = step.execution();
    Fate fate = e.fate();
    long start = e.event().startNanos();
    step.seenSince(fate == null ? start : Math.min(start, fate.startNanos()));
    if (changes(e)) {
      Mark mark = ends.mark(e).seen(start, fate == null ? e.event().finishNanos() : Long.MAX_VALUE);
      if (fate != null) {
        fate.await(mark, 1);
      }
      step.mark(mark);
      ends.add(mark);
    }
  }

  private static boolean changes(Execution e) {
    return e.control() == null
        && e.outcome().ok()
        && OutOfStep.concerns(e.original().statementShape());
  }
}
