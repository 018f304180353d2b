package com.example.contend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One session: a thread, a connection at a time, and what the servers refuse. A failed statement of
 * a transaction is passed over, or the transaction is given up, as applications do either.
 */
final class Session implements Runnable {
  private static final int DUPLICATE = 1062;
  private static final int LOCK_WAIT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int NO_PARENT = 1452;

  final int number;
  final Random random;

  private final Settings settings;
  private final Mix mix;
  private final Counts counts;
  private final BooleanSupplier over;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private Connection connection;
  private boolean inTransaction;
  private boolean byText;
  private int stepsOnConnection;
  private String trouble = "";

  Session(int number, Settings settings, Mix mix, Counts counts, BooleanSupplier over)
      throws SQLException {
    this.number = number;
    this.random = new Random(settings.seed() * 1000 + number);
    this.settings = settings;
    this.mix = mix;
    this.counts = counts;
    this.over = over;
    connect();
  }

  String trouble() {
    return trouble;
  }

  private void connect() throws SQLException {
    // Every other session has the server prepare its statements.
    String prepare =
        number % 2 == 0 ? "" : "&useServerPrepStmts=true&cachePrepStmts=true&prepStmtCacheSize=100";
    connection =
        DriverManager.getConnection(settings.url() + prepare, settings.user(), settings.password());
    connection.setTransactionIsolation(
        settings.readCommitted()
            ? Connection.TRANSACTION_READ_COMMITTED
            : Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = connection.createStatement()) {
      counts.statements.incrementAndGet();
      statement.execute("SET SESSION innodb_lock_wait_timeout = 1");
    }
    stepsOnConnection = 0;
  }

  void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
    connection.close();
  }

  @Override
  public void run() {
    int steps = settings.steps();
    try {
      for (int i = 0; !over.getAsBoolean() && (steps == 0 || i < steps); i++) {
        if (settings.reconnect() > 0 && ++stepsOnConnection > settings.reconnect()) {
          close();
          connect();
        }
        mix.step(this);
      }
    } catch (SQLException | RuntimeException e) {
      trouble = "session " + number + ": " + e + "; ";
    }
  }

  /** What is done in a transaction. */
  interface Work {
    void run() throws SQLException, Lost;
  }

  /** Runs it, and commits nine times in ten; whether it did. */
  boolean transaction(Work work) throws SQLException {
    return transaction(work, random.nextInt(10) != 0);
  }

  /** Begun and ended by methods of the connection, or one time in four by text. */
  boolean transaction(Work work, boolean wanted) throws SQLException {
    boolean text = random.nextInt(4) == 0;
    byText = text;
    if (text) {
      text(random.nextBoolean() ? "BEGIN" : "START TRANSACTION");
    } else {
      connection.setAutoCommit(false);
    }
    inTransaction = true;
    boolean commit = wanted;
    try {
      work.run();
    } catch (Lost e) {
      commit = false;
    }
    inTransaction = false;
    if (text) {
      text(commit ? "COMMIT" : "ROLLBACK");
    } else {
      if (commit) {
        connection.commit();
      } else {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
    (commit ? counts.commits : counts.rollbacks).incrementAndGet();
    return commit;
  }

  private void text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      counts.statements.incrementAndGet();
      statement.execute(sql);
    }
  }

  /** Runs it and takes it back. */
  void undone(Work work) throws SQLException, Lost {
    // Drivers have no savepoints where they see no transaction.
    Savepoint savepoint = byText ? null : connection.setSavepoint();
    if (savepoint == null) {
      text("SAVEPOINT here");
      work.run();
      text("ROLLBACK TO SAVEPOINT here");
    } else {
      work.run();
      connection.rollback(savepoint);
    }
  }

  /** Waits a moment between statements of a transaction, as applications compute. */
  private void think() {
    if (inTransaction && settings.think() > 0 && random.nextInt(4) == 0) {
      pause(random.nextInt(settings.think()) * 1000L);
    }
  }

  static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private PreparedStatement prepare(String sql, boolean keys, Object... binds) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement =
          keys
              ? connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)
              : connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < binds.length; i++) {
      statement.setObject(i + 1, binds[i]);
    }
    think();
    counts.statements.incrementAndGet();
    return statement;
  }

  /** How many rows it touched; -1 where the server refused it and the transaction goes on. */
  int update(String sql, Object... binds) throws SQLException, Lost {
    try {
      return prepare(sql, false, binds).executeUpdate();
    } catch (SQLException e) {
      refused(e);
      return -1;
    }
  }

  /** The first id that the server gave; 0 where it gave none or refused. */
  long insert(String sql, Object... binds) throws SQLException, Lost {
    try {
      PreparedStatement statement = prepare(sql, true, binds);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        return keys.next() ? keys.getLong(1) : 0;
      }
    } catch (SQLException e) {
      refused(e);
      return 0;
    }
  }

  /** The first row's numbers (0 for what is none); null where there is no row, or it is refused. */
  long[] select(String sql, Object... binds) throws SQLException, Lost {
    try (ResultSet rows = prepare(sql, false, binds).executeQuery()) {
      long[] first = null;
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        counts.rows.incrementAndGet();
        if (first == null) {
          first = new long[columns];
          for (int c = 0; c < columns; c++) {
            first[c] = rows.getObject(c + 1) instanceof Number n ? n.longValue() : 0;
          }
        }
      }
      return first;
    } catch (SQLException e) {
      refused(e);
      return null;
    }
  }

  /** As {@link #update}, by itself: nothing is lost with it. */
  int alone(String sql, Object... binds) throws SQLException {
    try {
      return update(sql, binds);
    } catch (Lost e) {
      return -1;
    }
  }

  /** As {@link #select}, by itself. */
  long[] look(String sql, Object... binds) throws SQLException {
    try {
      return select(sql, binds);
    } catch (Lost e) {
      return null;
    }
  }

  private void refused(SQLException e) throws SQLException, Lost {
    switch (e.getErrorCode()) {
      case DUPLICATE:
        counts.duplicates.incrementAndGet();
        return;
      case NO_PARENT:
        counts.orphans.incrementAndGet();
        return;
      case LOCK_WAIT:
        counts.lockWaits.incrementAndGet();
        if (random.nextBoolean()) {
          throw new Lost();
        }
        return;
      case DEADLOCK:
        counts.deadlocks.incrementAndGet();
        throw new Lost();
      default:
        throw e;
    }
  }
}
