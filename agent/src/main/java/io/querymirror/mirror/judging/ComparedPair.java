package io.querymirror.mirror.judging;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.CallResults;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultRows;
import org.jspecify.annotations.Nullable;

/** What both sides answered to one statement; rows are not to be kept beyond the call. */
public final class ComparedPair {
  private final Execution execution;
  private final @Nullable ResultRows source;
  private final @Nullable ResultRows target;

  ComparedPair(Execution execution, @Nullable ResultRows source, CopyResult result) {
    this.execution = execution;
    ResultRows rows = result.rows();
    ResultRows ofSource = source == null ? null : SafeLabels.of(source, execution);
    ResultRows ofTarget = rows == null ? null : SafeLabels.of(rows, execution);
    this.source = CallResults.beside(ofSource, ofTarget);
    this.target = CallResults.beside(ofTarget, ofSource);
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
}
