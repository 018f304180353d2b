package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.sql.Traits;
import java.sql.Connection;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Source connections whose sessions have come to a state that no copy finds which stands alone:
 * under {@code order: none} what their reads answer says nothing. Under its target's lock.
 */
final class AlteredSessions {
  /** Variables of a session that change no answer of a statement that stands alone. */
  private static final Set<String> NO_MATTER =
      Set.of(
          "autocommit",
          "transaction",
          "session transaction",
          "transaction_isolation",
          "tx_isolation",
          "transaction_read_only",
          "tx_read_only",
          "innodb_lock_wait_timeout",
          "lock_wait_timeout",
          "max_execution_time",
          "max_statement_time",
          "net_read_timeout",
          "net_write_timeout",
          "wait_timeout",
          "interactive_timeout");

  private final Set<SourceConnection> altered = Collections.newSetFromMap(new WeakHashMap<>());

  void addAll(Collection<SourceConnection> sessions) {
    altered.addAll(sessions);
  }

  boolean contains(SourceConnection session) {
    return altered.contains(session);
  }

  /** Takes note of what ran at the source, a statement or a method of the connection. */
  void ran(Execution e) {
    if (alters(e)) {
      altered.add(e.connection());
    }
  }

  private static boolean alters(Execution e) {
    if (e.control() == ControlType.ISOLATION) {
      return e.event().number() == Connection.TRANSACTION_READ_UNCOMMITTED;
    }
    if (!e.isStatement()) {
      return false;
    }
    boolean sets =
        e.control() == ControlType.SET
            && (!NO_MATTER.containsAll(assigned(e)) || readsUncommitted(e));
    return sets || Traits.of(e.statementShape()).sticky();
  }

  private static boolean readsUncommitted(Execution e) {
    return e.sql().toLowerCase(Locale.ROOT).contains("uncommitted");
  }

  private static List<String> assigned(Execution e) {
    String names = e.argument();
    return names == null || names.isEmpty() ? List.of("") : List.of(names.split(","));
  }
}
