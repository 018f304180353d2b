package io.querymirror.mirror.judging;

import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;

/** Why a result has no rows to compare, in a word of the report. */
final class NoRowsReason {
  /** More rows than are compared; as the driver's side words it. */
  static final String TOO_LARGE = "too_large";

  /** Its driver tells no number of changed rows. */
  private static final String NO_COUNT = "no_count";

  /** Nothing was found where its driver keeps results. */
  private static final String NOT_HELD = "not_held";

  /** They were there, and were let go of before, or the copy's rows are not kept. */
  private static final String GONE = "gone";

  private NoRowsReason() {}

  static String of(Execution e) {
    HeldRows held = e.heldRows();
    if (!e.outcome().rows() && held == null) {
      return NO_COUNT;
    }
    if (held == null) {
      return NOT_HELD;
    }
    String missing = held.missing();
    return missing == null ? GONE : missing;
  }
}
