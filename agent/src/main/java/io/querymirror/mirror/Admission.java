package io.querymirror.mirror;

import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import io.querymirror.stats.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a statement before it meets a queue: from its outcome at the source, its text
 * and the target's settings alone.
 */
final class Admission {
  private final boolean deny;
  private final boolean undo;
  private final boolean ordered;
  private final boolean mapped;
  private volatile long statementSize;

  Admission(TargetSettings target, long statementSize) {
    this.deny = target.writes() == Writes.DENY;
    this.undo = target.writes() == Writes.ROLLBACK;
    this.ordered = target.order() != Order.NONE;
    this.mapped = !target.schemas().isEmpty();
    this.statementSize = statementSize;
  }

  /** Texts with their binds may be so large from now on. */
  void statementSize(long bytes) {
    statementSize = bytes;
  }

  Verdict judge(Execution e) {
    SqlShape shape = e.statementShape();
    // Control that failed at the source changed nothing there, so it may not change anything here.
    if (Errors.notToRepeat(e.outcome()) || (!e.outcome().ok() && shape.control() != null)) {
      return Verdict.NOT_REPEATED;
    }
    boolean writes = mayWrite(shape);
    boolean denied =
        deny
            ? writes || liftsReadOnly(e, shape)
            : undo && (Undo.commits(shape) || liftsReadOnly(e, shape));
    boolean cuts = !(deny && writes) && !denied;
    String why = unsupported(e, shape);
    if (why != null) {
      return Verdict.unsupported(why, cuts);
    }
    if (e.sql().length() + e.binds().bytes() > statementSize) {
      return Verdict.drop(DropReason.TOO_LARGE, cuts);
    }
    if (denied) {
      return Verdict.drop(DropReason.WRITE_DENIED, false);
    }
    return Verdict.ENTER;
  }

  private @Nullable String unsupported(Execution e, SqlShape shape) {
    if (e.unsupported() != null) {
      return e.unsupported();
    }
    if (shape.unsupported() != null) {
      return shape.unsupported();
    }
    if (mapped && !shape.tokenizable()) {
      return "text that cannot be tokenized";
    }
    Binds binds = e.binds();
    for (int i = 1; i <= binds.size(); i++) {
      if (binds.kind(i) == BindKind.UNSUPPORTED) {
        return String.valueOf(binds.value(i));
      }
    }
    return !ordered && shape.control() != null ? "session control under order: none" : null;
  }

  /** What the target must not see under {@code deny}; OTHER is what nobody vouches for. */
  static boolean mayWrite(SqlShape shape) {
    return shape.isWrite()
        || shape.locking()
        || (shape.kind() == Kind.OTHER && shape.control() == null);
  }

  /** Whether it may run on any host: it stands alone and asks nothing of its session. */
  static boolean plainRead(Execution e) {
    SqlShape shape = e.statementShape();
    return shape.kind() == Kind.SELECT
        && !shape.locking()
        && !shape.several()
        && !Traits.of(shape).bound();
  }

  /** Whether a text would end the session's read-only mode, which keeps writes in functions out. */
  static boolean liftsReadOnly(Execution e, SqlShape shape) {
    if (e.control() == null && !shape.several()) {
      return false;
    }
    if (e.control() == ControlType.BEGIN && !shape.several()) {
      return false; // The lane begins it as READ ONLY.
    }
    String text = shape.digestText();
    return text.contains("read write")
        || text.contains("transaction_read_only")
        || text.contains("tx_read_only");
  }
}
