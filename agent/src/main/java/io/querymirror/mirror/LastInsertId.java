package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What LAST_INSERT_ID() is to answer in a lane's session, on whatever connection it goes on: told
 * to the writer before the first statement that asks for it.
 */
final class LastInsertId {
  /** Null where it is not known. */
  private @Nullable Object value = 0L;

  /** The writer answers it so. */
  private boolean here;

  /** The writer may answer another one by now. */
  private boolean changed;

  /** The session has one that was not seen. */
  void unknown() {
    value = null;
  }

  /** The writer is gone, and with it what it alone knew. */
  void gone() {
    value = changed ? null : value;
    changed = false;
    here = false;
  }

  /** Takes note of a statement that succeeded on the writer. */
  void ran(Execution e) {
    if (makesOne(e)) {
      here = true;
      changed = true;
    }
  }

  private static boolean makesOne(Execution e) {
    SqlShape shape = e.statementShape();
    if (!Traits.of(shape).makesIdentity()) {
      return false;
    }
    String driver = e.connection().driver();
    boolean told =
        (driver.startsWith("connector-j") || driver.equals("mariadb"))
            && e.event().batch() == null
            && !shape.several()
            && !Traits.of(shape).readsIdentity()
            && (shape.kind() == Kind.INSERT || shape.kind() == Kind.REPLACE);
    return !told || e.outcome().generatedKey() != Outcome.NO_KEY;
  }

  /** Whether only the writer knows it. */
  boolean changed() {
    return changed;
  }

  /** It was read out of the writer. */
  void read(@Nullable Object id) {
    value = id;
    changed = false;
  }

  /** Tells it where the statement asks for it; false where it would have to and can't. */
  boolean tell(TargetConnection c, Execution e) throws SQLException {
    if (here || !Traits.of(e.statementShape()).readsIdentity()) {
      return true;
    }
    Object id = value;
    if (id != null && (c.used() || !id.equals(0L))) {
      set(c, id);
    }
    here = true;
    return id != null;
  }

  /** On the writer it is what it once was. */
  void back(TargetConnection c, Object id) throws SQLException {
    set(c, id);
    here = true;
    changed = true;
  }

  private static void set(TargetConnection c, Object id) throws SQLException {
    c.run(Marker.OWN + "SET last_insert_id=" + Luggage.literal(id));
  }
}
