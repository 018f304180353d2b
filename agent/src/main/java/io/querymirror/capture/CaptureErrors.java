package io.querymirror.capture;

import io.querymirror.bootstrap.Probe;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.stats.CaptureLedger;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Errors of the agent on the application's threads: caught, counted, told a few times, and past a
 * bound reason enough to stop capturing for good.
 */
final class CaptureErrors {
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
      log().later(Message.CAPTURE_ERROR, error);
      if (n == BOUND) {
        log().later(Message.CAPTURE_OFF, n);
      }
    } catch (Throwable unheard) {
      // Nothing may reach the application: this path ends here.
    }
  }

  /** Whether the capture gave itself up. */
  boolean beyondBound() {
    return count.get() >= BOUND;
  }

  private static Log log() {
    return Log.of(CaptureErrors.class);
  }
}
