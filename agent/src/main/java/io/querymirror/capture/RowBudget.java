package io.querymirror.capture;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Bounds the memory that results of the application are kept in for the agent, from their call to
 * the last target's comparison. The queues count what they hold by themselves; this also covers
 * what is still on its way there.
 *
 * <p>What is taken and what is given back are counted apart, and far apart in memory: the
 * application's threads look at the agent's count only where theirs alone would be too much.
 */
final class RowBudget {
  /** What is smaller is only counted by the queues: the ring before them holds few of these. */
  static final long SMALL = 1024;

  private static final int TAKEN = 16;
  private static final int GIVEN = 32;

  private final AtomicLongArray counts = new AtomicLongArray(48);
  private final long limit;
  private final int rows;

  /** As much of what was given back as the application's threads know of. */
  private volatile long known;

  /**
   * @param limit bytes of all results together, about
   * @param rows of one result, at most
   */
  RowBudget(long limit, int rows) {
    this.limit = limit;
    this.rows = rows;
  }

  /** Whether its bounds are these. */
  boolean allows(long bytes, int mostRows) {
    return limit == bytes && rows == mostRows;
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
    long wanted = counts.get(TAKEN) + bytes;
    if (wanted - known > limit) {
      long given = counts.get(GIVEN);
      known = given;
      if (wanted - given > limit) {
        return false;
      }
    }
    counts.addAndGet(TAKEN, bytes);
    return true;
  }

  void give(long bytes) {
    if (bytes > SMALL) {
      counts.addAndGet(GIVEN, bytes);
    }
  }

  long taken() {
    return counts.get(TAKEN) - counts.get(GIVEN);
  }
}
