package io.querymirror.inspect;

import io.querymirror.mirror.hosts.HostAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a server says of itself over one connection; every question is the agent's own. */
final class Server {
  private static final String VARIABLES =
      "SHOW SESSION VARIABLES WHERE Variable_name IN ('version', 'version_comment', 'server_uuid',"
          + " 'sql_mode', 'read_only', 'super_read_only', 'innodb_read_only',"
          + " 'character_set_server', 'collation_server', 'lower_case_table_names',"
          + " 'max_connections', 'max_user_connections', 'max_allowed_packet',"
          + " 'transaction_isolation', 'tx_isolation', 'performance_schema', 'time_zone',"
          + " 'system_time_zone', 'event_scheduler')";

  private final Connection connection;
  private final Map<String, String> variables;

  private Server(Connection connection, Map<String, String> variables) {
    this.connection = connection;
    this.variables = variables;
  }

  static Server of(Connection c) throws SQLException {
    Map<String, String> all = new HashMap<>();
    for (List<String> row : rows(c, VARIABLES)) {
      all.put(row.get(0).toLowerCase(Locale.ROOT), row.get(1));
    }
    return new Server(c, all);
  }

  Connection connection() {
    return connection;
  }

  Map<String, String> variables() {
    return variables;
  }

  /** Empty where the server does not know it. */
  String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  boolean on(String name) {
    String value = variable(name);
    return value.equalsIgnoreCase("ON") || value.equals("1");
  }

  /** -1 where the server does not know it. */
  long number(String name) {
    try {
      return Long.parseLong(variable(name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  boolean isMariaDb() {
    return variable("version").contains("MariaDB");
  }

  /** The first value of the first row; null for NULL and for no row. */
  @Nullable String ask(String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(HostAccess.OWN + sql)) {
      return r.next() ? r.getString(1) : null;
    }
  }

  /** A schema's collation; null for a schema that is not seen. */
  @Nullable String collation(String schema) throws SQLException {
    List<List<String>> found =
        rows(
            connection,
            "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                + " WHERE SCHEMA_NAME = ?",
            schema);
    return found.isEmpty() ? null : found.get(0).get(0);
  }

  /** Tables and views of a schema: their names in lower case, by their names. */
  Map<String, String> tables(String schema) throws SQLException {
    Map<String, String> tables = new TreeMap<>();
    for (List<String> row :
        rows(
            connection,
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?",
            schema)) {
      tables.put(row.get(0), row.get(0).toLowerCase(Locale.ROOT));
    }
    return tables;
  }

  /** Tables of a schema that take no part in transactions. */
  List<String> withoutTransactions(String schema) throws SQLException {
    List<String> names = new ArrayList<>();
    for (List<String> row :
        rows(
            connection,
            "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?"
                + " AND TABLE_TYPE = 'BASE TABLE' AND ENGINE NOT IN ('InnoDB', 'ROCKSDB',"
                + " 'TokuDB', 'ndbcluster')",
            schema)) {
      names.add(row.get(0));
    }
    return names;
  }

  /** Schemas that are seen, without the server's own. */
  List<String> schemas() throws SQLException {
    List<String> names = new ArrayList<>();
    for (List<String> row :
        rows(
            connection,
            "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN"
                + " ('mysql', 'sys', 'performance_schema', 'information_schema')")) {
      names.add(row.get(0));
    }
    return names;
  }

  static List<List<String>> rows(Connection c, String sql, String... values) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (PreparedStatement s = c.prepareStatement(HostAccess.OWN + sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setString(i + 1, values[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        int columns = r.getMetaData().getColumnCount();
        while (r.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            String value = r.getString(i);
            row.add(value == null ? "" : value);
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }
}
