package io.querymirror.stats;

import java.util.concurrent.atomic.AtomicLong;

/** What examples of results may take in memory, for all digests of a target together. */
final class ExampleRoom {
  static final long MOST = 8L << 20;

  private final AtomicLong taken = new AtomicLong();

  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= MOST) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
