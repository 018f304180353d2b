package io.querymirror.it;

import io.querymirror.it.server.EmbeddedServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands in a schema. */
final class Tables {
  private Tables() {}

  /** Every base table's rows, as text, sorted. */
  static Map<String, List<String>> of(EmbeddedServer server, String schema) {
    Map<String, List<String>> tables = new TreeMap<>();
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      List<String> names = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                  + schema
                  + "' AND table_type = 'BASE TABLE'")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      for (String name : names) {
        tables.put(name, rows(statement, name));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return tables;
  }

  private static List<String> rows(Statement statement, String table) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("SELECT * FROM `" + table + "`")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int c = 1; c <= columns; c++) {
          byte[] value = rows.getBytes(c);
          line.append(c == 1 ? "" : ", ");
          line.append(value == null ? "NULL" : readable(value));
        }
        lines.add(line.toString());
      }
    }
    lines.sort(null);
    return lines;
  }

  private static String readable(byte[] value) {
    for (byte b : value) {
      if (b < 32) {
        return "x" + HexFormat.of().formatHex(value);
      }
    }
    return new String(value, java.nio.charset.StandardCharsets.US_ASCII);
  }
}
