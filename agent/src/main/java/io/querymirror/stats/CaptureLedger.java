package io.querymirror.stats;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What became of every statement that the application finished: {@code seen = unmatched + skipped +
 * matched + dropped}.
 *
 * <p>The equation is kept, not assumed. The dispatcher says by {@link #seen} how many statements it
 * took, before it knows what they are, and then puts each into a bin. What it took and put into
 * none, because an error came between, is found at its next {@code seen} or {@link #done} and
 * becomes {@code dropped.internal_error}; a statement put into two bins stays in the first, and
 * counts as an internal error. So the bins never hold more than what was taken, and after {@code
 * done} no less.
 *
 * <p>That makes a snapshot easy. Bins only grow, each by whole statements, and a statement enters
 * one bin by one store. A snapshot that reads them one after another may miss the newest, but its
 * sum is a number of statements that were taken: that sum is its {@code seen}, and a statement
 * between its taking and its bin is not seen yet. No lock, and one plain store for the dispatcher.
 *
 * <p>A target's or a rule's counts that are read before this snapshot never exceed its {@code
 * matched}, as long as the dispatcher calls {@link #matched} first.
 */
public final class CaptureLedger {
  // Written by the dispatcher alone.
  private long open;
  private final AtomicLong unmatched = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong matched = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  // Written by any thread.
  private final LongAdder fastUnmatched = new LongAdder();
  private final LongAdder fastSkipped = new LongAdder();
  private final Queue<ThreadCounts> threads = new ConcurrentLinkedQueue<>();
  private final LongAdder ringFull = new LongAdder();
  private final LongAdder internalErrors = new LongAdder();
  private final Overhead overhead = new Overhead();
  private volatile OwnUse use = OwnUse.UNKNOWN;
  private volatile @Nullable SelfTestResult selfTest;

  /**
   * The dispatcher took an event from the ring; each of its statements must now get a bin.
   *
   * @param statements entries of a batch, 1 for a statement, 0 for a method of the connection
   */
  public void seen(long statements) {
    done();
    open = statements;
  }

  /** The dispatcher has finished with the event; statements of it without a bin are lost. */
  public void done() {
    if (open > 0) {
      add(lost, open);
      open = 0;
    }
  }

  /** Dispatcher only: no rule took the statement. */
  public void unmatched() {
    bin(unmatched);
  }

  /** Dispatcher only: a rule said skip. */
  public void skipped() {
    bin(skipped);
  }

  /** Dispatcher only: a rule took the statement for at least one target. Called before theirs. */
  public void matched() {
    bin(matched);
  }

  private void bin(AtomicLong counter) {
    if (open <= 0) {
      internalErrors.increment();
      return;
    }
    open--;
    add(counter, 1);
  }

  /** Single writer: a plain read and an ordered store are enough. */
  private static void add(AtomicLong counter, long n) {
    counter.lazySet(counter.get() + n);
  }

  /** Any thread: seen, and known at once to match no rule. */
  public void fastUnmatched() {
    fastUnmatched.increment();
  }

  /** Any thread: seen, and known at once to be skipped. */
  public void fastSkipped() {
    fastSkipped.increment();
  }

  /**
   * Counts of the calling thread alone, for one that counts often: a store where the shared ones
   * cost an atomic operation. Each call makes new ones; they hold as long as the thread lives, and
   * what they came to remains.
   */
  public ThreadCounts ofThisThread() {
    ThreadCounts counts = new ThreadCounts(Thread.currentThread());
    threads.add(counts);
    return counts;
  }

  /** Any thread: seen, but the ring had no room. */
  public void ringFull(long statements) {
    ringFull.add(statements);
  }

  /** Any thread: an error of the agent's own was caught. In no equation. */
  public void internalError() {
    internalErrors.increment();
  }

  /**
   * Any thread: the agent's own time on the application's path, for one call; the caller samples.
   */
  public void overhead(long nanos) {
    overhead.record(nanos);
  }

  /** Every time of {@link #overhead} has two readings of the clock in it that it should not. */
  public void overheadIsClocked() {
    overhead.clocked();
  }

  /**
   * The 99th percentile of {@link #overhead} since this last had an answer, in nanoseconds; below 0
   * where the times since then are fewer than that: they are kept for the next question.
   */
  public long recentOverheadP99(int fewest) {
    return overhead.recentP99(fewest);
  }

  /** Times of overhead so far are not recent any more. */
  public void forgetRecentOverhead() {
    overhead.forget();
  }

  /** What the agent itself uses, as it was measured last. */
  public void use(OwnUse now) {
    use = now;
  }

  /** What mirroring was found to do to the application's own latency. */
  public void selfTest(SelfTestResult result) {
    selfTest = result;
  }

  /** Any thread. Balances at any time. */
  public synchronized CaptureSnapshot snapshot() {
    long unwanted = 0;
    long passed = 0;
    for (Iterator<ThreadCounts> i = threads.iterator(); i.hasNext(); ) {
      ThreadCounts counts = i.next();
      if (counts.ended()) {
        fastUnmatched.add(counts.unmatched());
        fastSkipped.add(counts.skipped());
        i.remove();
      } else {
        unwanted += counts.unmatched();
        passed += counts.skipped();
      }
    }
    return new CaptureSnapshot(
        unmatched.get() + fastUnmatched.sum() + unwanted,
        skipped.get() + fastSkipped.sum() + passed,
        matched.get(),
        ringFull.sum(),
        lost.get(),
        internalErrors.sum(),
        overhead.distribution(),
        use,
        selfTest);
  }
}
