package io.querymirror.bench.bed;

import io.querymirror.it.server.EmbeddedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** How many statements a server has run, by its own count: what no client can tell wrongly. */
public final class Counters implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement look;

  public Counters(EmbeddedServer server) throws SQLException {
    connection = server.connect();
    look =
        connection.prepareStatement(
            "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_update',"
                + " 'Com_delete', 'Handler_read_key')");
  }

  private Map<String, Long> read() throws SQLException {
    Map<String, Long> values = new HashMap<>();
    try (ResultSet rows = look.executeQuery()) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getLong(2));
      }
    }
    return values;
  }

  /** SELECT, INSERT, UPDATE and DELETE together. */
  public long statements() throws SQLException {
    return read().entrySet().stream()
        .filter(e -> e.getKey().startsWith("Com_"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Reads of rows by a key, which no driver makes when it connects. */
  public long rowsByKey() throws SQLException {
    return read().getOrDefault("Handler_read_key", 0L);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
