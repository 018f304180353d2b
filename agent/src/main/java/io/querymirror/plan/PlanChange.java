package io.querymirror.plan;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** That a digest has another plan than before, or than elsewhere; immutable. */
public final class PlanChange {
  private final String digest;
  private final @Nullable String schema;
  private final String against;
  private final Instant at;
  private final PlanShape from;
  private final PlanShape to;
  private final List<String> words;

  /**
   * @param against {@code before}, {@code source}, or {@code control NAME}
   * @param at when the plan {@code to} was first seen
   */
  PlanChange(
      String digest,
      @Nullable String schema,
      String against,
      Instant at,
      PlanShape from,
      PlanShape to) {
    this.digest = digest;
    this.schema = schema;
    this.against = against;
    this.at = at;
    this.from = from;
    this.to = to;
    this.words = List.copyOf(PlanDiff.words(from, to));
  }

  public String digest() {
    return digest;
  }

  public @Nullable String schema() {
    return schema;
  }

  /** {@code before}, {@code source}, or {@code control NAME}. */
  public String against() {
    return against;
  }

  public Instant at() {
    return at;
  }

  public PlanShape from() {
    return from;
  }

  public PlanShape to() {
    return to;
  }

  /** A line for each difference. */
  public List<String> words() {
    return words;
  }

  @Override
  public String toString() {
    return digest + " against " + against + ": " + String.join("; ", words);
  }
}
