package io.querymirror.mirror.wire;

import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import org.jspecify.annotations.Nullable;

/** What came of one run of a copy. */
public final class CopyResult {
  private final Outcome outcome;
  private final long startNanos;
  private final long nanos;
  private final @Nullable String unsupported;
  private final boolean pinned;
  private final Returned returned;

  private CopyResult(
      Outcome outcome,
      long startNanos,
      long nanos,
      @Nullable String unsupported,
      boolean pinned,
      Returned returned) {
    this.outcome = outcome;
    this.startNanos = startNanos;
    this.nanos = nanos;
    this.unsupported = unsupported;
    this.pinned = pinned;
    this.returned = returned;
  }

  /**
   * @param startNanos System.nanoTime() before it was sent
   * @param nanos until its last row was read
   */
  public static CopyResult ran(Outcome outcome, long startNanos, long nanos) {
    return ran(outcome, startNanos, nanos, Returned.NOTHING);
  }

  static CopyResult ran(Outcome outcome, long startNanos, long nanos, Returned returned) {
    return new CopyResult(outcome, startNanos, nanos, null, true, returned);
  }

  /** It was not sent: its binds cannot be repeated. */
  public static CopyResult unsupported(String why) {
    return new CopyResult(Outcome.ROWS, 0, 0, why, true, Returned.NOTHING);
  }

  /** The same, of a session that would not be told what it should have been. */
  public CopyResult unpinned() {
    return new CopyResult(outcome, startNanos, nanos, unsupported, false, returned);
  }

  /** Whether the session was told all that it was to be told. */
  public boolean pinned() {
    return pinned;
  }

  public Outcome outcome() {
    return outcome;
  }

  public boolean ok() {
    return unsupported == null && outcome.ok();
  }

  public boolean lost() {
    return Errors.lost(outcome);
  }

  public long startNanos() {
    return startNanos;
  }

  public long nanos() {
    return nanos;
  }

  public @Nullable String unsupported() {
    return unsupported;
  }

  /** Of the first result, where they were to be kept, are not too many and came over the wire. */
  public @Nullable ResultRows rows() {
    return returned.rows();
  }

  /** There were more rows, or larger ones, than are kept. */
  public boolean rowsCapped() {
    return returned.capped();
  }

  /** What the server counted for the first result; 0 for an error, below 0 where it is not told. */
  public int warnings() {
    return returned.warnings();
  }
}
