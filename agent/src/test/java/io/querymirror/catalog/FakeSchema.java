package io.querymirror.catalog;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server that answers what a catalog asks, by tables told in few words. */
public final class FakeSchema implements Catalogs.Source {
  static final String SCHEMA = "shop";

  private String version = "8.0.15";
  private int lowerCase;
  private int increment = 1;
  private boolean down;
  private int opened;
  private final List<Object[]> tables = new ArrayList<>();
  private final List<Object[]> columns = new ArrayList<>();
  private final List<Object[]> indexes = new ArrayList<>();
  private final List<Object[]> keys = new ArrayList<>();
  private final List<Object[]> triggers = new ArrayList<>();
  private final List<Object[]> views = new ArrayList<>();
  private final List<Object[]> routines = new ArrayList<>();

  FakeSchema mariaDb() {
    version = "10.11.5-MariaDB";
    return this;
  }

  FakeSchema anyCase() {
    lowerCase = 1;
    return this;
  }

  FakeSchema increment(int step) {
    increment = step;
    return this;
  }

  public void down(boolean is) {
    down = is;
  }

  int opened() {
    return opened;
  }

  /** Columns as {@code name type flags}; a type with its collation after a slash. */
  public FakeSchema table(String name, String... definitions) {
    return table("InnoDB", name, definitions);
  }

  FakeSchema table(String engine, String name, String[] definitions) {
    tables.add(new Object[] {name, "BASE TABLE", engine});
    for (String definition : definitions) {
      String[] words = definition.split(" ");
      List<String> flags = Arrays.asList(words).subList(2, words.length);
      String[] type = words[1].split("/");
      String[] sized = type[0].split("[(,)]");
      long length = sized.length > 1 ? Long.parseLong(sized[1]) : 0;
      int scale = sized.length > 2 ? Integer.parseInt(sized[2]) : 0;
      String value = null;
      for (String flag : flags) {
        value = flag.startsWith("default=") ? flag.substring(8) : value;
      }
      String extra = flags.contains("auto") ? "auto_increment" : "";
      extra += flags.contains("touched") ? "on update CURRENT_TIMESTAMP" : "";
      extra += flags.contains("computed") ? "DEFAULT_GENERATED" : "";
      extra += flags.contains("generated") ? "STORED GENERATED" : "";
      columns.add(
          new Object[] {
            name,
            words[0],
            sized[0],
            type[0] + (flags.contains("unsigned") ? " unsigned" : ""),
            flags.contains("null") ? "YES" : "NO",
            type.length > 1 || sized[0].endsWith("binary") ? length : null,
            sized[0].equals("decimal") ? length : null,
            scale,
            type.length > 1 ? type[1] : null,
            value,
            extra
          });
    }
    return this;
  }

  FakeSchema primary(String table, String... of) {
    return unique(table, "PRIMARY", of);
  }

  /** A column with a colon is a prefix of it, one in parentheses a formula. */
  FakeSchema unique(String table, String index, String... of) {
    for (String column : of) {
      String[] prefix = column.split(":");
      indexes.add(
          new Object[] {
            table,
            index,
            column.startsWith("(") ? null : prefix[0],
            prefix.length > 1 ? Long.parseLong(prefix[1]) : null
          });
    }
    return this;
  }

  /** {@code child(a,b) parent(c,d) DELETE_RULE UPDATE_RULE}. */
  FakeSchema key(String child, String parent, String onDelete, String onUpdate) {
    String[] from = child.split("[(,)]");
    String[] to = parent.split("[(,)]");
    for (int i = 1; i < from.length; i++) {
      keys.add(
          new Object[] {SCHEMA, from[0], child, from[i], SCHEMA, to[0], to[i], onDelete, onUpdate});
    }
    return this;
  }

  FakeSchema trigger(String table, String timing, String event, String body) {
    triggers.add(new Object[] {table, event, timing, body, "STRICT_TRANS_TABLES"});
    return this;
  }

  public FakeSchema view(String name, String definition) {
    tables.add(new Object[] {name, "VIEW", null});
    views.add(new Object[] {name, definition});
    return this;
  }

  /** A body of null is one that the account may not see. */
  FakeSchema function(String name, @Nullable String body) {
    return routine(name, "FUNCTION", body);
  }

  public FakeSchema procedure(String name, @Nullable String body) {
    return routine(name, "PROCEDURE", body);
  }

  private FakeSchema routine(String name, String type, @Nullable String body) {
    routines.add(new Object[] {name, type, "SQL", body, "STRICT_TRANS_TABLES"});
    return this;
  }

  @Override
  public Connection open() throws SQLException {
    opened++;
    if (down) {
      throw new SQLException("down");
    }
    return proxy(
        Connection.class,
        (name, args) ->
            name.equals("prepareStatement")
                ? statement((String) args[0], new String[] {""})
                : null);
  }

  private PreparedStatement statement(String sql, String[] schema) {
    return proxy(
        PreparedStatement.class,
        (name, args) -> {
          if (name.equals("setString")) {
            schema[0] = (String) args[1];
          }
          return name.equals("executeQuery") ? result(rows(sql, schema[0])) : null;
        });
  }

  private List<Object[]> rows(String sql, String schema) {
    if (sql.contains("VERSION()")) {
      return List.<Object[]>of(new Object[] {version, lowerCase, increment});
    }
    if (!schema.equals(SCHEMA)) {
      return List.of();
    }
    String from = sql.substring(sql.indexOf("information_schema.") + 19);
    switch (from.split("[ ]")[0]) {
      case "TABLES":
        return tables;
      case "COLUMNS":
        return columns;
      case "STATISTICS":
        return indexes;
      case "KEY_COLUMN_USAGE":
        return keys;
      case "TRIGGERS":
        return triggers;
      case "VIEWS":
        return views;
      case "ROUTINES":
        return routines;
      default:
        throw new IllegalArgumentException(sql);
    }
  }

  private static ResultSet result(List<Object[]> rows) {
    int[] at = {-1};
    Object[] last = new Object[1];
    return proxy(
        ResultSet.class,
        (name, args) -> {
          switch (name) {
            case "next":
              return ++at[0] < rows.size();
            case "wasNull":
              return last[0] == null;
            case "getString":
              last[0] = rows.get(at[0])[(int) args[0] - 1];
              return last[0] == null ? null : last[0].toString();
            case "getInt":
              last[0] = rows.get(at[0])[(int) args[0] - 1];
              return last[0] == null ? 0 : ((Number) last[0]).intValue();
            case "getLong":
              last[0] = rows.get(at[0])[(int) args[0] - 1];
              return last[0] == null ? 0L : ((Number) last[0]).longValue();
            default:
              return null;
          }
        });
  }

  private interface Calls {
    Object call(String name, Object[] args);
  }

  private static <T> T proxy(Class<T> type, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (p, method, args) -> calls.call(method.getName(), args)));
  }
}
