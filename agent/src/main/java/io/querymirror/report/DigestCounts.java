package io.querymirror.report;

import io.querymirror.stats.LatencyPair;
import org.jspecify.annotations.Nullable;

/** What a verdict on one digest and target follows from, live or out of a file. */
public final class DigestCounts {
  private static final String MIXTURE = "other";

  private final String digest;
  private final long executed;
  private final long newErrors;
  private final long different;
  private final LatencyPair latency;
  private final @Nullable LatencyPair control;

  /**
   * @param digest its id; {@code other} stands for many, so that its latencies compare nothing
   * @param executed executions that succeeded on the target
   * @param newErrors failed where the source succeeded
   * @param different confirmed differences of rows or counts
   * @param control the same digest on a control target; null where there is none
   */
  public DigestCounts(
      String digest,
      long executed,
      long newErrors,
      long different,
      LatencyPair latency,
      @Nullable LatencyPair control) {
    this.digest = digest;
    this.executed = executed;
    this.newErrors = newErrors;
    this.different = different;
    this.latency = latency;
    this.control = control;
  }

  String digest() {
    return digest;
  }

  boolean mixture() {
    return digest.equals(MIXTURE);
  }

  long executed() {
    return executed;
  }

  long newErrors() {
    return newErrors;
  }

  long different() {
    return different;
  }

  LatencyPair latency() {
    return latency;
  }

  @Nullable LatencyPair control() {
    return control;
  }
}
