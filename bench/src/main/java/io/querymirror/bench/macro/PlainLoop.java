package io.querymirror.bench.macro;

import io.querymirror.bench.child.Child;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What a mirror is held against: a loop with Connector/J, one thread for each connection. {@code
 * PlainLoop URL USER PASSWORD WORKLOAD CONNECTIONS}; answers {@code run MILLIS}, or {@code run
 * MILLIS RATE} for so many statements a second at most.
 */
final class PlainLoop {
  private final List<Workload.Session> sessions = new ArrayList<>();
  private final ExecutorService threads;

  private PlainLoop(String[] args) throws SQLException {
    int connections = Integer.parseInt(args[4]);
    Workload workload = Workload.of(args[3]);
    for (int i = 0; i < connections; i++) {
      Connection connection = DriverManager.getConnection(args[0], args[1], args[2]);
      sessions.add(workload.open(connection, i));
    }
    threads = Executors.newFixedThreadPool(connections);
  }

  public static void main(String[] args) throws Exception {
    PlainLoop loop = new PlainLoop(args);
    Child.serve(
        words ->
            Map.of(
                "statements",
                (double)
                    loop.run(
                        Long.parseLong(words[1]),
                        words.length > 2 ? Double.parseDouble(words[2]) : 0)));
    loop.threads.shutdown();
  }

  private long run(long millis, double rate) throws Exception {
    long begin = System.nanoTime();
    long end = begin + millis * 1_000_000;
    double each = rate > 0 ? 1e9 * sessions.size() / rate : 0;
    List<Callable<Long>> work = new ArrayList<>();
    for (Workload.Session session : sessions) {
      work.add(
          () -> {
            long done = 0;
            long now = begin;
            while (now - end < 0) {
              done += session.step();
              now = System.nanoTime();
              long early = begin + (long) (done * each) - now;
              if (each > 0 && early > 0) {
                LockSupport.parkNanos(early);
                now = System.nanoTime();
              }
            }
            return done;
          });
    }
    long sum = 0;
    for (Future<Long> done : threads.invokeAll(work)) {
      sum += done.get();
    }
    return sum;
  }
}
