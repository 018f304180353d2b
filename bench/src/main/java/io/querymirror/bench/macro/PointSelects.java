package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Bed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** One row by its key: prepared once, two binds. */
final class PointSelects implements Workload.Session {

  private final PreparedStatement select;
  private final Random random;

  PointSelects(Connection connection, int session) throws SQLException {
    this.select =
        connection.prepareStatement("SELECT name, amount FROM points WHERE id = ? AND shard = ?");
    this.random = new Random(session);
  }

  @Override
  public int step() throws SQLException {
    int id = random.nextInt(Bed.POINTS);
    select.setInt(1, id);
    select.setInt(2, id % 16);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        rows.getString(1);
      }
    }
    return 1;
  }
}
