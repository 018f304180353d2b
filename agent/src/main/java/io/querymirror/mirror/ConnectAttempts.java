package io.querymirror.mirror;

/**
 * How often and when a lane tries to connect to a host that is up: a few times with growing pauses,
 * then it leaves it for a while, as what is queued may not grow old over it.
 */
final class ConnectAttempts {
  private static final int MOST = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long GIVE_UP_NANOS = 2_000_000_000L;

  private int failed;
  private boolean gaveUp;
  private long gaveUpAt;

  /** Whether it is time for one. */
  boolean due() {
    gaveUp = gaveUp && System.nanoTime() - gaveUpAt < GIVE_UP_NANOS;
    return !gaveUp;
  }

  void succeeded() {
    failed = 0;
  }

  /** Milliseconds until the next one; 0 where it is given up. */
  long failed() {
    if (++failed <= MOST) {
      return FIRST_PAUSE_MILLIS << failed;
    }
    failed = 0;
    gaveUp = true;
    gaveUpAt = System.nanoTime();
    return 0;
  }
}
