package io.querymirror.capture;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that results of the application are kept in for the agent, from their call to
 * the last target's comparison. The queues count what they hold by themselves; this also covers
 * what is still on its way there.
 */
final class RowBudget {
  /** What is smaller is only counted by the queues: the ring before them holds few of these. */
  static final long SMALL = 1024;

  private final AtomicLong taken = new AtomicLong();
  private final long limit;
  private final int rows;

  /**
   * @param limit bytes of all results together
   * @param rows of one result, at most
   */
  RowBudget(long limit, int rows) {
    this.limit = limit;
    this.rows = rows;
  }

  /** Whether a result of so many rows is compared at all. */
  boolean compares(int count) {
    return count <= rows;
  }

  /** Takes room for so many bytes, to be given back once; false where there is none. */
  boolean take(long bytes) {
    if (bytes <= SMALL) {
      return true;
    }
    if (taken.addAndGet(bytes) <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    if (bytes > SMALL) {
      taken.addAndGet(-bytes);
    }
  }

  long taken() {
    return taken.get();
  }
}
