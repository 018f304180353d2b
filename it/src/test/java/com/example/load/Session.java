package com.example.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Random;

/**
 * One session's work: reads, writes, batches, transactions of all endings, failures. Every
 * statement carries a tag of its own, {@code q<session>-<number>}, so that it can be found in a
 * server's log. The same session number does the same in every run.
 */
final class Session implements Runnable {
  private final String[] access;
  private final int number;
  private final int limit;
  private final Load load;
  private final Random random;
  private Connection connection;
  private PreparedStatement insert;
  private PreparedStatement select;
  private int tags;
  private int failed;
  private long worstNanos;
  private String trouble = "";

  Session(String[] access, int number, int limit, Load load) {
    this.access = access;
    this.number = number;
    this.limit = limit;
    this.load = load;
    this.random = new Random(number);
  }

  int failed() {
    return failed;
  }

  long worstNanos() {
    return worstNanos;
  }

  String trouble() {
    return trouble;
  }

  private String table() {
    return "load_" + number;
  }

  private String tag() {
    return "q" + number + "-" + ++tags;
  }

  private interface Call {
    void run() throws SQLException;
  }

  private void timed(int statements, Call call) throws SQLException {
    long start = System.nanoTime();
    try {
      call.run();
    } finally {
      worstNanos = Math.max(worstNanos, System.nanoTime() - start);
      for (int i = 0; i < statements; i++) {
        load.executed();
      }
    }
  }

  @Override
  public void run() {
    try (Connection opened = DriverManager.getConnection(access[0], access[1], access[2])) {
      connection = opened;
      text(
          "CREATE TABLE IF NOT EXISTS "
              + table()
              + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, tag VARCHAR(30), n INT NOT NULL"
              + " DEFAULT 0) ENGINE=InnoDB COMMENT '"
              + tag()
              + "'");
      insert = connection.prepareStatement("INSERT INTO " + table() + " (tag, n) VALUES (?, ?)");
      select =
          connection.prepareStatement(
              "SELECT id FROM " + table() + " WHERE tag = ? OR n = ? LIMIT 3");
      while (!load.stopped() && tags < limit) {
        step();
        load.rest();
      }
    } catch (SQLException | RuntimeException e) {
      trouble = Thread.currentThread().getName() + " " + number + ": " + e + "; ";
    }
  }

  private void step() throws SQLException {
    switch (random.nextInt(10)) {
      case 0:
        transaction(true);
        break;
      case 1:
        transaction(false);
        break;
      case 2:
        savepoint();
        break;
      case 3:
        inText(random.nextBoolean() ? "COMMIT" : "ROLLBACK");
        break;
      case 4:
        batch();
        break;
      case 5:
        fail();
        break;
      default:
        write();
        read();
    }
  }

  private void transaction(boolean commit) throws SQLException {
    connection.setAutoCommit(false);
    for (int i = random.nextInt(4); i >= 0; i--) {
      write();
      read();
    }
    if (commit) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  private void savepoint() throws SQLException {
    connection.setAutoCommit(false);
    write();
    Savepoint savepoint = connection.setSavepoint("here");
    write();
    write();
    connection.rollback(savepoint);
    write();
    // Switching autocommit on commits.
    connection.setAutoCommit(true);
  }

  private void inText(String end) throws SQLException {
    text("BEGIN /* " + tag() + " */");
    write();
    write();
    text(end + " /* " + tag() + " */");
  }

  private void batch() throws SQLException {
    int size = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      insert.setString(1, tag());
      insert.setInt(2, random.nextInt(100));
      insert.addBatch();
    }
    timed(size, insert::executeBatch);
  }

  private void fail() throws SQLException {
    try {
      text("INSERT INTO " + table() + " (id, tag) SELECT id, '" + tag() + "' FROM " + table());
      // The table is empty.
    } catch (SQLException e) {
      if (e.getErrorCode() != 1062) {
        throw e;
      }
      failed++;
    }
  }

  private void write() throws SQLException {
    switch (random.nextInt(5)) {
      case 0:
        text(
            "UPDATE "
                + table()
                + " SET n = n + 1, tag = '"
                + tag()
                + "' WHERE n < "
                + random.nextInt(100)
                + " ORDER BY id LIMIT 2");
        break;
      case 1:
        text(
            "DELETE FROM "
                + table()
                + " WHERE n = "
                + random.nextInt(100)
                + " OR tag = '"
                + tag()
                + "'");
        break;
      case 2:
        text("INSERT INTO " + table() + " (tag) VALUES ('" + tag() + "'), ('" + tag() + "')");
        break;
      default:
        insert.setString(1, tag());
        insert.setInt(2, random.nextInt(100));
        timed(1, insert::execute);
    }
  }

  private void read() throws SQLException {
    select.setString(1, tag());
    select.setInt(2, random.nextInt(100));
    timed(
        1,
        () -> {
          try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              rows.getInt(1);
            }
          }
        });
  }

  private void text(String sql) throws SQLException {
    timed(
        1,
        () -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
        });
  }
}
