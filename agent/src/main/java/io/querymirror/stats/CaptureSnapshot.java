package io.querymirror.stats;

/** The counts of a {@link CaptureLedger} at one moment. */
public final class CaptureSnapshot {
  private final long unmatched;
  private final long skipped;
  private final long matched;
  private final long ringFull;
  private final long lost;
  private final long internalErrors;
  private final long[] overhead;

  CaptureSnapshot(
      long unmatched,
      long skipped,
      long matched,
      long ringFull,
      long lost,
      long internalErrors,
      long[] overhead) {
    this.unmatched = unmatched;
    this.skipped = skipped;
    this.matched = matched;
    this.ringFull = ringFull;
    this.lost = lost;
    this.internalErrors = internalErrors;
    this.overhead = overhead;
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

  /** Nanoseconds; 0 where nothing was sampled. */
  public long overheadP50() {
    return overhead[0];
  }

  /** Nanoseconds; 0 where nothing was sampled. */
  public long overheadP99() {
    return overhead[1];
  }
}
