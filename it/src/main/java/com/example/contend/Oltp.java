package com.example.contend;

import java.sql.SQLException;

/**
 * The transaction of sysbench's {@code oltp_read_write}, over its table: ten point reads, four
 * ranges of a hundred rows, an update of an indexed column and of another, a row deleted and
 * inserted again.
 */
final class Oltp implements Mix {
  private static final int RANGE = 100;

  @Override
  public void step(Session s) throws SQLException {
    s.transaction(
        () -> {
          for (int i = 0; i < 10; i++) {
            s.select("SELECT c FROM sbtest1 WHERE id = ?", id(s));
          }
          range(s, "SELECT c FROM sbtest1 WHERE id BETWEEN ? AND ?");
          range(s, "SELECT SUM(k) FROM sbtest1 WHERE id BETWEEN ? AND ?");
          range(s, "SELECT c FROM sbtest1 WHERE id BETWEEN ? AND ? ORDER BY c");
          range(s, "SELECT DISTINCT c FROM sbtest1 WHERE id BETWEEN ? AND ? ORDER BY c");
          s.update("UPDATE sbtest1 SET k = k + 1 WHERE id = ?", id(s));
          s.update("UPDATE sbtest1 SET c = ? WHERE id = ?", digits(s, 11), id(s));
          int id = id(s);
          if (s.update("DELETE FROM sbtest1 WHERE id = ?", id) >= 0) {
            s.insert(
                "INSERT INTO sbtest1 (id, k, c, pad) VALUES (?, ?, ?, ?)",
                id,
                id(s),
                digits(s, 10),
                digits(s, 5));
          }
        });
  }

  private static void range(Session s, String sql) throws SQLException, Lost {
    int from = id(s);
    s.select(sql, from, from + RANGE - 1);
  }

  /** Few rows are asked for often. */
  private static int id(Session s) {
    int all = s.random.nextInt(4) == 0 ? Tables.OLTP_ROWS / 100 : Tables.OLTP_ROWS;
    return 1 + s.random.nextInt(all);
  }

  private static String digits(Session s, int groups) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups; i++) {
      text.append(i == 0 ? "" : "-").append(1_000_000_000 + s.random.nextInt(1_000_000_000));
    }
    return text.toString();
  }
}
