package io.querymirror.config;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A difference that the user knows of and accepts. */
public final class ExpectedSettings {
  private final MatchSettings match;
  private final List<String> targets;
  private final List<String> columns;
  private final ToleranceSettings tolerance;
  private final String reason;
  private final @Nullable LocalDate until;

  ExpectedSettings(
      MatchSettings match,
      List<String> targets,
      List<String> columns,
      ToleranceSettings tolerance,
      String reason,
      @Nullable LocalDate until) {
    this.match = match;
    this.targets = List.copyOf(targets);
    this.columns = List.copyOf(columns);
    this.tolerance = tolerance;
    this.reason = reason;
    this.until = until;
  }

  /** For the original, as a rule's. */
  public MatchSettings match() {
    return match;
  }

  /** Names of targets, each once; empty for all of them. */
  public List<String> targets() {
    return targets;
  }

  /** Labels of columns, their case does not count; empty for the whole result. */
  public List<String> columns() {
    return columns;
  }

  /** By how much the columns may differ. */
  public ToleranceSettings tolerance() {
    return tolerance;
  }

  /** Its own among all; never empty. */
  public String reason() {
    return reason;
  }

  /** The last day on which it holds; null for no end. */
  public @Nullable LocalDate until() {
    return until;
  }

  public boolean isExpired(LocalDate today) {
    return until != null && today.isAfter(until);
  }
}
