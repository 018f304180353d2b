package io.querymirror.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A plan as it was taken; immutable. */
public final class TakenPlan {
  private final PlanShape shape;
  private final String json;
  private final @Nullable String analyzed;
  private final Instant at;
  private final long sequence;

  /**
   * @param json in one line, masked where values may not be shown
   * @param analyzed as {@link AnalyzedTree#json}; null where there is none
   * @param sequence of the execution whose values it was taken with
   */
  public TakenPlan(
      PlanShape shape, String json, @Nullable String analyzed, Instant at, long sequence) {
    this.shape = shape;
    this.json = json;
    this.analyzed = analyzed;
    this.at = at;
    this.sequence = sequence;
  }

  public PlanShape shape() {
    return shape;
  }

  String json() {
    return json;
  }

  @Nullable String analyzed() {
    return analyzed;
  }

  Instant at() {
    return at;
  }

  long sequence() {
    return sequence;
  }
}
