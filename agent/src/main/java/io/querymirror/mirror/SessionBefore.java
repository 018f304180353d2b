package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.sql.Traits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: commit}: what a transaction changes of its session and no ROLLBACK takes back: user
 * variables and settings, LAST_INSERT_ID(), temporary tables. A transaction that runs again is to
 * find them as it did at first, or {@code SET @n = @n + 1} counts twice.
 *
 * <p>Values are read when a transaction is about to change, or to ask for, what it has not set
 * itself: one round trip for the few that do. For the lane's worker.
 */
final class SessionBefore {
  /** Settings that a transaction does not see, or that are another's to keep. */
  private static final Set<String> LEFT_OUT =
      Set.of("", "names", "autocommit", "insert_id", "last_insert_id", "timestamp");

  private static final int UNKNOWN_TABLE = 1051;

  private final TargetContext target;
  private final LaneSessions sessions;
  private long transaction;

  /** Of each name the SET that brings back its value. */
  private final Map<String, String> settings = new LinkedHashMap<>();

  private final Set<String> assigned = new LinkedHashSet<>();

  /** Temporary tables that there were when it began. */
  private Set<String> tables = Set.of();

  private @Nullable Object identity;
  private boolean identityMade;
  private boolean anyRan;
  private boolean usedVariables;

  /** Something could not be read, as that would have changed what the session is told. */
  private boolean lacking;

  SessionBefore(TargetContext target, LaneSessions sessions) {
    this.target = target;
    this.sessions = sessions;
  }

  /** A statement, or a piece of control, is about to run; not one that runs again. */
  void first(TargetConnection c, Execution e) {
    long id = e.transaction();
    if (id == 0) {
      return;
    }
    if (id != transaction) {
      begin(id);
    }
    SqlShape shape = e.shape();
    ControlType type = e.control();
    if (shape == null || type != null && type != ControlType.SET) {
      return;
    }
    Traits traits = Traits.of(shape);
    boolean variables = Traits.userVariable(shape.digestText());
    List<String> names = changes(e, traits);
    boolean asks = traits.readsIdentity() && !identityMade && identity == null;
    if (asks || !names.isEmpty()) {
      keep(c, e, names);
    }
    identityMade |= traits.makesIdentity();
    usedVariables |= variables;
    anyRan = true;
  }

  private void begin(long id) {
    transaction = id;
    settings.clear();
    assigned.clear();
    tables = Set.copyOf(sessions.log().tables());
    identity = null;
    identityMade = false;
    anyRan = false;
    usedVariables = false;
    lacking = false;
  }

  /** Names that it is the first of its transaction to assign, where somebody sees the old value. */
  private List<String> changes(Execution e, Traits traits) {
    List<String> names = new ArrayList<>();
    String argument = e.control() == ControlType.SET ? e.argument() : null;
    if (argument == null) {
      traits.assigned().forEach(name -> add(name, true, names));
      return names;
    }
    boolean computed = SetValue.computes(e, argument);
    for (String name : argument.split(",")) {
      boolean seen = name.startsWith("@") ? usedVariables : anyRan;
      add(name, computed || seen, names);
    }
    return names;
  }

  private void add(String name, boolean seen, List<String> to) {
    boolean kept = !LEFT_OUT.contains(name) && !name.endsWith("transaction");
    if (kept && assigned.add(name) && seen) {
      to.add(name);
    }
  }

  private void keep(TargetConnection c, Execution e, List<String> names) {
    if (Traits.of(e.statementShape()).asksBack() || sessions.tellsOfLast()) {
      lacking = true;
      return;
    }
    try {
      Luggage luggage = Luggage.of(c, names);
      settings.putAll(luggage.settings());
      if (!identityMade && identity == null) {
        identity = luggage.identity();
      }
    } catch (SQLException ex) {
      target.log.debug(c.host().address() + ": " + Errors.words(ex));
      lacking = true;
    }
  }

  /** Brings the session back to where it was, before these steps run again. */
  void restore(TargetConnection c, List<Step> steps) {
    if (steps.isEmpty() || steps.get(0).transaction() != transaction) {
      return;
    }
    if (lacking) {
      sessions.failedSetting();
    }
    try {
      for (Step step : steps) {
        String drop = drop(step.execution());
        if (drop != null) {
          c.run(Marker.OWN + drop);
        }
      }
      for (String set : settings.values()) {
        c.run(Marker.OWN + set);
      }
      Object id = identity;
      if (id != null) {
        sessions.identity(c, id);
      }
    } catch (SQLException ex) {
      target.log.debug(c.host().address() + ": " + Errors.words(ex));
      sessions.failedSetting();
    }
  }

  /** What takes away the temporary table that this makes; null where it makes none. */
  private @Nullable String drop(Execution e) {
    SqlShape shape = e.shape();
    if (shape == null || !shape.temporaryTable() || shape.digestText().startsWith("drop")) {
      return null;
    }
    for (TableRef table : shape.tables()) {
      if (table.written() && e.outcome().ok() && !tables.contains(Holds.key(table))) {
        String schema = table.schema() == null ? e.schema() : table.schema();
        String there = target.texts.schema(schema);
        return "DROP TEMPORARY TABLE IF EXISTS "
            + (there == null ? "" : quoted(there) + '.')
            + quoted(table.name());
      }
    }
    return null;
  }

  private static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** Whether a DROP found that its temporary table is gone since the first time it ran. */
  static boolean isDropped(Execution e, CopyResult result) {
    return result.outcome().vendorCode() == UNKNOWN_TABLE
        && e.statementShape().digestText().startsWith("drop temporary");
  }
}
