package com.example.pins;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions that draw keys from the same tables in every way, side by side, and use the keys that
 * they were given. Arguments: URL, user, password, sessions, rounds. Prints {@code done} and how
 * many statements it ran, then keeps a connection until its input ends.
 */
public final class Keys {
  private static final AtomicLong STATEMENTS = new AtomicLong();

  private final Connection connection;
  private final int session;
  private long last;

  private Keys(Connection connection, int session) {
    this.connection = connection;
    this.session = session;
  }

  public static void main(String[] args) throws Exception {
    try (Connection kept = DriverManager.getConnection(args[0], args[1], args[2])) {
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[3]); i++) {
        int session = i;
        all.add(
            threads.submit(
                () -> {
                  try (Connection c = DriverManager.getConnection(args[0], args[1], args[2])) {
                    new Keys(c, session).rounds(Integer.parseInt(args[4]));
                  }
                  return null;
                }));
      }
      for (Future<?> future : all) {
        future.get();
      }
      threads.shutdown();
      System.out.println("done statements=" + STATEMENTS);
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    }
    System.out.println("bye");
  }

  private void rounds(int rounds) throws SQLException {
    for (int round = 0; round < rounds; round++) {
      String mine = session + "-" + round;
      single(mine);
      many(mine);
      openKeys(mine);
      duplicates(mine);
      transactions(mine, round % 3 == 0);
      batches(mine);
    }
  }

  private void single(String mine) throws SQLException {
    insert("INSERT INTO parent (u, v) VALUES ('" + mine + "', 'single')");
    execute("INSERT INTO child (parent, v) VALUES (" + last + ", 'by the key read back')");
    execute("INSERT INTO child (parent, v) VALUES (LAST_INSERT_ID(), 'by the session')");
    execute("UPDATE parent SET v = 'met again' WHERE id = " + last);
    try (PreparedStatement p =
        connection.prepareStatement(
            "INSERT INTO parent SET u = ?, v = ?", Statement.RETURN_GENERATED_KEYS)) {
      p.setString(1, mine + "-set");
      p.setString(2, "prepared");
      p.executeUpdate();
      STATEMENTS.incrementAndGet();
      key(p);
    }
    execute("INSERT INTO child (parent, v) VALUES (" + last + ", 'of a prepared one')");
  }

  private void many(String mine) throws SQLException {
    insert("INSERT INTO child (parent, v) VALUES (1, '" + mine + "a'), (2, 'b'), (3, 'c')");
    execute("UPDATE child SET v = CONCAT(v, '!') WHERE id = " + (last + 2));
    execute("INSERT INTO child (parent, v) SELECT id, u FROM parent WHERE u = '" + mine + "'");
  }

  private void openKeys(String mine) throws SQLException {
    execute("INSERT INTO parent (id, u, v) VALUES (NULL, '" + mine + "-null', 'null')");
    execute("INSERT INTO parent VALUES (0, '" + mine + "-zero', 'zero')");
    execute("INSERT INTO parent VALUES (DEFAULT, '" + mine + "-default', 'default')");
    try (PreparedStatement p = connection.prepareStatement("INSERT INTO parent VALUES (?, ?, ?)")) {
      p.setNull(1, java.sql.Types.INTEGER);
      p.setString(2, mine + "-bound");
      p.setString(3, "bound");
      p.executeUpdate();
      STATEMENTS.incrementAndGet();
    }
  }

  /** Each on rows of its own: between sessions there is nothing to wait for. */
  private void duplicates(String mine) throws SQLException {
    execute(
        "INSERT IGNORE INTO parent (u, v) VALUES ('" + mine + "', 'a'), ('" + mine + "-i', 'b')");
    execute("INSERT IGNORE INTO parent (u, v) VALUES ('" + mine + "', 'nothing')");
    execute(
        "INSERT INTO parent (u, v) VALUES ('"
            + mine
            + "-d', 'a') ON DUPLICATE KEY UPDATE v = 'updated'");
    execute(
        "INSERT INTO parent (u, v) VALUES ('"
            + mine
            + "-d', 'a') ON DUPLICATE KEY UPDATE v = 'updated'");
    execute(
        "INSERT INTO parent (u, v) VALUES ('"
            + mine
            + "-d', 'a'), ('"
            + mine
            + "-e', 'b') ON DUPLICATE KEY UPDATE v = 'updated again'");
    execute(
        "INSERT INTO parent (u, v) VALUES ('"
            + mine
            + "-f', 'a'), ('"
            + mine
            + "-e', 'b'), ('"
            + mine
            + "-g', 'c') ON DUPLICATE KEY UPDATE v = 'updated again'");
    execute("REPLACE INTO parent (u, v) VALUES ('" + mine + "-d', 'replaced')");
    execute("REPLACE INTO parent (u, v) VALUES ('" + mine + "-r', 'new')");
    try {
      execute("INSERT INTO parent (u, v) VALUES ('" + mine + "', 'a duplicate')");
      throw new AssertionError("no duplicate");
    } catch (SQLIntegrityConstraintViolationException expected) {
      insert("INSERT INTO parent (u, v) VALUES ('" + mine + "-after', 'after a duplicate')");
    }
  }

  private void transactions(String mine, boolean kept) throws SQLException {
    connection.setAutoCommit(false);
    insert("INSERT INTO child (parent, v) VALUES (7, '" + mine + " in a transaction')");
    insert("INSERT INTO child (parent, v) VALUES (" + last + ", 'its child')");
    if (kept) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  private void batches(String mine) throws SQLException {
    try (PreparedStatement p =
        connection.prepareStatement(
            "INSERT INTO child (parent, v) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 0; i < 5; i++) {
        p.setInt(1, i);
        p.setString(2, mine + " batch");
        p.addBatch();
      }
      p.executeBatch();
      STATEMENTS.addAndGet(5);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      STATEMENTS.incrementAndGet();
      s.execute(sql);
    }
  }

  private void insert(String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      STATEMENTS.incrementAndGet();
      s.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
      key(s);
    }
  }

  private void key(Statement s) throws SQLException {
    try (ResultSet keys = s.getGeneratedKeys()) {
      keys.next();
      last = keys.getLong(1);
    }
  }
}
