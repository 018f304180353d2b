package io.querymirror.mirror;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetLedger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What a target holds in memory, and the one place where a queued statement's end is counted. Room
 * is taken by the feeding thread alone and given back by any thread, together with the count, so
 * both are exact.
 */
final class Account {
  private final TargetLedger ledger;
  private final WriteTrail trail;
  private final int maxStatements;
  private final long maxBytes;
  private final AtomicInteger statements = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** Nothing queued may run: its memory is needed. */
  private volatile boolean discards;

  /** Steps of any type since the start. */
  private final AtomicLong entered = new AtomicLong();

  /** Those of them that came to an end. */
  private final AtomicLong ends = new AtomicLong();

  Account(TargetLedger ledger, WriteTrail trail, int maxStatements, long maxBytes) {
    this.ledger = ledger;
    this.trail = trail;
    this.maxStatements = maxStatements;
    this.maxBytes = maxBytes;
  }

  /** Why there is no room for one more statement of this size, or null. */
  @Nullable DropReason full(long size) {
    if (statements.get() >= maxStatements) {
      return DropReason.QUEUE_FULL;
    }
    return bytes.get() + size > maxBytes ? DropReason.QUEUE_BYTES : null;
  }

  /**
   * The rows that production returned, kept for a step that compares them; null where there are
   * none, or no room for them beside the statement itself.
   */
  @Nullable HeldRows rows(Execution e) {
    HeldRows rows = e.heldRows();
    return rows != null && full(e.bytes() + rows.bytes()) == null && rows.keep() ? rows : null;
  }

  /** Takes the room that a step needs; it stays taken until the step's end. */
  void enter(Step step) {
    entered.incrementAndGet();
    bytes.addAndGet(step.bytes());
    if (step.counted()) {
      statements.incrementAndGet();
    }
  }

  void executed(Step step, String host, CopyResult result) {
    if (step.end()) {
      trail(step).executed(step.execution());
      result(step, result);
      ledger.executed(host); // the last: who sees nothing pending sees all findings
      further(step, true);
      leave(step);
    }
  }

  void failed(Step step, String host, CopyResult result) {
    if (step.end()) {
      trail(step).failed(step.execution(), result);
      result(step, result);
      ledger.failed(host); // the last: who sees nothing pending sees all findings
      further(step, false);
      leave(step);
    }
  }

  private WriteTrail trail(Step step) {
    return step.further() ? WriteTrail.UNREAD : trail;
  }

  private void further(Step step, boolean ok) {
    if (step.further()) {
      ledger.ranFurther(ok);
    }
  }

  private void result(Step step, CopyResult result) {
    Execution e = step.execution();
    long lag = Math.max(0, result.startNanos() - e.event().finishNanos());
    ledger.result(
        e.original(),
        result.outcome(),
        result.nanos(),
        lag,
        step.further(),
        System.currentTimeMillis());
  }

  void dropped(Step step, DropReason reason) {
    if (step.end()) {
      if (step.counted()) {
        ledger.dropped(reason);
        trail(step).dropped(step.execution(), reason);
      }
      leave(step);
    }
  }

  /** It looked like a read, and the server found it to be none. */
  void deniedByServer(Step step) {
    if (step.end()) {
      ledger.dropped(DropReason.WRITE_DENIED);
      trail(step).deniedByServer(step.execution());
      leave(step);
    }
  }

  void unsupported(Step step, String why) {
    if (step.end()) {
      ledger.unsupported(why);
      trail(step).dropped(step.execution(), DropReason.UNSUPPORTED);
      leave(step);
    }
  }

  /** A step that is in no count is over. */
  void done(Step step) {
    if (step.end()) {
      leave(step);
    }
  }

  /** It is over at the source too, in a way that leaves nothing of it: it need not run. */
  void notRepeated(Step step) {
    if (step.end()) {
      ledger.notRepeated();
      leave(step);
    }
  }

  /** Whether what is queued is to be dropped as {@code shed} in place of being run. */
  boolean discards() {
    return discards;
  }

  void discard(boolean on) {
    discards = on;
  }

  /** Room for what is over and yet kept, and back again. */
  void keep(long more) {
    bytes.addAndGet(more);
  }

  private void leave(Step step) {
    step.over();
    bytes.addAndGet(-step.bytes());
    if (step.counted()) {
      statements.decrementAndGet();
    }
    // The last: who sees nothing pending sees all its room free.
    if (ends.incrementAndGet() == entered.get()) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  long ends() {
    return ends.get();
  }

  long bytes() {
    return bytes.get();
  }

  int statements() {
    return statements.get();
  }

  boolean idle() {
    // In this order: what had entered by the time of the first look was over then.
    long over = ends.get();
    return entered.get() == over;
  }

  /** Waits until nothing is pending, at most so long; answers whether nothing is. */
  boolean awaitIdle(long millis) throws InterruptedException {
    synchronized (this) {
      if (!idle()) {
        wait(Math.max(1, millis));
      }
    }
    return idle();
  }
}
