package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import org.jspecify.annotations.Nullable;

/** What both sides answered to one statement; rows are not to be kept beyond the call. */
public final class ComparedPair {
  private final Execution execution;
  private final @Nullable ResultRows source;
  private final @Nullable ResultRows target;
  private final CopyResult result;
  private final String host;

  ComparedPair(Execution execution, @Nullable ResultRows source, CopyResult result, String host) {
    this.execution = execution;
    this.source = source == null ? null : SafeLabels.of(source, execution);
    ResultRows rows = result.rows();
    this.target = rows == null ? null : SafeLabels.of(rows, execution);
    this.result = result;
    this.host = host;
  }

  /** As it ran on the target. */
  public Execution execution() {
    return execution;
  }

  /** The rows that production returned; null where it returned none, or they can't be had. */
  public @Nullable ResultRows source() {
    return source;
  }

  /** The rows that the target returned; null where it returned none, or too many to keep. */
  public @Nullable ResultRows target() {
    return target;
  }

  /** How many rows the target returned, kept or not. */
  public long targetRows() {
    return result.rowCount();
  }

  public Outcome sourceOutcome() {
    return execution.outcome();
  }

  public Outcome targetOutcome() {
    return result.outcome();
  }

  /** Service time on the target in nanoseconds. */
  public long targetNanos() {
    return result.nanos();
  }

  /** The target's host, as {@code host:port}. */
  public String host() {
    return host;
  }
}
