package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rollback on one host would not undo: tables of engines without transactions, and
 * sequences. While the host has any of them, what may reach one by a trigger, a view, a stored
 * function or a column's default counts as one, too.
 */
final class KeptWrites {
  static final KeptWrites NONE = new KeptWrites(Set.of(), Set.of());

  private static final String NOT_OURS =
      " NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')";

  private static final String TABLES =
      Marker.OWN
          + "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA"
          + NOT_OURS
          + " AND TABLE_TYPE NOT LIKE '%VIEW%' AND (TABLE_TYPE = 'SEQUENCE' OR COALESCE(ENGINE, '')"
          + " NOT IN ('InnoDB', 'ROCKSDB', 'TokuDB', 'ndbcluster'))";

  private static final String BEHIND =
      Marker.OWN
          + "SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
          + " WHERE EVENT_OBJECT_SCHEMA"
          + NOT_OURS
          + " UNION SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.VIEWS"
          + " WHERE TABLE_SCHEMA"
          + NOT_OURS
          + " UNION SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.COLUMNS"
          + " WHERE TABLE_SCHEMA"
          + NOT_OURS
          + " AND COLUMN_DEFAULT LIKE '%nextval%'";

  private static final String FUNCTIONS =
      Marker.OWN
          + "SELECT ROUTINE_SCHEMA, ROUTINE_NAME FROM information_schema.ROUTINES"
          + " WHERE ROUTINE_TYPE = 'FUNCTION' AND ROUTINE_SCHEMA"
          + NOT_OURS;

  /** {@code schema.table} in lower case. */
  private final Set<String> tables;

  /** Names in lower case. */
  private final Set<String> functions;

  private KeptWrites(Set<String> tables, Set<String> functions) {
    this.tables = tables;
    this.functions = functions;
  }

  static KeptWrites of(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      Set<String> tables = names(s, TABLES, true);
      if (tables.isEmpty()) {
        return NONE;
      }
      tables.addAll(names(s, BEHIND, true));
      Set<String> functions = names(s, FUNCTIONS, false);
      functions.add("nextval");
      functions.add("setval");
      functions.add("next value");
      return new KeptWrites(tables, functions);
    }
  }

  private static Set<String> names(Statement s, String sql, boolean qualified) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = s.executeQuery(sql)) {
      while (rows.next()) {
        String name = (qualified ? rows.getString(1) + "." : "") + rows.getString(2);
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /**
   * What a rollback would not undo of this statement, or null.
   *
   * @param texts knows the target's names of schemas
   */
  @Nullable String of(Execution e, TextMap texts) {
    if (tables.isEmpty()) {
      return null;
    }
    SqlShape shape = e.statementShape();
    for (TableRef t : shape.tables()) {
      String schema = texts.schema(t.schema() == null ? e.schema() : t.schema());
      String name = schema + "." + t.name();
      if (t.written() && tables.contains(name.toLowerCase(Locale.ROOT))) {
        return name;
      }
    }
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    for (String function : functions) {
      if (text.contains(function)) {
        return function;
      }
    }
    return null;
  }
}
