package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What {@link HeldRowsStress} reads: every type, NULLs, rows of few bytes and of many. */
final class StressTable {
  private static final int ROWS = 300;

  static final List<String> QUERIES =
      List.of(
          "SELECT * FROM held ORDER BY id",
          "SELECT * FROM held WHERE id = 7",
          "SELECT id, v AS `Größe`, n, d, dt FROM held WHERE id % 3 = 0 ORDER BY id",
          "SELECT id, big, bin FROM held WHERE id IN (10, 20, 30, 40) ORDER BY id",
          "SELECT id, v FROM held WHERE id < 0",
          "SELECT COUNT(*), SUM(n), AVG(x), MAX(dt), MIN(v), NULL FROM held",
          "SELECT v FROM held ORDER BY id LIMIT 65",
          "SELECT id FROM held ORDER BY id LIMIT 64");

  private StressTable() {}

  static void create(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.executeUpdate("DROP TABLE IF EXISTS held");
      s.executeUpdate(
          "CREATE TABLE held (id INT PRIMARY KEY, b TINYINT, ub TINYINT UNSIGNED, sm SMALLINT,"
              + " m MEDIUMINT, n BIGINT, un BIGINT UNSIGNED, f FLOAT, x DOUBLE,"
              + " d DECIMAL(20,4), v VARCHAR(200), ch CHAR(10), big MEDIUMTEXT, bin BLOB,"
              + " vb VARBINARY(20), da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(3),"
              + " y YEAR, bi BIT(12), e ENUM('one', 'two'), st SET('a', 'b', 'c'))"
              + " DEFAULT CHARSET utf8mb4");
    }
    try (PreparedStatement p =
        c.prepareStatement(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?)")) {
      for (int id = 1; id <= ROWS; id++) {
        fill(p, id);
        p.executeUpdate();
      }
    }
  }

  private static void fill(PreparedStatement p, int id) throws SQLException {
    Object[] values = {
      id,
      id % 128,
      id % 256,
      -id,
      id * 1000,
      id * 10_000_000_000L,
      Long.toUnsignedString(-(long) id),
      id / 4f,
      id / 3d,
      id + ".1250",
      "größe " + "x".repeat(id % 150),
      "c" + id,
      // Rows of more than 2 KB lie in the driver as they came.
      "t".repeat(id % 10 == 0 ? 5000 + id : id % 7) + "ü" + id,
      bytes(id % 20 == 0 ? 3000 : id % 9, id),
      bytes(id % 20, id),
      String.format("2026-%02d-%02d", 1 + id % 12, 1 + id % 28),
      String.format("2025-%02d-%02d 10:%02d:%02d.%06d", 1 + id % 12, 1 + id % 28, id % 60, 1, id),
      String.format("2024-%02d-%02d 11:%02d:%02d.%03d", 1 + id % 12, 1 + id % 28, id % 60, 2, id),
      String.format("%02d:%02d:%02d.%03d", id % 24, id % 60, 3, id % 1000),
      2000 + id % 50,
      id % 4096,
      id % 2 == 0 ? "one" : "two",
      id % 3 == 0 ? "a,c" : "b"
    };
    for (int i = 0; i < values.length; i++) {
      boolean absent = i > 0 && (id + i) % 11 == 0;
      if (absent) {
        p.setNull(i + 1, java.sql.Types.VARCHAR);
      } else if (values[i] instanceof byte[]) {
        p.setBytes(i + 1, (byte[]) values[i]);
      } else if (values[i] instanceof String) {
        p.setString(i + 1, (String) values[i]);
      } else {
        p.setObject(i + 1, values[i]);
      }
    }
  }

  private static byte[] bytes(int length, int seed) {
    byte[] all = new byte[length];
    for (int i = 0; i < length; i++) {
      all[i] = (byte) (i * 31 + seed);
    }
    return all;
  }

  /** Results that are not whole, or whose rows are the application's to change, are left alone. */
  static void refused(Connection c) throws SQLException {
    String query = "SELECT id, v FROM held ORDER BY id";
    try (Statement s =
        c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      refused(NoRows.NOT_WHOLE, s, query);
    }
    try (Statement s = c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      boolean mariadb = c.getMetaData().getDriverName().contains("MariaDB");
      s.setFetchSize(mariadb ? 10 : Integer.MIN_VALUE);
      refused(NoRows.NOT_WHOLE, s, query);
    }
    try (Statement s = c.createStatement()) {
      s.setMaxRows(5);
      refused(NoRows.LIMITED, s, query);
    }
    try (Statement s = c.createStatement()) {
      s.executeUpdate("UPDATE held SET v = v WHERE id = 1");
      HeldRows none = StressSource.rows(s, new RowBudget(1 << 20, 1000));
      if (none != null && none.missing() == null) {
        throw new IllegalStateException("rows of an update");
      }
    }
  }

  private static void refused(NoRows why, Statement s, String query) throws SQLException {
    try (ResultSet rs = s.executeQuery(query)) {
      HeldRows held = StressSource.rows(s, new RowBudget(1 << 20, 1000));
      if (held != why) {
        throw new IllegalStateException("held " + held + ", not " + why);
      }
      while (rs.next()) {
        rs.getInt(1);
      }
    }
  }

  /** The number of warnings is known where the driver tells. */
  static void warned(Connection c) throws SQLException {
    String[] queries = {"SELECT CAST('a1' AS SIGNED)", "SELECT 1", "SELECT CAST('b' AS SIGNED), 2"};
    int[] expected = {1, 0, 1};
    for (int i = 0; i < queries.length; i++) {
      try (Statement s = c.createStatement();
          PreparedStatement p = c.prepareStatement(queries[i])) {
        s.executeQuery(queries[i]).close();
        warned(s, expected[i]);
        p.executeQuery().close();
        warned(p, expected[i]);
      }
    }
  }

  private static void warned(Statement s, int expected) {
    int told = DriverAccess.of(s).warnings(s);
    if (told != Outcome.UNKNOWN_WARNINGS && told != expected) {
      throw new IllegalStateException(told + " warnings, not " + expected);
    }
  }
}
