package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Repeats session control on a connection, as far as this target may have it. */
final class ControlRunner {
  private final TargetContext target;

  /** Under {@code writes: rollback}, else null. */
  private final @Nullable Undo undo;

  ControlRunner(TargetContext target, @Nullable Undo undo) {
    this.target = target;
    this.undo = undo;
  }

  /** Runs it; the connection then knows what it did to its schema and its autocommit mode. */
  CopyResult run(TargetConnection c, Execution e) {
    long start = System.nanoTime();
    try {
      CopyResult result = send(c, e);
      if (result.ok()) {
        settled(c, e);
      }
      return result;
    } catch (NotRepeatableException ex) {
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), start, System.nanoTime() - start);
    }
  }

  private CopyResult send(TargetConnection c, Execution e)
      throws SQLException, NotRepeatableException {
    ControlType type = e.control();
    CopyResult undone = undo == null ? null : undo.control(c, e);
    if (undone != null) {
      return undone;
    }
    if (type == ControlType.SCHEMA) {
      String schema = target.texts.schema(e.argument());
      String text =
          e.isStatement() && String.valueOf(schema).equals(e.argument())
              ? e.sql()
              : "USE " + ControlText.quote(String.valueOf(schema));
      return text(c, Marker.COPY + text);
    }
    if (type == ControlType.COMMIT || type == ControlType.ROLLBACK) {
      return text(c, end(e));
    }
    if (target.deny && type == ControlType.BEGIN) {
      return text(c, Marker.COPY + ControlText.readOnlyBegin(e));
    }
    if (target.deny && keepsOut(e)) {
      return CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0);
    }
    if (e.isStatement()) {
      return c.copy(e, target.texts.map(e));
    }
    return text(c, Marker.COPY + ControlText.of(e));
  }

  /** COMMIT or ROLLBACK, by what came of it at the source. */
  private static String end(Execution e) {
    SourceEvent.Type by = e.event().type();
    boolean own =
        !e.isStatement() && by != SourceEvent.Type.COMMIT && by != SourceEvent.Type.ROLLBACK;
    String marker = own ? Marker.OWN : Marker.COPY;
    if (e.control() == ControlType.COMMIT && !commits(e)) {
      return Marker.OWN + "ROLLBACK";
    }
    if (e.isStatement() && !ControlText.releases(e)) {
      return marker + e.sql();
    }
    return marker + (e.control() == ControlType.COMMIT ? "COMMIT" : "ROLLBACK");
  }

  /** Under {@code deny} the session stays read-only. */
  private static boolean keepsOut(Execution e) {
    SqlShape shape = e.shape();
    return shape == null
        ? e.control() == ControlType.READ_ONLY && e.event().number() == 0
        : Admission.liftsReadOnly(e, shape);
  }

  private static CopyResult text(TargetConnection c, String sql) throws SQLException {
    long start = System.nanoTime();
    c.run(sql);
    return CopyResult.ran(Outcome.ROWS, start, System.nanoTime() - start);
  }

  private void settled(TargetConnection c, Execution e) {
    ControlType type = e.control();
    if (type == ControlType.SCHEMA) {
      c.schema(target.texts.schema(e.argument()));
    } else if (undo == null && type != null && isAutocommit(type)) {
      c.autocommit(type == ControlType.AUTOCOMMIT_ON);
    }
  }

  static boolean isAutocommit(ControlType type) {
    return type == ControlType.AUTOCOMMIT_ON || type == ControlType.AUTOCOMMIT_OFF;
  }

  /** Whether it outlives a transaction. */
  static boolean isSetting(ControlType type) {
    switch (type) {
      case SET:
      case SCHEMA:
      case ISOLATION:
      case READ_ONLY:
      case AUTOCOMMIT_ON:
      case AUTOCOMMIT_OFF:
        return true;
      default:
        return false;
    }
  }

  /** Whether the end of a transaction kept what the transaction did. */
  static boolean commits(Execution e) {
    return e.control() != ControlType.ROLLBACK && (e.endedTransaction() == 0 || e.committed());
  }
}
