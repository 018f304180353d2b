package io.querymirror.capture;

import io.querymirror.model.FastVerdict;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.ThreadCounts;
import org.jspecify.annotations.Nullable;

/** What the configuration and the switch decide for the application's threads. */
final class CaptureSettings {
  /** Statements after which a thread has counts of its own. */
  private static final int OFTEN = 64;

  /** Switch-ons so far, beginning with 2; a session or statement notes the one it knows of. */
  volatile int generation = 1;

  /** When it was switched on last, by System.currentTimeMillis(). */
  volatile long onSince = Long.MAX_VALUE;

  /** The rule set whose {@link FastVerdict}s hold, compared by identity. */
  volatile Object rules = this;

  /** Bytes of binary binds that are copied at most. */
  volatile long largestBinds = 1 << 20;

  /** Runs on the application's thread whenever it has opened a connection. */
  volatile Runnable opened = () -> {};

  /**
   * Whether some target runs copies in commit order: only then calls are announced in their
   * session's slot. True until the configuration is known, so that no call slips between.
   */
  volatile boolean ordered = true;

  /** Room for the rows that production got; null where no target compares them. */
  volatile @Nullable RowBudget rows;

  private final CaptureLedger ledger;

  CaptureSettings(CaptureLedger ledger) {
    this.ledger = ledger;
  }

  /** Counts a statement that no target wants, run by the context's thread. */
  void count(FastVerdict verdict, CallContext context) {
    ThreadCounts own = context.counts;
    if (own != null) {
      if (verdict.skipped()) {
        own.countSkipped();
      } else {
        own.countUnmatched();
      }
    } else {
      if (verdict.skipped()) {
        ledger.fastSkipped();
      } else {
        ledger.fastUnmatched();
      }
      // Not before: a thread for each request would leave one behind for each.
      if (++context.unwanted == OFTEN) {
        context.counts = ledger.ofThisThread();
      }
    }
    // Those that it was decided by: a reload may have come since.
    if (verdict.rules() instanceof RuleCounts) {
      RuleCounts counts = (RuleCounts) verdict.rules();
      for (int rule : verdict.tookIt()) {
        counts.matched(rule);
      }
    }
  }
}
