package io.querymirror.bench.macro;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A statement of another digest at each step. */
final class Digests implements Workload.Session {
  private static final int COUNT = 5_000;

  private final Connection connection;
  private int next;

  Digests(Connection connection, int session) {
    this.connection = connection;
  }

  @Override
  public int step() throws SQLException {
    next = (next + 1) % COUNT;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT name AS c" + next + " FROM points WHERE id = ?")) {
      statement.setInt(1, next);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          rows.getString(1);
        }
      }
    }
    return 1;
  }
}
