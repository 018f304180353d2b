package com.example.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One of each kind of statement, in rounds, each known again in a report by the name that its text
 * holds. Arguments: URL, user, password, rounds, the schemas by commas, then the sets to run. Has a
 * connection for each schema, and runs a round of each in turn. Prints {@code done} and how many
 * statements it ran, then keeps its connections until its input ends.
 */
public final class Catalogue {
  /** A statement, and what is bound in a round: {@code #} is the round's number. */
  private record Entry(String set, String sql, String... binds) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("reads", "SELECT city AS r_point FROM customer WHERE id = ?", "#"),
          new Entry("reads", "SELECT id AS r_name FROM customer WHERE name = ?", "BEA1"),
          new Entry(
              "reads", "SELECT name AS r_order FROM customer WHERE id <= 40 ORDER BY name", ""),
          new Entry(
              "reads",
              "SELECT id, level AS r_level FROM customer WHERE id <= 40 ORDER BY level",
              ""),
          new Entry("reads", "SELECT joined AS r_joined FROM customer WHERE id = ?", "#"),
          new Entry("reads", "SELECT id, total AS r_list FROM purchase WHERE customer = ?", "#"),
          new Entry("reads", "SELECT SUM(total) AS r_sum FROM purchase WHERE customer = ?", "#"),
          new Entry("reads", "SELECT id, weight AS r_weight FROM purchase WHERE customer = ?", "#"),
          new Entry("reads", "SELECT AVG(weight) AS r_avg FROM purchase WHERE customer < 900", ""),
          new Entry(
              "reads",
              "SELECT c.id AS r_join, p.id FROM customer c JOIN purchase p ON p.customer = c.id"
                  + " WHERE c.city = ?",
              "Rome"),
          new Entry("reads", "SELECT l.*, 1 AS r_line FROM line l WHERE id = ?", "#"),
          new Entry("reads", "SELECT remark AS r_remark FROM line WHERE id = ?", "#"),
          new Entry("reads", "SELECT v AS r_secret FROM secret WHERE id = ?", "#"),
          new Entry("reads", "SELECT city, COUNT(*) AS r_group FROM customer GROUP BY city", ""),
          new Entry("noise", "SELECT NOW(6) AS n_now", ""),
          new Entry("noise", "SELECT UUID() AS n_uuid", ""),
          new Entry("noise", "SELECT RAND() AS n_rand", ""),
          new Entry("noise", "SELECT CONNECTION_ID() AS n_id", ""),
          new Entry("noise", "SELECT id AS n_limit FROM purchase LIMIT 5", ""),
          new Entry("loose", "SELECT city, name AS r_loose FROM customer GROUP BY city", ""),
          new Entry("writes", "INSERT INTO audit (what) VALUES (?)", "text#"),
          new Entry("writes", "SELECT what AS r_audit FROM audit ORDER BY id DESC LIMIT 3", ""),
          new Entry("writes", "UPDATE counter SET n = n + 1 WHERE id <= ?", "3"),
          new Entry("writes", "SELECT id, n AS r_counter FROM counter ORDER BY id", ""),
          new Entry("loose", "INSERT INTO brief (code) VALUES (?)", "123456789"),
          new Entry("loose", "INSERT INTO zero (day) VALUES ('0000-00-00')", ""),
          new Entry("many", "INSERT INTO audit (what, more) VALUES ('a', 1), ('b', 2)", ""),
          new Entry("many", "SELECT MAX(id) AS r_many FROM audit", ""),
          new Entry("json", "SELECT doc AS j_doc FROM document WHERE id = ?", "#"),
          new Entry(
              "json", "SELECT doc->>'$.a' AS j_arrow FROM document WHERE doc->>'$.a' <> '-'", ""),
          new Entry(
              "json",
              "SELECT JSON_EXTRACT(doc, '$.a') AS j_extract FROM document WHERE id = 1",
              ""),
          new Entry(
              "json",
              "SELECT d.id AS j_lateral, t.x FROM document d,"
                  + " LATERAL (SELECT d.id + 1 AS x) AS t WHERE d.id < 3",
              ""),
          new Entry("old", "SELECT PASSWORD(city) AS o_password FROM customer WHERE id = 1", ""),
          new Entry("old", "SELECT rank AS o_rank FROM chart WHERE id = 1", ""));

  private final Connection connection;
  private final List<PreparedStatement> statements = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private long ran;
  private long failed;

  private Catalogue(Connection connection, List<String> sets) throws SQLException {
    this.connection = connection;
    for (Entry entry : ENTRIES) {
      if (sets.contains(entry.set)) {
        entries.add(entry);
        statements.add(connection.prepareStatement(entry.sql));
      }
    }
  }

  public static void main(String[] args) throws Exception {
    List<Catalogue> all = new ArrayList<>();
    for (String schema : args[4].split(",")) {
      String url = args[0].replaceFirst("/\\w*\\?", "/" + schema + "?");
      Connection connection = DriverManager.getConnection(url, args[1], args[2]);
      all.add(new Catalogue(connection, List.of(args).subList(5, args.length)));
    }
    for (int round = 1; round <= Integer.parseInt(args[3]); round++) {
      for (Catalogue catalogue : all) {
        catalogue.round(round);
      }
    }
    long ran = all.stream().mapToLong(c -> c.ran).sum();
    long failed = all.stream().mapToLong(c -> c.failed).sum();
    System.out.println("done statements=" + ran + " failed=" + failed);
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    for (Catalogue catalogue : all) {
      catalogue.connection.close();
    }
  }

  private void round(int round) {
    for (int i = 0; i < entries.size(); i++) {
      ran++;
      try {
        run(statements.get(i), entries.get(i), 1 + round % 20);
      } catch (SQLException e) {
        failed++;
      }
    }
  }

  private static void run(PreparedStatement statement, Entry entry, int number)
      throws SQLException {
    for (int b = 0; b < entry.binds.length; b++) {
      String value = entry.binds[b];
      if (value.equals("#")) {
        statement.setInt(b + 1, number);
      } else if (!value.isEmpty()) {
        statement.setString(b + 1, value.replace("#", "" + number));
      }
    }
    if (statement.execute()) {
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int c = 1; c <= columns; c++) {
            rows.getObject(c);
          }
        }
      }
    }
  }
}
