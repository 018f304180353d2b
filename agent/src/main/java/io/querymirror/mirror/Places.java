package io.querymirror.mirror;

import io.querymirror.catalog.Concern;
import io.querymirror.catalog.Concerned;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.order.Ordered;
import io.querymirror.order.Ordered.Snapshot;
import java.sql.Connection;
import java.util.Locale;

/** What the steps of one session are in the commit order. Under its target's lock. */
final class Places {
  private static final int DEADLOCK = 1213;

  private final Object session;
  private final Concern concern;
  private final Isolation isolation;

  /** The last transaction that took its snapshot. */
  private long snapshot;

  Places(Object session, SourceConnection source, Concern concern) {
    this.session = session;
    this.concern = concern;
    this.isolation = new Isolation(source);
  }

  /** Session control, whether or not a step comes of it. */
  void note(Execution e) {
    isolation.note(e);
  }

  /** The isolation level of a step, a constant of {@link Connection}; asked for in their order. */
  int level(Step step) {
    return step.hasExecution() ? isolation.of(step.execution()) : 0;
  }

  Ordered of(Step step, int level) {
    switch (step.type()) {
      case COPY:
      case CONTROL:
        Execution e = step.execution();
        if (e.isStatement() && e.statementShape().kind() == Kind.DDL) {
          step.whenOver(() -> concern.done(e));
        }
        return (e.control() == null ? statement(e, level) : control(e, level))
            .payload(step)
            .build();
      default:
        // Behind what the session did last.
        return Ordered.of(session, Ordered.Kind.NONE, Long.MIN_VALUE, Long.MIN_VALUE)
            .payload(step)
            .build();
    }
  }

  private Ordered.Builder of(Execution e, Ordered.Kind kind, long transaction) {
    return Ordered.of(session, kind, e.event().startNanos(), e.event().finishNanos())
        .transaction(transaction);
  }

  private Ordered.Builder control(Execution e, int level) {
    if (e.endedTransaction() != 0) {
      return of(e, end(e), e.endedTransaction());
    }
    if (e.control() == ControlType.ROLLBACK_TO) {
      return of(e, Ordered.Kind.ROLLBACK_TO, e.transaction());
    }
    if (e.control() == ControlType.BEGIN && takesSnapshot(e)) {
      if (level == Connection.TRANSACTION_REPEATABLE_READ) {
        snapshot = e.transaction();
        return of(e, Ordered.Kind.STATEMENT, e.transaction()).snapshot(Snapshot.FIRST);
      }
    } else if (e.control() == ControlType.SET && e.isStatement()) {
      return statement(e, level);
    }
    return of(e, Ordered.Kind.NONE, e.transaction());
  }

  private static Ordered.Kind end(Execution e) {
    if (ControlRunner.commits(e)) {
      return Ordered.Kind.COMMIT;
    }
    return e.event().outcome().vendorCode() == DEADLOCK
        ? Ordered.Kind.DEADLOCK
        : Ordered.Kind.ROLLBACK;
  }

  private static boolean takesSnapshot(Execution e) {
    return e.isStatement()
        && e.statementShape().digestText().toLowerCase(Locale.ROOT).contains("consistent snapshot");
  }

  private Ordered.Builder statement(Execution e, int level) {
    SqlShape shape = e.statementShape();
    Concerned concerned = concern.of(e, level);
    boolean writes =
        concerned.everything()
            ? !shape.isRead() || shape.several()
            // A CALL that does not concern everything is one that only reads.
            : !shape.isRead() && shape.control() == null && shape.kind() != Kind.CALL;
    Ordered.Kind kind =
        writes && !e.inTransaction() ? Ordered.Kind.AUTOCOMMIT_WRITE : Ordered.Kind.STATEMENT;
    Ordered.Builder b = of(e, kind, e.transaction());
    if (concerned.placedByStart()) {
      b.placedByStart();
    }
    if (e.inTransaction()
        && concerned.consistentRead()
        && level == Connection.TRANSACTION_REPEATABLE_READ) {
      b.snapshot(snapshot == e.transaction() ? Snapshot.LATER : Snapshot.FIRST);
      snapshot = e.transaction();
    }
    return concerned.everything() ? b.everything() : b.accesses(concerned.accesses());
  }
}
