package io.querymirror.it.replay;

import io.querymirror.it.server.EmbeddedServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two schemas, row for row: rows meet by their primary key, values are equal as the server's types
 * have them, and points in time may be a second apart, as each server has filled them from its
 * clock.
 */
public final class Comparison {
  private static final Duration CLOCKS = Duration.ofSeconds(1);
  private static final int SHOWN = 6;

  private final Map<String, List<String>> differences = new TreeMap<>();
  private int tables;
  private long rows;

  private Comparison() {}

  /** Compares all base tables of a schema of two servers. */
  public static Comparison of(EmbeddedServer source, EmbeddedServer target, String schema) {
    return of(source, schema, target, schema);
  }

  public static Comparison of(
      EmbeddedServer source, String sourceSchema, EmbeddedServer target, String targetSchema) {
    Comparison comparison = new Comparison();
    try (Connection one = source.connect(sourceSchema);
        Connection two = target.connect(targetSchema)) {
      Set<String> names = new TreeSet<>(names(one));
      Set<String> others = names(two);
      names.addAll(others);
      for (String name : names) {
        comparison.tables++;
        if (!others.contains(name)) {
          comparison.differs(name, "the target lacks the table");
        } else if (!names(one).contains(name)) {
          comparison.differs(name, "the source lacks the table");
        } else {
          comparison.compare(name, rows(one, name), rows(two, name));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return comparison;
  }

  /** A row's columns, and where it belongs. */
  private record Row(@Nullable Object[] values) {
    @Override
    public String toString() {
      return Arrays.toString(values);
    }

    boolean like(Row other) {
      for (int i = 0; i < values.length; i++) {
        if (!like(values[i], other.values[i])) {
          return false;
        }
      }
      return true;
    }

    private static boolean like(@Nullable Object one, @Nullable Object two) {
      if (one instanceof LocalDateTime a && two instanceof LocalDateTime b) {
        return Duration.between(a, b).abs().compareTo(CLOCKS) <= 0;
      }
      return Objects.equals(one, two);
    }
  }

  private void compare(String table, Map<String, Row> source, Map<String, Row> target) {
    Set<String> keys = new TreeSet<>(source.keySet());
    keys.addAll(target.keySet());
    for (String key : keys) {
      rows++;
      Row one = source.get(key);
      Row two = target.get(key);
      if (one == null) {
        differs(table, "only on the target: " + two);
      } else if (two == null) {
        differs(table, "only on the source: " + one);
      } else if (!one.like(two)) {
        differs(table, "source " + one + " target " + two);
      }
    }
  }

  private void differs(String table, String how) {
    differences.computeIfAbsent(table, t -> new ArrayList<>()).add(how);
  }

  private static Set<String> names(Connection connection) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private static List<String> key(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet keys =
        connection.getMetaData().getPrimaryKeys(connection.getCatalog(), null, table)) {
      while (keys.next()) {
        columns.add(keys.getString("COLUMN_NAME"));
      }
    }
    return columns;
  }

  /** Rows by their key; without one by all their values and how often these were met. */
  private static Map<String, Row> rows(Connection connection, String table) throws SQLException {
    List<String> key = key(connection, table);
    Map<String, Row> found = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM `" + table + "`")) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        @Nullable Object[] values = new @Nullable Object[columns.getColumnCount()];
        StringBuilder id = new StringBuilder();
        for (int c = 1; c <= values.length; c++) {
          Object value = plain(rows.getObject(c));
          values[c - 1] = value;
          if (key.isEmpty() || key.contains(columns.getColumnName(c))) {
            id.append(value).append('|');
          }
        }
        String place = id.toString();
        for (int n = 2; found.containsKey(place); n++) {
          place = id + "#" + n;
        }
        found.put(place, new Row(values));
      }
    }
    return found;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof java.sql.Timestamp time) {
      return time.toLocalDateTime();
    }
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros();
    }
    return value;
  }

  public boolean equal() {
    return differences.isEmpty();
  }

  /** The tables that differ. */
  public Set<String> tables() {
    return Collections.unmodifiableSet(differences.keySet());
  }

  /** Rows that differ, of all tables. */
  public long count() {
    return differences.values().stream().mapToLong(List::size).sum();
  }

  /** Rows that were compared. */
  public long rows() {
    return rows;
  }

  /** How each table differs, with its first rows. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(tables).append(" tables, ").append(rows).append(" rows, ").append(count());
    text.append(" differ\n");
    differences.forEach(
        (table, hows) -> {
          text.append(table).append(": ").append(hows.size()).append('\n');
          hows.stream().limit(SHOWN).forEach(how -> text.append("  ").append(how).append('\n'));
        });
    return text.toString();
  }
}
