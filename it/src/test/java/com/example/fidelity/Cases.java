package com.example.fidelity;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Applications that a proxy which repeats statements one by one gets wrong. Arguments: URL, user,
 * password, the case, how often; and further cases, each as {@code schema:case} where it is not the
 * URL's schema that it runs in. Prints {@code done} and how many statements it ran, then keeps its
 * connections until its input ends.
 */
public final class Cases {
  private final String[] access;
  private final AtomicLong statements = new AtomicLong();
  private volatile String schema = "";

  private Cases(String[] access) {
    this.access = access;
  }

  public static void main(String[] args) throws Exception {
    Cases cases = new Cases(args);
    List<Connection> connections = new ArrayList<>();
    for (int i = 3; i < args.length; i += 2) {
      String[] name = args[i].split(":");
      cases.schema = name.length > 1 ? name[0] : "";
      Connection connection = cases.connect();
      connections.add(connection);
      cases.run(connection, name[name.length - 1], Integer.parseInt(args[i + 1]));
    }
    System.out.println("done statements=" + cases.statements);
    while (System.in.read() >= 0) {
      // Nothing is said to it.
    }
    for (Connection connection : connections) {
      connection.close();
    }
    System.out.println("bye");
  }

  private void run(Connection connection, String name, int times) throws Exception {
    switch (name) {
      case "rolled-back":
        transactions(connection, times, 0);
        break;
      case "every-second":
        transactions(connection, times, 2);
        break;
      case "variables":
        sideBySide(4, n -> variables(n, times));
        break;
      case "children":
        sideBySide(4, n -> children(n, times));
        break;
      case "children-of-all":
        sideBySide(4, n -> children(0, times));
        break;
      case "chain":
        chain(connection, times);
        break;
      case "temporary":
        sideBySide(4, n -> temporary(n, times));
        break;
      case "prepared":
        sideBySide(4, n -> prepared(n, times));
        break;
      case "several":
        several(connection, times);
        break;
      case "emoji":
        emoji(connection, times);
        break;
      case "bound":
        bound(connection, times);
        break;
      case "inserts":
        sideBySide(4, n -> inserts(n, times));
        break;
      case "keys":
        sideBySide(4, n -> keys(n, times));
        break;
      case "again":
        again(times);
        break;
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private Connection connect() throws SQLException {
    String url =
        schema.isEmpty() ? access[0] : access[0].replaceFirst("/\\w+\\?", "/" + schema + "?");
    return DriverManager.getConnection(url, access[1], access[2]);
  }

  private interface Part {
    void run(int number) throws SQLException;
  }

  private static void sideBySide(int threads, Part part) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      Callable<Void> call =
          () -> {
            part.run(number);
            return null;
          };
      parts.add(pool.submit(call));
    }
    pool.shutdown();
    try {
      for (Future<?> one : parts) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private int text(Connection connection, String sql) throws SQLException {
    statements.incrementAndGet();
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql) ? -1 : statement.getUpdateCount();
    }
  }

  private int run(PreparedStatement statement, Object... binds) throws SQLException {
    for (int i = 0; i < binds.length; i++) {
      statement.setObject(i + 1, binds[i]);
    }
    statements.incrementAndGet();
    return statement.execute() ? -1 : statement.getUpdateCount();
  }

  /** Each an insert; committed is every n-th, or none. */
  private void transactions(Connection connection, int times, int every) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (v) VALUES (?)")) {
      for (int i = 0; i < times; i++) {
        run(insert, "row " + i);
        if (every > 0 && i % every == 0) {
          connection.commit();
        } else {
          connection.rollback();
        }
      }
    }
    connection.setAutoCommit(true);
  }

  private void variables(int number, int times) throws SQLException {
    try (Connection connection = connect()) {
      for (int i = 0; i < times; i++) {
        text(connection, "SET @x = " + (number * 100_000 + i));
        text(connection, "INSERT INTO keyed (id, v) VALUES (@x, CONCAT('x is ', @x))");
      }
    }
  }

  private void children(int number, int times) throws SQLException {
    try (Connection connection = connect()) {
      for (int i = 0; i < times; i++) {
        connection.setAutoCommit(false);
        text(connection, "INSERT INTO parent_" + number + " (v) VALUES ('parent " + i + "')");
        text(
            connection,
            "INSERT INTO child_" + number + " (parent, v) VALUES (LAST_INSERT_ID(), 'first')");
        text(
            connection,
            "INSERT INTO child_" + number + " (parent, v) VALUES (LAST_INSERT_ID(), 'grandchild')");
        connection.setAutoCommit(true);
      }
    }
  }

  private void chain(Connection connection, int times) throws SQLException {
    text(connection, "INSERT INTO keyed (id, v, n) VALUES (1, 'chain', 1)");
    try (PreparedStatement twice =
            connection.prepareStatement("UPDATE keyed SET n = (n * 2) % 10007 WHERE id = ?");
        PreparedStatement more =
            connection.prepareStatement("UPDATE keyed SET n = n + ? WHERE id = 1")) {
      for (int i = 0; i < times; i++) {
        run(twice, 1);
        run(more, i % 7);
      }
    }
  }

  private void temporary(int number, int times) throws SQLException {
    try (Connection connection = connect()) {
      for (int i = 0; i < times; i++) {
        text(connection, "CREATE TEMPORARY TABLE draft (id INT PRIMARY KEY, v VARCHAR(40))");
        int base = (number * times + i) * 10;
        text(connection, "INSERT INTO draft VALUES (" + base + ", 'a'), (" + (base + 1) + ", 'b')");
        text(connection, "UPDATE draft SET v = CONCAT(v, id)");
        text(connection, "INSERT INTO keyed (id, v) SELECT id, v FROM draft");
        text(connection, "DROP TEMPORARY TABLE draft");
      }
    }
  }

  private void prepared(int number, int times) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO keyed (id, v, n) VALUES (?, ?, ?)");
        PreparedStatement update =
            connection.prepareStatement("UPDATE keyed SET n = n + ?, v = ? WHERE id = ?");
        PreparedStatement delete = connection.prepareStatement("DELETE FROM keyed WHERE id = ?");
        PreparedStatement select =
            connection.prepareStatement("SELECT v, n FROM keyed WHERE id = ?")) {
      for (int i = 0; i < times; i++) {
        int id = number * 100_000 + i;
        run(insert, id, "new", (long) i);
        run(update, 10L, "changed", id);
        run(select, id);
        if (i % 5 == 0) {
          run(delete, id);
        }
      }
    }
  }

  private void several(Connection connection, int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      statements.incrementAndGet();
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO keyed (id, v) VALUES ("
                + i
                + ", 'one; two'); UPDATE keyed SET n = id * 3 WHERE id = "
                + i
                + "; SELECT n FROM keyed WHERE id = "
                + i
                + "; DELETE FROM keyed WHERE id = "
                + (i - 3));
        while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
          // All of them are read.
        }
      }
    }
  }

  private void emoji(Connection connection, int times) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO keyed (id, v) VALUES (?, ?)")) {
      for (int i = 0; i < times; i++) {
        text(
            connection,
            "INSERT INTO keyed (id, v) VALUES (" + 2 * i + ", '\uD83D\uDE00 Größe 漢字 " + i + "')");
        run(insert, 2 * i + 1, "\uD83D\uDC4D\uD83C\uDFFD Привет " + i);
      }
    }
    text(connection, "UPDATE keyed SET n = CHAR_LENGTH(v) WHERE v LIKE '%\uD83D\uDE00%'");
  }

  private void bound(Connection connection, int times) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO bound (id, at, t) VALUES (?, ?, ?)");
        CallableStatement more = connection.prepareCall("{call more(?, ?)}")) {
      for (int i = 0; i < times; i++) {
        LocalDateTime at = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_500 + 333 * i);
        run(insert, 1000 + i, at, at.toLocalTime());
        run(insert, 2000 + i, Timestamp.valueOf(at), at.toLocalTime());
        more.registerOutParameter(1, Types.INTEGER);
        more.registerOutParameter(2, Types.INTEGER);
        more.setInt(2, 3000 + i);
        statements.incrementAndGet();
        more.execute();
        if (more.getInt(1) != 3000 + i || more.getInt(2) != 3001 + i) {
          throw new IllegalStateException(more.getInt(1) + ", " + more.getInt(2));
        }
      }
    }
  }

  private void inserts(int number, int times) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO keyed (id, v) VALUES (?, ?)")) {
      for (int i = 0; i < times; i++) {
        run(insert, number * 1_000_000 + i, "row " + i);
      }
    }
  }

  /** Keys of one counter, read back and used in further rows. */
  private void keys(int number, int times) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO parent_0 (v) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
        PreparedStatement child =
            connection.prepareStatement("INSERT INTO keyed (id, v) VALUES (?, ?)")) {
      for (int i = 0; i < times; i++) {
        String name = number + "/" + i;
        run(insert, name);
        try (ResultSet keys = insert.getGeneratedKeys()) {
          keys.next();
          run(child, keys.getInt(1), "child of " + name);
        }
        if (i % 10 == 0) {
          text(
              connection, "INSERT INTO parent_0 (v) VALUES ('" + name + " a'), ('" + name + " b')");
        }
      }
    }
  }

  /** One row, deleted and inserted again by a thread that takes another connection each time. */
  private void again(int times) throws SQLException {
    List<Connection> pool = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      pool.add(connect());
    }
    for (int i = 0; i < times; i++) {
      text(pool.get(i % 5), "DELETE FROM keyed WHERE id = 1");
      text(pool.get((i + 2) % 5), "INSERT INTO keyed (id, v, n) VALUES (1, 'again', " + i + ")");
    }
    for (Connection connection : pool) {
      connection.close();
    }
  }
}
