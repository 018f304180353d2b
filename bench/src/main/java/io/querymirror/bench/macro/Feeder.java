package io.querymirror.bench.macro;

import com.example.noop.NoopDriver;
import io.querymirror.bench.child.Child;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An application whose own database costs nothing, so that all that its JVM does is mirroring. One
 * thread goes round the sessions. {@code Feeder URL WORKLOAD SESSIONS}; answers {@code feed
 * STATEMENTS}, {@code watch MILLIS} and {@code executed}.
 */
final class Feeder {
  private final List<Workload.Session> sessions = new ArrayList<>();
  private int next;

  private Feeder(String[] args) throws SQLException {
    DriverManager.registerDriver(new NoopDriver());
    Workload workload = Workload.of(args[1]);
    int count = Integer.parseInt(args[2]);
    for (int i = 0; i < count; i++) {
      sessions.add(workload.open(DriverManager.getConnection(args[0], "app", ""), i));
    }
  }

  public static void main(String[] args) throws Exception {
    Feeder feeder = new Feeder(args);
    Child.serve(feeder::answer);
  }

  private Map<String, Double> answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "watch" -> Map.of("longest", watch(Long.parseLong(words[1])));
      case "executed" -> Map.of("copies", (double) Executed.copies());
      default -> Map.of("statements", (double) feed(Long.parseLong(words[1])));
    };
  }

  /** Goes on at some thousand statements a second; the longest took so many milliseconds. */
  private double watch(long millis) throws SQLException {
    long longest = 0;
    long end = System.nanoTime() + millis * 1_000_000;
    long before = System.nanoTime();
    while (before - end < 0) {
      long next = before + 200_000;
      feed(1);
      longest = Math.max(longest, System.nanoTime() - before);
      while ((before = System.nanoTime()) < next) {
        Thread.onSpinWait();
      }
    }
    return longest / 1e6;
  }

  private long feed(long statements) throws SQLException {
    long done = 0;
    while (done < statements) {
      done += sessions.get(next).step();
      next = (next + 1) % sessions.size();
    }
    return done;
  }
}
