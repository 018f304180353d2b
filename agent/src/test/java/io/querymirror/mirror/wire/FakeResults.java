package io.querymirror.mirror.wire;

import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;

/** Results as they come over the wire, for those who run copies against no server. */
public final class FakeResults {
  private FakeResults() {}

  /**
   * @param rows that were kept; null for none
   */
  public static CopyResult of(
      Outcome outcome, long startNanos, long nanos, ResultRows rows, int warnings) {
    return CopyResult.ran(outcome, startNanos, nanos, new Returned(rows, false, warnings));
  }
}
