package io.querymirror.bench.jmh;

import com.sun.management.ThreadMXBean;
import io.querymirror.bench.results.Quartiles;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An application for one point of a growth curve: runs its statements in bursts, and prints what
 * one costs: CPU of its own thread, of the dispatcher's, and own bytes.
 */
public final class Growing {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(2_000);
  private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
  private static final int BURST_BYTES = 16 << 20;

  /** What is counted from 1 upwards, where it is not what grows. */
  private final int sessions = Integer.getInteger("querymirror.bench.sessions", 1);

  private final int digests = Integer.getInteger("querymirror.bench.digests", 1);
  private final int size = Integer.getInteger("querymirror.bench.size", 80);
  private final boolean prepared = Boolean.getBoolean("querymirror.bench.prepared");
  private final List<Statement> statements = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final int burst = Math.max(4, Math.min(Fork.BURST, BURST_BYTES / size));
  private int turn;

  private Growing() throws SQLException {
    for (int i = 0; i < sessions; i++) {
      Connection connection =
          Sources.open(
              System.getProperty("querymirror.bench.driver", Sources.OTHER),
              "",
              System.getProperty("querymirror.bench.url", ""));
      statements.add(
          prepared
              ? connection.prepareStatement("SELECT c FROM item WHERE id = ?")
              : connection.createStatement());
    }
    // Enough that no text is met again in its burst, as far as memory goes.
    int count = Math.max(digests, Math.min(4096, burst * 2));
    for (int i = 0; i < count; i++) {
      texts.add(text(i));
    }
  }

  private String text(int i) {
    StringBuilder sql = new StringBuilder("SELECT c AS a");
    sql.append(i % digests).append(" FROM item WHERE id IN (").append(100_000 + i);
    while (sql.length() < size) {
      sql.append(", ").append(sql.length());
    }
    return sql.append(')').toString();
  }

  public static void main(String[] arguments) throws Exception {
    Growing growing = new Growing();
    growing.bursts(WARM_UP_NANOS, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Double> own = new ArrayList<>();
    List<Double> dispatcher = new ArrayList<>();
    List<Double> bytes = new ArrayList<>();
    growing.bursts(RUN_NANOS, own, dispatcher, bytes);
    System.out.printf(
        Locale.ROOT,
        "point %f %f %f%n",
        Quartiles.of(own).median(),
        Quartiles.of(dispatcher).median(),
        Quartiles.of(bytes).median());
    // The target is not there: nothing is to be waited for.
    Runtime.getRuntime().halt(0);
  }

  private void bursts(long nanos, List<Double> own, List<Double> dispatcher, List<Double> bytes)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end || own.size() < 3) {
      Drain.await(Mode.MATCHED, 1);
      long id = Drain.consumerId();
      long theirs = THREADS.getThreadCpuTime(id);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long mine = THREADS.getCurrentThreadCpuTime();
      burst();
      mine = THREADS.getCurrentThreadCpuTime() - mine;
      allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      Drain.await(Mode.MATCHED, 1);
      theirs = THREADS.getThreadCpuTime(id) - theirs;
      own.add((double) mine / burst);
      dispatcher.add((double) theirs / burst);
      bytes.add((double) allocated / burst);
    }
  }

  private void burst() throws SQLException {
    for (int i = 0; i < burst; i++) {
      int n = turn++ & Integer.MAX_VALUE;
      Statement statement = statements.get(n % sessions);
      if (statement instanceof PreparedStatement binding) {
        binding.setLong(1, 100_000 + n);
        binding.executeQuery();
      } else {
        statement.executeQuery(texts.get(n % texts.size()));
      }
    }
  }
}
