package io.querymirror.bench.macro;

import io.querymirror.bench.bed.Counters;
import java.sql.SQLException;

/** Follows a server's count during a turn. */
final class Rate {
  /** Milliseconds between two looks. */
  static final long EVERY = 10;

  /** Until the queues are full, or the threads run. */
  private static final long RAMP = 200;

  private final Counters counters;
  private final long start = System.nanoTime();
  private final long first;
  private long begun = -1;
  private long begunCount;
  private long last;
  private long lastCount;

  Rate(Counters counters) throws SQLException {
    this.counters = counters;
    this.first = counters.statements();
  }

  /** Milliseconds since the beginning. */
  long elapsed() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Statements run since the beginning; counts for the rate. */
  long look() throws SQLException {
    long count = count();
    long now = System.nanoTime();
    if (begun < 0 && elapsed() >= RAMP) {
      begun = now;
      begunCount = count;
    }
    last = now;
    lastCount = count;
    return count;
  }

  /** Statements run since the beginning. */
  long count() throws SQLException {
    return counters.statements() - first;
  }

  double perSecond() {
    return (lastCount - begunCount) * 1e9 / (last - begun);
  }
}
