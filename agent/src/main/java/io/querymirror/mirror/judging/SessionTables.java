package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Names of the temporary tables that sessions have or had. From any thread. */
public final class SessionTables {
  private static final int MOST = 256;

  private final Map<SourceConnection, Set<String>> names = new WeakHashMap<>();
  private final Set<SourceConnection> torn = Collections.newSetFromMap(new WeakHashMap<>());

  /** A statement is about to run, in its session's order. */
  public void enters(Execution e) {
    SqlShape shape = e.statementShape();
    if (!shape.temporaryTable()) {
      return;
    }
    synchronized (names) {
      Set<String> own = names.computeIfAbsent(e.connection(), c -> new HashSet<>());
      for (TableRef table : shape.tables()) {
        if (table.written() && own.size() < MOST) {
          own.add(table.name().toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /**
   * A statement failed, or did not run where it did at the source. Where it touches a session's
   * table, nobody knows what is in there once its transaction is rolled back: MariaDB loses rows
   * that were deleted and written again, so that what is left hangs on how far it came.
   */
  void failed(Execution e) {
    if (touchedBy(e)) {
      synchronized (names) {
        torn.add(e.connection());
      }
    }
  }

  /** Whether a statement touches a table of its session's of which nobody knows what is in it. */
  boolean tornFor(Execution e) {
    synchronized (names) {
      if (!torn.contains(e.connection())) {
        return false;
      }
    }
    return touchedBy(e);
  }

  /** Whether a statement changes a table that is not its session's own. */
  boolean changesOthers(Execution e) {
    synchronized (names) {
      Set<String> own = names.getOrDefault(e.connection(), Set.of());
      for (TableRef table : e.statementShape().tables()) {
        if (table.written() && !own.contains(table.name().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a statement touches one of its session's. */
  public boolean touchedBy(Execution e) {
    synchronized (names) {
      Set<String> own = names.isEmpty() ? null : names.get(e.connection());
      if (own != null) {
        for (TableRef table : e.statementShape().tables()) {
          if (own.contains(table.name().toLowerCase(Locale.ROOT))) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
