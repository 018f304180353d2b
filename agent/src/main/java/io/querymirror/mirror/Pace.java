package io.querymirror.mirror;

/**
 * How long a statement takes on a target, roughly, and from when on one is so slow that it may wait
 * for a lock: a server that answers within a millisecond is not waited for as long as one at the
 * other end of the world. Lanes write over each other's figures; a guess is all that is asked for.
 */
final class Pace {
  private static final long LEAST_NANOS = 20_000_000L;
  private static final long MOST_NANOS = 200_000_000L;
  private static final int TIMES = 20;
  private static final int WEIGHT = 32;

  private volatile long mean = MOST_NANOS / TIMES;

  /** A statement ran for so long, in nanoseconds. */
  void ran(long nanos) {
    long was = mean;
    // One that waited for a lock says little.
    long at = Math.min(nanos, 8 * was);
    mean = was + (at - was) / WEIGHT;
  }

  /** Nanoseconds. */
  long slow() {
    return Math.max(LEAST_NANOS, Math.min(MOST_NANOS, TIMES * mean));
  }
}
