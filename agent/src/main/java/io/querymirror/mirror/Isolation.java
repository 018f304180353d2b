package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.util.Locale;

/**
 * The isolation level of a session's transactions, from what it was told. REPEATABLE READ until
 * then: the servers' own default. Under its target's lock.
 */
final class Isolation {
  private static final int UNTOLD = 0;

  private int session;
  private int next = UNTOLD;
  private int current;
  private long transaction;

  Isolation(SourceConnection source) {
    int told = level(source.properties().getOrDefault("sessionVariables", ""));
    this.session = told == UNTOLD ? Connection.TRANSACTION_REPEATABLE_READ : told;
    this.current = session;
  }

  /** A piece of session control that succeeded at the source. */
  void note(Execution e) {
    ControlType control = e.control();
    if (control != ControlType.ISOLATION && control != ControlType.SET) {
      return;
    }
    int told = e.isStatement() ? level(e.sql()) : e.event().number();
    if (told == UNTOLD) {
      return;
    }
    if (ControlText.nextTransactionOnly(e)) {
      next = told;
    } else {
      session = told;
    }
  }

  /**
   * A constant of {@link Connection}: of the transaction that the execution belongs to, or of
   * itself where it stands alone.
   */
  int of(Execution e) {
    if (e.transaction() == 0 || e.transaction() != transaction) {
      transaction = e.transaction();
      current = next == UNTOLD ? session : next;
      if (e.control() == null || e.inTransaction()) {
        next = UNTOLD;
      }
    }
    return current;
  }

  private static int level(String text) {
    String words = text.toLowerCase(Locale.ROOT).replace('-', ' ');
    if (!words.contains("isolation")) {
      return UNTOLD;
    }
    if (words.contains("read uncommitted")) {
      return Connection.TRANSACTION_READ_UNCOMMITTED;
    }
    if (words.contains("read committed")) {
      return Connection.TRANSACTION_READ_COMMITTED;
    }
    if (words.contains("repeatable read")) {
      return Connection.TRANSACTION_REPEATABLE_READ;
    }
    return words.contains("serializable") ? Connection.TRANSACTION_SERIALIZABLE : UNTOLD;
  }
}
