package io.querymirror.bench.macro;

import io.querymirror.it.server.EmbeddedServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How many statements a server has run, by its own count: what no client can tell wrongly. */
final class Counters implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement look;

  Counters(EmbeddedServer server) throws SQLException {
    connection = server.connect();
    look =
        connection.prepareStatement(
            "SHOW GLOBAL STATUS WHERE Variable_name IN"
                + " ('Com_select', 'Com_insert', 'Com_update', 'Com_delete')");
  }

  /** SELECT, INSERT, UPDATE and DELETE together. */
  long statements() throws SQLException {
    long sum = 0;
    try (ResultSet rows = look.executeQuery()) {
      while (rows.next()) {
        sum += rows.getLong(2);
      }
    }
    return sum;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
