package io.querymirror.stats;

/** What one reading of System.nanoTime() costs on this machine, which is in every short time. */
final class ClockCost {
  private static final int BATCHES = 60;
  private static final int READINGS = 500;

  private static volatile long known = -1;

  private ClockCost() {}

  /** In nanoseconds. The first call takes a millisecond; not for the application's threads. */
  static long nanos() {
    long nanos = known;
    if (nanos < 0) {
      nanos = measure();
      known = nanos;
    }
    return nanos;
  }

  /** The best batch: in others something came between, and the first ones were not compiled. */
  private static long measure() {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < BATCHES; i++) {
      long begin = System.nanoTime();
      long end = begin;
      for (int j = 0; j < READINGS; j++) {
        end = System.nanoTime();
      }
      best = Math.min(best, (end - begin) / READINGS);
    }
    return best;
  }
}
