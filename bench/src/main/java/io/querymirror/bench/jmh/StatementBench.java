package io.querymirror.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * One statement of an application, in bursts that the ring holds; each thread has a connection of
 * its own. {@code floor…} captures by hand what the agent captures of the same call.
 */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls open() before all else.
public class StatementBench {
  private static final String TWO = "SELECT c FROM item WHERE id = ? AND region = ?";
  private static final String TEN =
      "SELECT c FROM item WHERE id IN (?, ?, ?, ?, ?) AND region IN (?, ?, ?, ?, ?)";
  private static final int TEXTS = 4096;
  private static final int BEFORE_OFF = 20_000;

  private final Mode mode = Mode.current();
  private final OwnThreads.Since since = new OwnThreads.Since();
  private final String[] texts = new String[TEXTS];
  private final Object outcome = new Object();
  private Connection connection;
  private PreparedStatement two;
  private PreparedStatement ten;
  private Statement plain;
  private long id;

  @Setup(Level.Trial)
  public void open() throws SQLException, InterruptedException {
    if (mode == Mode.FLOOR) {
      Floor.start();
    }
    connection =
        Sources.open(
            System.getProperty("querymirror.bench.driver", Sources.OTHER),
            System.getProperty("querymirror.bench.via", ""),
            System.getProperty("querymirror.bench.url", ""));
    two = connection.prepareStatement(TWO);
    two.setLong(1, 1_000);
    two.setString(2, "north");
    ten = connection.prepareStatement(TEN);
    plain = connection.createStatement();
    for (int i = 0; i < TEXTS; i++) {
      texts[i] = "SELECT c FROM item WHERE id = " + (100_000 + i) + " AND region = 'north'";
    }
    if (mode == Mode.OFF) {
      switchOff();
    }
  }

  /** Not from the start: code that was compiled while it was on must become as cheap. */
  private void switchOff() throws SQLException, InterruptedException {
    for (int i = 0; i < BEFORE_OFF; i++) {
      prepared2();
      literal();
    }
    System.setProperty("querymirror.enabled", "false");
    // In force within a second.
    TimeUnit.MILLISECONDS.sleep(1_000);
  }

  @Setup(Level.Iteration)
  public void begin(BenchmarkParams params) throws InterruptedException {
    Drain.await(mode, params.getThreads());
    since.begin();
  }

  @TearDown(Level.Iteration)
  public void end() {
    since.end();
  }

  @TearDown(Level.Trial)
  public void close() throws SQLException, IOException {
    connection.close();
    String waiting = System.getProperty("querymirror.bench.waiting");
    if (waiting != null) {
      // Lets the hanging dispatcher go, so that the JVM need not wait for it.
      Path pipe = Path.of(waiting);
      if (Files.exists(pipe)) {
        Files.writeString(pipe, Files.readString(Path.of(waiting + ".content")));
        Files.delete(pipe);
      }
    }
  }

  @Benchmark
  public ResultSet prepared2() throws SQLException {
    two.setLong(1, ++id + 1_000);
    two.setString(2, "north");
    return two.executeQuery();
  }

  @Benchmark
  public ResultSet again() throws SQLException {
    ++id;
    return two.executeQuery();
  }

  /** As with a pool: a statement for each execution. */
  @Benchmark
  public ResultSet fresh() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TWO)) {
      statement.setLong(1, ++id + 1_000);
      statement.setString(2, "north");
      return statement.executeQuery();
    }
  }

  @Benchmark
  public ResultSet prepared10() throws SQLException {
    long first = ++id + 1_000;
    ten.setLong(1, first);
    ten.setLong(2, first + 1);
    ten.setLong(3, first + 2);
    ten.setLong(4, first + 3);
    ten.setLong(5, first + 4);
    ten.setString(6, "north");
    ten.setString(7, "east");
    ten.setString(8, "south");
    ten.setString(9, "west");
    ten.setString(10, "none");
    return ten.executeQuery();
  }

  @Benchmark
  public ResultSet literal() throws SQLException {
    return plain.executeQuery(texts[(int) ++id & TEXTS - 1]);
  }

  @Benchmark
  public ResultSet floorPrepared2() throws SQLException {
    long value = ++id + 1_000;
    two.setLong(1, value);
    two.setString(2, "north");
    long start = System.nanoTime();
    ResultSet rows = two.executeQuery();
    long finish = System.nanoTime();
    Floor.offer(new Floor.Event(connection, start, finish, TWO, outcome, value, "north"));
    return rows;
  }

  @Benchmark
  public ResultSet floorFresh() throws SQLException {
    long value = ++id + 1_000;
    try (PreparedStatement statement = connection.prepareStatement(TWO)) {
      statement.setLong(1, value);
      statement.setString(2, "north");
      long start = System.nanoTime();
      ResultSet rows = statement.executeQuery();
      long finish = System.nanoTime();
      Floor.offer(new Floor.Event(connection, start, finish, TWO, outcome, value, "north"));
      return rows;
    }
  }

  @Benchmark
  public ResultSet floorAgain() throws SQLException {
    long value = ++id;
    long start = System.nanoTime();
    ResultSet rows = two.executeQuery();
    long finish = System.nanoTime();
    Floor.offer(new Floor.Event(connection, start, finish, TWO, outcome, value, "north"));
    return rows;
  }

  @Benchmark
  public ResultSet floorPrepared10() throws SQLException {
    long first = ++id + 1_000;
    ten.setLong(1, first);
    ten.setLong(2, first + 1);
    ten.setLong(3, first + 2);
    ten.setLong(4, first + 3);
    ten.setLong(5, first + 4);
    ten.setString(6, "north");
    ten.setString(7, "east");
    ten.setString(8, "south");
    ten.setString(9, "west");
    ten.setString(10, "none");
    long start = System.nanoTime();
    ResultSet rows = ten.executeQuery();
    long finish = System.nanoTime();
    Object[] binds = {
      new long[] {first, first + 1, first + 2, first + 3, first + 4},
      "north",
      "east",
      "south",
      "west",
      "none"
    };
    Floor.offer(new Floor.Event(connection, start, finish, TEN, outcome, 10, binds));
    return rows;
  }

  @Benchmark
  public ResultSet floorLiteral() throws SQLException {
    String text = texts[(int) ++id & TEXTS - 1];
    long start = System.nanoTime();
    ResultSet rows = plain.executeQuery(text);
    long finish = System.nanoTime();
    Floor.offer(new Floor.Event(connection, start, finish, text, outcome, 0, null));
    return rows;
  }
}
