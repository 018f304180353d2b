package io.querymirror.mirror;

import io.querymirror.model.Outcome;
import org.jspecify.annotations.Nullable;

/** What came of one run of a copy. */
final class CopyResult {
  private final Outcome outcome;
  private final long startNanos;
  private final long nanos;
  private final @Nullable String unsupported;
  private final boolean pinned;

  private CopyResult(
      Outcome outcome, long startNanos, long nanos, @Nullable String unsupported, boolean pinned) {
    this.outcome = outcome;
    this.startNanos = startNanos;
    this.nanos = nanos;
    this.unsupported = unsupported;
    this.pinned = pinned;
  }

  /**
   * @param startNanos System.nanoTime() before it was sent
   * @param nanos until its last row was read
   */
  static CopyResult ran(Outcome outcome, long startNanos, long nanos) {
    return new CopyResult(outcome, startNanos, nanos, null, true);
  }

  /** It was not sent: its binds cannot be repeated. */
  static CopyResult unsupported(String why) {
    return new CopyResult(Outcome.ROWS, 0, 0, why, true);
  }

  /** The same, of a session that would not be told what it should have been. */
  CopyResult unpinned() {
    return new CopyResult(outcome, startNanos, nanos, unsupported, false);
  }

  /** Whether the session was told all that it was to be told. */
  boolean pinned() {
    return pinned;
  }

  Outcome outcome() {
    return outcome;
  }

  boolean ok() {
    return unsupported == null && outcome.ok();
  }

  boolean lost() {
    return Errors.lost(outcome);
  }

  long startNanos() {
    return startNanos;
  }

  long nanos() {
    return nanos;
  }

  @Nullable String unsupported() {
    return unsupported;
  }
}
