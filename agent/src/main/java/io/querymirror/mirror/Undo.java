package io.querymirror.mirror;

import io.querymirror.message.Message;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets writes run and nothing of them stay: {@code writes: rollback}. The session is read-only and
 * in autocommit mode all the time, so that a write that nobody recognized fails on the server; what
 * is known to write runs in an explicit read-write transaction, and each of these ends by ROLLBACK.
 * COMMIT, and what would commit by the way, is never sent.
 */
final class Undo {
  /** Also where completion_type says otherwise. */
  private static final String ROLLBACK = Marker.OWN + "ROLLBACK AND NO CHAIN NO RELEASE";

  private static final String BEGIN = Marker.OWN + "START TRANSACTION READ WRITE";

  private final TargetContext target;

  /** Where a transaction is open; null for nowhere. */
  private @Nullable TargetConnection open;

  /** The statement that runs is a transaction by itself. */
  private boolean ownTransaction;

  /** Tables that the session has made for itself, as named, in lower case. */
  private final Set<String> temporary = new HashSet<>();

  Undo(TargetContext target) {
    this.target = target;
  }

  // Before the queue ------------------------------------------------------------------------

  /** Whether a statement commits by itself, or may: then no ROLLBACK would undo it. */
  static boolean commits(SqlShape shape) {
    if (shape.several()) {
      return shape.commits() || hidesControl(shape);
    }
    if (shape.control() != null) {
      String text = shape.digestText().toLowerCase(Locale.ROOT);
      return shape.control() == ControlType.SET
          && (text.contains("autocommit") || text.contains("completion_type"));
    }
    switch (shape.kind()) {
      case CALL: // The procedure may commit.
        return true;
      case OTHER: // EXECUTE may run anything.
        return !shape.digestText().toLowerCase(Locale.ROOT).startsWith("do ");
      default:
        return shape.commits();
    }
  }

  private static boolean hidesControl(SqlShape shape) {
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    for (String word :
        new String[] {
          "commit", "begin", "transaction", "completion_type", "call", "execute", "lock", "chain"
        }) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Session control that is not for this target. */
  static boolean keepsOut(Execution e) {
    SqlShape shape = e.shape();
    if (shape == null) {
      return e.control() == ControlType.READ_ONLY;
    }
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    return e.control() == ControlType.SET
        && (text.contains("autocommit")
            || text.contains("completion_type")
            || text.contains("default_tmp_storage_engine")
            || text.contains("read write")
            || text.contains("read only")
            || text.contains("transaction_read_only")
            || text.contains("tx_read_only"));
  }

  // Statements ------------------------------------------------------------------------------

  /**
   * To be called before a copy runs; answers its result where it may not.
   *
   * @param alone whether it runs by itself, whatever transaction it belongs to
   */
  @Nullable CopyResult before(TargetConnection c, Execution e, boolean alone) {
    SqlShape shape = e.statementShape();
    boolean inTransaction = e.inTransaction() && !alone;
    boolean writes = Admission.mayWrite(shape);
    if (!inTransaction) {
      end(); // What was open is none of this one's, as after a session was rebuilt.
    }
    if (writes) {
      String kept = c.host().keeps(e, target.texts);
      if (kept != null) {
        target.log.once(Message.WRITES_KEPT, kept);
        return denied(kept);
      }
    }
    ownTransaction = !inTransaction && writes && !onTemporary(shape);
    if (!inTransaction && !ownTransaction) {
      return null;
    }
    try {
      begin(c, BEGIN);
      return null;
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
    }
  }

  /** To be called when it has run. */
  void after(TargetConnection c, Execution e, CopyResult result) {
    SqlShape shape = e.statementShape();
    if (result.ok()) {
      remember(shape);
      if (open == c && !c.inTransaction()) {
        open = null;
        target.log.say(Message.TRANSACTION_ENDED, shape.digestText());
      }
    }
    if (ownTransaction) {
      ownTransaction = false;
      end();
    }
  }

  private static CopyResult denied(String kept) {
    Outcome outcome = Outcome.error("25006", 1792, "a rollback does not undo writes to " + kept);
    return CopyResult.ran(outcome, System.nanoTime(), 0);
  }

  private void remember(SqlShape shape) {
    if (shape.temporaryTable()) {
      boolean drops = shape.digestText().toLowerCase(Locale.ROOT).startsWith("drop");
      for (TableRef t : shape.tables()) {
        if (t.written() && drops) {
          temporary.remove(name(t));
        } else if (t.written()) {
          temporary.add(name(t));
        }
      }
    }
  }

  /** Whether it writes nothing but the session's own tables, which a read-only session may. */
  private boolean onTemporary(SqlShape shape) {
    boolean any = false;
    for (TableRef t : shape.tables()) {
      if (t.written() && !temporary.contains(name(t))) {
        return false;
      }
      any |= t.written();
    }
    return any && !shape.several() && !shape.temporaryTable();
  }

  private static String name(TableRef t) {
    String name = t.schema() == null ? t.name() : t.schema() + "." + t.name();
    return name.toLowerCase(Locale.ROOT);
  }

  // Session control -------------------------------------------------------------------------

  /** What is done in place of a piece of control; null where it is to be sent as it is. */
  @Nullable CopyResult control(TargetConnection c, Execution e) throws SQLException {
    ControlType type = e.control();
    if (type == null) {
      return null;
    }
    switch (type) {
      case COMMIT:
      case ROLLBACK:
      case AUTOCOMMIT_ON:
        end();
        if (ControlText.chains(e)) {
          begin(c, BEGIN);
        }
        return CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0);
      case AUTOCOMMIT_OFF:
        return CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0);
      case BEGIN:
        end();
        begin(c, Marker.OWN + ControlText.explicitBegin(e));
        return CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0);
      case SAVEPOINT:
        if (e.inTransaction()) {
          begin(c, BEGIN);
        }
        return null;
      default:
        return keepsOut(e) ? CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0) : null;
    }
  }

  private void begin(TargetConnection c, String sql) throws SQLException {
    if (open == c) {
      return;
    }
    end();
    c.run(sql);
    open = c;
  }

  /** Ends what is open; a connection that can't is broken off, which does the same. */
  void end() {
    TargetConnection was = open;
    open = null;
    if (was == null) {
      return;
    }
    try {
      was.run(ROLLBACK);
    } catch (SQLException ex) {
      target.log.debug("no rollback: " + Errors.words(ex));
      was.release(null);
    }
  }

  /** The connections go back. */
  void leave() {
    end();
    temporary.clear();
  }

  /** It is gone, and what was open on it rolled back by that. */
  void gone(TargetConnection c) {
    if (open == c) {
      open = null;
    }
  }
}
