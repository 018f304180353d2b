package io.querymirror.bench.jmh;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An application that reads single rows of a real server by their key, whenever its input names a
 * number of milliseconds; answers each such turn with one line: statements, p50 and p99 in ns, own
 * CPU in ns and own bytes per statement.
 */
public final class PointSelect {
  static final int ROWS = 1_000;
  private static final int MOST = 1_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PreparedStatement statement;
  private final long[] nanos = new long[MOST];
  private int key;
  private long sum;

  private PointSelect(PreparedStatement statement) {
    this.statement = statement;
  }

  public static void main(String[] arguments) throws SQLException, IOException {
    try (Connection connection =
            Sources.open(
                Sources.REAL,
                System.getProperty("querymirror.bench.via", ""),
                System.getProperty("querymirror.bench.url", ""));
        PreparedStatement statement =
            connection.prepareStatement("SELECT c FROM bench.item WHERE id = ?")) {
      PointSelect loop = new PointSelect(statement);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      System.out.println("ready");
      @Nullable String turn;
      while ((turn = in.readLine()) != null) {
        if (turn.equals("off")) {
          System.setProperty("querymirror.enabled", "false");
          System.out.println("off");
        } else {
          System.out.println("turn " + loop.turn(Long.parseLong(turn)));
        }
      }
    }
  }

  private String turn(long millis) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long cpu = THREADS.getCurrentThreadCpuTime();
    int n = 0;
    long now = System.nanoTime();
    while (now < end && n < MOST) {
      sum += read();
      long after = System.nanoTime();
      nanos[n++] = after - now;
      now = after;
    }
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    bytes = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    Arrays.sort(nanos, 0, n);
    return n + " " + nanos[n / 2] + " " + nanos[(int) (n * 0.99)] + " " + cpu / n + " " + bytes / n;
  }

  private long read() throws SQLException {
    statement.setInt(1, key++ % ROWS + 1);
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
