package io.querymirror.bench.macro;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.child.Child;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application of one thread that selects rows by key, one after another, and times itself:
 * {@code AppLoop URL USER PASSWORD direct|paced|hikari ROWS}. Directly the statement is prepared
 * once, with the pool for each use; paced it pauses after each statement, so that copies run in
 * between. Answers {@code run MILLIS}.
 */
final class AppLoop {
  private static final String POINT = "SELECT name, amount FROM points WHERE id = ? AND shard = ?";
  private static final String RANGE = "SELECT name, amount FROM points WHERE id >= ? LIMIT ?";

  private final Random random = new Random(7);
  private final long[] nanos = new long[1 << 20];
  private final int rows;
  private final long pause;
  private final @Nullable HikariDataSource pool;
  private final @Nullable PreparedStatement prepared;

  private AppLoop(String[] args) throws SQLException {
    rows = Integer.parseInt(args[4]);
    pause = args[3].equals("paced") ? 500_000 : 0;
    if (args[3].equals("hikari")) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(args[0]);
      config.setUsername(args[1]);
      config.setPassword(args[2]);
      config.setMaximumPoolSize(2);
      config.addDataSourceProperty("cachePrepStmts", "true");
      pool = new HikariDataSource(config);
      prepared = null;
    } else {
      pool = null;
      prepared = DriverManager.getConnection(args[0], args[1], args[2]).prepareStatement(sql());
    }
  }

  public static void main(String[] args) throws Exception {
    AppLoop loop = new AppLoop(args);
    Child.serve(words -> loop.run(Long.parseLong(words[1])));
    System.exit(0);
  }

  private String sql() {
    return rows == 1 ? POINT : RANGE;
  }

  private void once() throws SQLException {
    if (prepared != null) {
      select(prepared);
    } else if (pool != null) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(sql())) {
        select(statement);
      }
    }
  }

  private void select(PreparedStatement statement) throws SQLException {
    int id = rows == 1 ? random.nextInt(Bed.POINTS) : 0;
    statement.setInt(1, id);
    statement.setInt(2, rows == 1 ? id % 16 : rows);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        result.getString(1);
      }
    }
  }

  private Map<String, Double> run(long millis) throws SQLException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double collections = collections(false);
    double collected = collections(true);
    double allocated = allocated(threads);
    long cpu = threads.getCurrentThreadCpuTime();
    long end = System.nanoTime() + millis * 1_000_000;
    int count = 0;
    long before = System.nanoTime();
    while (before - end < 0) {
      once();
      long after = System.nanoTime();
      nanos[count++ % nanos.length] = after - before;
      if (pause > 0) {
        LockSupport.parkNanos(pause);
        after = System.nanoTime();
      }
      before = after;
    }
    cpu = threads.getCurrentThreadCpuTime() - cpu;
    allocated = allocated(threads) - allocated;
    Arrays.sort(nanos, 0, Math.min(count, nanos.length));
    return Map.of(
        "statements",
        (double) count,
        "p50",
        quantile(count, 0.50),
        "p99",
        quantile(count, 0.99),
        "thread",
        cpu / 1e3 / count,
        "allocated",
        allocated / count,
        "collections",
        collections(false) - collections,
        "collecting",
        collections(true) - collected);
  }

  private double quantile(int count, double share) {
    return nanos[(int) (Math.min(count, nanos.length) * share)] / 1e3;
  }

  /** Bytes of all threads that live. */
  private static double allocated(ThreadMXBean threads) {
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .asDoubleStream()
        .sum();
  }

  /** How often, or for how many milliseconds. */
  private static double collections(boolean time) {
    double sum = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      sum += time ? collector.getCollectionTime() : collector.getCollectionCount();
    }
    return sum;
  }
}
