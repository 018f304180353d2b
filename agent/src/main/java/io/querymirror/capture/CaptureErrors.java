package io.querymirror.capture;

import io.querymirror.bootstrap.Probe;
import io.querymirror.stats.CaptureLedger;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors of the agent on the application's threads: caught, counted, told a few times, and past a
 * bound reason enough to stop capturing for good.
 */
final class CaptureErrors {
  private static final int TOLD = 5;
  private static final int BOUND = 1_000;

  private final CaptureLedger ledger;
  private final AtomicInteger count = new AtomicInteger();

  CaptureErrors(CaptureLedger ledger) {
    this.ledger = ledger;
  }

  void caught(Throwable error) {
    try {
      ledger.internalError();
      int n = count.incrementAndGet();
      if (n >= BOUND) {
        Probe.on = false;
      }
      if (n <= TOLD) {
        log().warn("error in the capture, the application is not affected", error);
      } else if (n == BOUND) {
        log().error("{} errors in the capture: mirroring is off for good", n);
      }
    } catch (Throwable unheard) {
      // Nothing may reach the application: this path ends here.
    }
  }

  /** Whether the capture gave itself up. */
  boolean beyondBound() {
    return count.get() >= BOUND;
  }

  private static Logger log() {
    return LoggerFactory.getLogger(CaptureErrors.class);
  }
}
