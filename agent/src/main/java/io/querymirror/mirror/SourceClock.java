package io.querymirror.mirror;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * What the wall clock of this machine said at a System.nanoTime(). It follows when the wall clock
 * is set, by marks that are taken from time to time; each holds for the times behind it, so that
 * two targets are told the same of one statement, however much later one of them comes to it.
 */
final class SourceClock {
  /** The one of this JVM. */
  static final SourceClock SHARED = new SourceClock();

  static final long MARK_MILLIS = 500;

  private static final int KEPT = 256;
  private static final long DRIFT_MICROS = 200;
  private static final int TRIES = 4;

  /** Pairs: a nanoTime, and the microseconds to be added to it; never changed, only replaced. */
  private volatile long[] marks = {System.nanoTime(), offset()};

  /** Looks at the wall clock; on a thread of the agent. */
  void mark() {
    mark(System.nanoTime(), offset());
  }

  synchronized void mark(long nanos, long offset) {
    long[] old = marks;
    if (Math.abs(offset - old[old.length - 1]) <= DRIFT_MICROS) {
      return;
    }
    int from = old.length == 2 * KEPT ? 2 : 0;
    long[] all = Arrays.copyOfRange(old, from, old.length + 2);
    all[all.length - 2] = nanos;
    all[all.length - 1] = offset;
    marks = all;
  }

  /** Microseconds since 1970 at this System.nanoTime(). */
  long micros(long nanos) {
    long[] all = marks;
    int i = all.length - 2;
    while (i > 0 && nanos - all[i] < 0) {
      i -= 2;
    }
    return nanos / 1000 + all[i + 1];
  }

  /** The reading that took the least time is the best. */
  private static long offset() {
    long best = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long before = System.nanoTime();
      long wall = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
      long took = System.nanoTime() - before;
      if (took < shortest) {
        shortest = took;
        best = wall - (before + took / 2) / 1000;
      }
    }
    return best;
  }
}
