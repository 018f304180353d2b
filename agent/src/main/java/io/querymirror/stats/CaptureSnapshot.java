package io.querymirror.stats;

import org.jspecify.annotations.Nullable;

/** The counts of a {@link CaptureLedger} at one moment. */
public final class CaptureSnapshot {
  private final long unmatched;
  private final long skipped;
  private final long matched;
  private final long ringFull;
  private final long lost;
  private final long internalErrors;
  private final Distribution overhead;
  private final OwnUse use;
  private final @Nullable SelfTestResult selfTest;

  CaptureSnapshot(
      long unmatched,
      long skipped,
      long matched,
      long ringFull,
      long lost,
      long internalErrors,
      Distribution overhead,
      OwnUse use,
      @Nullable SelfTestResult selfTest) {
    this.unmatched = unmatched;
    this.skipped = skipped;
    this.matched = matched;
    this.ringFull = ringFull;
    this.lost = lost;
    this.internalErrors = internalErrors;
    this.overhead = overhead;
    this.use = use;
    this.selfTest = selfTest;
  }

  public long seen() {
    return unmatched + skipped + matched + ringFull + lost;
  }

  public long unmatched() {
    return unmatched;
  }

  public long skipped() {
    return skipped;
  }

  public long matched() {
    return matched;
  }

  /** {@code dropped.ring_full}. */
  public long ringFull() {
    return ringFull;
  }

  /** {@code dropped.internal_error}: taken, but an error of the agent's came before any bin. */
  public long lost() {
    return lost;
  }

  public long internalErrors() {
    return internalErrors;
  }

  /** The agent's own time on the application's threads for a call, in nanoseconds, sampled. */
  public Distribution overhead() {
    return overhead;
  }

  /** Nanoseconds; 0 where nothing was sampled. */
  public long overheadP50() {
    return overhead.percentile(50);
  }

  /** Nanoseconds; 0 where nothing was sampled. */
  public long overheadP99() {
    return overhead.percentile(99);
  }

  /** What the agent itself uses, as it was measured last. */
  public OwnUse use() {
    return use;
  }

  /** What mirroring does to the application's own latency; null where that is not tested. */
  public @Nullable SelfTestResult selfTest() {
    return selfTest;
  }
}
