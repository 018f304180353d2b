package io.querymirror.message;

import java.util.concurrent.TimeUnit;

/**
 * How often one message may be said: so many times in a minute that begins with the first, and what
 * is left out is counted. From any thread.
 */
final class Rate {
  static final int MOST = 10;
  static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);

  private long begun;
  private int said;
  private int left;
  private long saidInAll;
  private long suppressedInAll;

  /**
   * Asks to say it once more.
   *
   * @return -1 where it must not be said; else how many were left out in a minute that is over, to
   *     be told before it
   */
  synchronized int take(long nanoTime) {
    int before = over(nanoTime);
    if (said == MOST) {
      left++;
      suppressedInAll++;
      return -1;
    }
    if (said == 0) {
      begun = nanoTime;
    }
    said++;
    saidInAll++;
    return before;
  }

  /** One that was taken was not said after all. */
  synchronized void lost() {
    saidInAll--;
    suppressedInAll++;
  }

  /** What it came to since the start. */
  synchronized Said said(Message message) {
    return new Said(message, saidInAll, suppressedInAll);
  }

  /** How many were left out in a minute that is over; 0 until it is. Each is told once. */
  synchronized int over(long nanoTime) {
    return said > 0 && nanoTime - begun >= WINDOW_NANOS ? end() : 0;
  }

  /** How many were left out until now: to be told at the end of everything. */
  synchronized int end() {
    int told = left;
    said = 0;
    left = 0;
    return told;
  }
}
