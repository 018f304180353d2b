package io.querymirror.mirror.hosts;

/**
 * Whether a connection is at work and until when it may be: the watchdog looks, the worker only
 * writes two fields. A kill and the statement's end may cross; then the worker hears of it from
 * {@link #end}.
 */
final class RunningStatement {
  private static final long NONE = 0;

  private volatile long deadline = NONE;
  private volatile boolean killed;
  private boolean aborted;

  void begin(long timeoutNanos) {
    killed = false;
    aborted = false;
    long at = System.nanoTime() + timeoutNanos;
    deadline = at == NONE ? 1 : at;
  }

  /** Over; true where a kill was sent for it. */
  boolean end() {
    deadline = NONE;
    return killed;
  }

  /** How long it is over its time in nanoseconds; 0 or less where it is not. */
  long overdue(long now) {
    long at = deadline;
    return at == NONE ? 0 : now - at;
  }

  /** True once for a statement: it is to be killed. Called by the watchdog alone. */
  boolean kill() {
    if (killed) {
      return false;
    }
    killed = true;
    return true;
  }

  /** True once for a statement: its connection is to be broken off. */
  boolean abort() {
    if (aborted) {
      return false;
    }
    aborted = true;
    return true;
  }
}
