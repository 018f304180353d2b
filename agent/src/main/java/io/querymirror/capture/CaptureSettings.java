package io.querymirror.capture;

import io.querymirror.model.FastVerdict;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import org.jspecify.annotations.Nullable;

/** What the configuration and the switch decide for the application's threads. */
final class CaptureSettings {
  /** Switch-ons so far, beginning with 2; a session or statement notes the one it knows of. */
  volatile int generation = 1;

  /** The rule set whose {@link FastVerdict}s hold, compared by identity. */
  volatile Object rules = this;

  /** Bytes of binary binds that are copied at most. */
  volatile long largestBinds = 1 << 20;

  /** Runs on the application's thread whenever it has opened a connection. */
  volatile Runnable opened = () -> {};

  volatile @Nullable RuleCounts ruleCounts;

  private final CaptureLedger ledger;

  CaptureSettings(CaptureLedger ledger) {
    this.ledger = ledger;
  }

  /** Counts a statement that no target wants. */
  void count(FastVerdict verdict) {
    if (verdict.skipped()) {
      ledger.fastSkipped();
    } else {
      ledger.fastUnmatched();
    }
    RuleCounts counts = ruleCounts;
    if (counts != null) {
      for (int rule : verdict.tookIt()) {
        counts.matched(rule);
      }
    }
  }
}
