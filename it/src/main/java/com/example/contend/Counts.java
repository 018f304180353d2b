package com.example.contend;

import java.util.concurrent.atomic.AtomicLong;

/** What the application saw. */
final class Counts {
  /** Executions of statements, as an agent sees them; methods of the connection are none. */
  final AtomicLong statements = new AtomicLong();

  final AtomicLong commits = new AtomicLong();
  final AtomicLong rollbacks = new AtomicLong();
  final AtomicLong deadlocks = new AtomicLong();
  final AtomicLong lockWaits = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong orphans = new AtomicLong();
  final AtomicLong rows = new AtomicLong();

  @Override
  public String toString() {
    return "statements="
        + statements
        + " commits="
        + commits
        + " rollbacks="
        + rollbacks
        + " deadlocks="
        + deadlocks
        + " lock_waits="
        + lockWaits
        + " duplicates="
        + duplicates
        + " orphans="
        + orphans
        + " rows="
        + rows;
  }
}
