package io.querymirror.catalog;

import io.querymirror.catalog.CatalogColumn.Default;
import io.querymirror.catalog.ForeignKey.Rule;
import io.querymirror.sql.BodyTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one schema from information_schema, by a handful of statements. */
final class CatalogReader {
  private static final String OWN = "/* querymirror:own */ ";

  /** For each row of a result. */
  private interface Row {
    void read(ResultSet r) throws SQLException;
  }

  private final Connection connection;
  private final String schema;
  private final SchemaCatalog catalog;
  private final boolean mariaDb;

  private CatalogReader(
      Connection connection, String schema, SchemaCatalog catalog, boolean mariaDb) {
    this.connection = connection;
    this.schema = schema;
    this.catalog = catalog;
    this.mariaDb = mariaDb;
  }

  /** Reads; a schema that is not there is empty. */
  static SchemaCatalog read(Connection c, String schema) throws SQLException {
    boolean anyCase;
    long increment;
    boolean mariaDb;
    try (PreparedStatement s =
            c.prepareStatement(
                OWN
                    + "SELECT VERSION(), @@lower_case_table_names,"
                    + " @@session.auto_increment_increment");
        ResultSet r = s.executeQuery()) {
      r.next();
      mariaDb = r.getString(1).toLowerCase(Locale.ROOT).contains("mariadb");
      anyCase = r.getInt(2) != 0;
      increment = r.getLong(3);
    }
    SchemaCatalog catalog = new SchemaCatalog(anyCase, increment);
    CatalogReader reader = new CatalogReader(c, Names.of(schema, anyCase), catalog, mariaDb);
    reader.tables();
    reader.columns();
    reader.indexes();
    reader.foreignKeys();
    reader.triggers();
    reader.views();
    reader.routines();
    return catalog;
  }

  private void each(String sql, Row row) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(OWN + sql)) {
      for (int i = 1, n = sql.split("\\?", -1).length; i < n; i++) {
        s.setString(i, schema);
      }
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          row.read(r);
        }
      }
    }
  }

  private void tables() throws SQLException {
    each(
        "SELECT TABLE_NAME, TABLE_TYPE, ENGINE FROM information_schema.TABLES"
            + " WHERE TABLE_SCHEMA = ?",
        r -> {
          // SYSTEM VERSIONED, too, is a table.
          String type = text(r, 2);
          boolean base = type.equals("BASE TABLE") || type.equals("SYSTEM VERSIONED");
          catalog.add(new CatalogTable(schema, text(r, 1), base, text(r, 3)));
        });
  }

  private void columns() throws SQLException {
    each(
        "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE,"
            + " CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, COLLATION_NAME,"
            + " COLUMN_DEFAULT, EXTRA FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?"
            + " ORDER BY TABLE_NAME, ORDINAL_POSITION",
        r -> {
          CatalogTable table = catalog.table(text(r, 1));
          if (table != null) {
            table.add(column(r));
          }
        });
  }

  private CatalogColumn column(ResultSet r) throws SQLException {
    String type = text(r, 3).toLowerCase(Locale.ROOT);
    boolean nullable = text(r, 5).equals("YES");
    String given = r.getString(10);
    String extra = text(r, 11).toLowerCase(Locale.ROOT);
    boolean generated =
        extra.contains("virtual") || extra.contains("stored") || extra.contains("persistent");
    Default kind =
        mariaDb
            ? mariaDbDefault(given)
            : mySqlDefault(given, nullable, type, extra.contains("default_generated"));
    String value = given == null ? "" : given;
    if (mariaDb && kind == Default.LITERAL && value.startsWith("'")) {
      value = value.substring(1, value.length() - 1).replace("''", "'");
    }
    return new CatalogColumn(
        text(r, 2),
        type,
        text(r, 4).toLowerCase(Locale.ROOT).contains("unsigned"),
        nullable,
        r.getLong(6),
        r.getInt(7),
        r.getInt(8),
        r.getString(9),
        kind,
        kind == Default.LITERAL || kind == Default.EXPRESSION ? value : "",
        extra.contains("auto_increment"),
        extra.contains("on update"),
        generated);
  }

  /** The value as it is; only from 8.0.13 on are expressions marked. */
  private static Default mySqlDefault(
      @Nullable String given, boolean nullable, String type, boolean expression) {
    if (given == null) {
      return nullable ? Default.NULL : Default.NONE;
    }
    boolean time = type.equals("timestamp") || type.equals("datetime");
    if (time && isNow(given)) {
      return Default.CURRENT_TIMESTAMP;
    }
    return expression ? Default.EXPRESSION : Default.LITERAL;
  }

  /** The text of an expression: {@code 'x'}, {@code 7}, {@code NULL}, {@code uuid()}. */
  private static Default mariaDbDefault(@Nullable String given) {
    if (given == null) {
      return Default.NONE;
    }
    if (given.equals("NULL")) {
      return Default.NULL;
    }
    if (isNow(given)) {
      return Default.CURRENT_TIMESTAMP;
    }
    return given.matches("'(?:[^'\\\\]|'')*'|-?[0-9]+(?:\\.[0-9]+)?")
        ? Default.LITERAL
        : Default.EXPRESSION;
  }

  private static boolean isNow(String value) {
    return value.toLowerCase(Locale.ROOT).matches("(?:current_timestamp|now)(?:\\([0-9]?\\))?");
  }

  private void indexes() throws SQLException {
    Map<CatalogTable, Map<String, List<CatalogColumn>>> columns = new LinkedHashMap<>();
    Map<List<CatalogColumn>, Boolean> formed = new IdentityHashMap<>();
    each(
        "SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS"
            + " WHERE TABLE_SCHEMA = ? AND NON_UNIQUE = 0"
            + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        r -> {
          CatalogTable table = catalog.table(text(r, 1));
          if (table == null) {
            return;
          }
          List<CatalogColumn> parts =
              columns
                  .computeIfAbsent(table, x -> new LinkedHashMap<>())
                  .computeIfAbsent(text(r, 2), x -> new ArrayList<>());
          CatalogColumn column = table.column(text(r, 3));
          r.getLong(4);
          if (column != null) {
            parts.add(column);
          }
          if (!r.wasNull() || column == null || column.generated()) {
            formed.put(parts, true);
          }
        });
    columns.forEach(
        (table, indexes) ->
            indexes.forEach(
                (name, parts) ->
                    table.add(new UniqueIndex(name, parts, !formed.containsKey(parts)))));
  }

  private void foreignKeys() throws SQLException {
    Map<String, List<String[]>> keys = new LinkedHashMap<>();
    each(
        "SELECT k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME,"
            + " k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME,"
            + " c.DELETE_RULE, c.UPDATE_RULE"
            + " FROM information_schema.KEY_COLUMN_USAGE k"
            + " JOIN information_schema.REFERENTIAL_CONSTRAINTS c"
            + " ON c.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA"
            + " AND c.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND c.TABLE_NAME = k.TABLE_NAME"
            + " WHERE (k.TABLE_SCHEMA = ? OR k.REFERENCED_TABLE_SCHEMA = ?)"
            + " AND k.REFERENCED_TABLE_NAME IS NOT NULL"
            + " ORDER BY k.CONSTRAINT_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME,"
            + " k.ORDINAL_POSITION",
        r -> {
          String[] row = new String[9];
          for (int i = 0; i < row.length; i++) {
            row[i] = text(r, i + 1);
          }
          keys.computeIfAbsent(String.join("\0", row[0], row[1], row[2]), x -> new ArrayList<>())
              .add(row);
        });
    for (List<String[]> rows : keys.values()) {
      foreignKey(rows);
    }
  }

  private void foreignKey(List<String[]> rows) {
    List<String> childColumns = new ArrayList<>();
    List<String> parentColumns = new ArrayList<>();
    for (String[] row : rows) {
      childColumns.add(row[3].toLowerCase(Locale.ROOT));
      parentColumns.add(row[6].toLowerCase(Locale.ROOT));
    }
    String[] row = rows.get(0);
    ForeignKey key =
        new ForeignKey(
            Names.of(row[0], catalog.anyCase),
            row[1],
            childColumns,
            Names.of(row[4], catalog.anyCase),
            row[5],
            parentColumns,
            Rule.of(row[7]),
            Rule.of(row[8]));
    if (key.childSchema.equals(schema)) {
      CatalogTable child = catalog.table(key.childTable);
      if (child != null) {
        child.add(key, true);
      }
    }
    if (key.parentSchema.equals(schema)) {
      CatalogTable parent = catalog.table(key.parentTable);
      if (parent != null) {
        parent.add(key, false);
      }
    }
  }

  private void triggers() throws SQLException {
    each(
        "SELECT EVENT_OBJECT_TABLE, EVENT_MANIPULATION, ACTION_TIMING, ACTION_STATEMENT, SQL_MODE"
            + " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = ?",
        r -> {
          CatalogTable table = catalog.table(text(r, 1));
          if (table != null) {
            String mode = text(r, 5);
            table.add(
                new Trigger(
                    Trigger.Event.valueOf(text(r, 2)),
                    text(r, 3).equals("BEFORE"),
                    BodyTables.read(
                        text(r, 4),
                        mode.contains("ANSI_QUOTES"),
                        mode.contains("NO_BACKSLASH_ESCAPES")),
                    text(r, 4)));
          }
        });
  }

  private void views() throws SQLException {
    each(
        "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ?",
        r -> {
          CatalogTable view = catalog.table(text(r, 1));
          if (view != null) {
            view.view(BodyTables.read(text(r, 2), false, false), text(r, 2));
          }
        });
  }

  private void routines() throws SQLException {
    each(
        "SELECT ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_BODY, ROUTINE_DEFINITION, SQL_MODE"
            + " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = ?",
        r -> {
          String name = text(r, 1).toLowerCase(Locale.ROOT);
          Routine routine = Routine.of(text(r, 3), text(r, 4), text(r, 5));
          if (text(r, 2).equals("FUNCTION")) {
            catalog.function(name, routine);
          } else if (text(r, 2).equals("PROCEDURE")) {
            catalog.procedure(name, routine);
          }
        });
  }

  private static String text(ResultSet r, int column) throws SQLException {
    String value = r.getString(column);
    return value == null ? "" : value;
  }
}
