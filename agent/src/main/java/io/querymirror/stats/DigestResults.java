package io.querymirror.stats;

import io.querymirror.model.Determinism;
import io.querymirror.model.Volatile;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Results of one digest at one moment. */
public final class DigestResults {
  private final ResultCounts counts;
  private final Set<Volatile> causes;
  private final List<ResultExample> examples;
  private final List<TypeDrift> drifts;
  private final Map<DifferenceType, Long> types;

  DigestResults(@Nullable ResultStats stats) {
    this.counts = ResultStats.counts(stats);
    this.causes = stats == null ? Set.of() : Determinism.causes(stats.causes());
    this.examples = stats == null ? List.of() : stats.examples();
    this.drifts = stats == null ? List.of() : stats.drifts();
    this.types = stats == null ? Map.of() : stats.types();
  }

  private DigestResults(DigestResults same, ResultCounts counts) {
    this.counts = counts;
    this.causes = same.causes;
    this.examples = same.examples;
    this.drifts = same.drifts;
    this.types = same.types;
  }

  DigestResults withoutNoise(Map<ResultKind, Long> noise) {
    return new DigestResults(this, counts.withoutNoise(noise));
  }

  /** How often results differed in which way, but for expected ones. */
  Map<DifferenceType, Long> types() {
    return types;
  }

  public ResultCounts counts() {
    return counts;
  }

  /** Why it is not deterministic, where that kept results from being compared. */
  public Set<Volatile> causes() {
    return Collections.unmodifiableSet(causes);
  }

  /** Ways in which results differed, the gravest first; those that were expected last. */
  public List<ResultExample> examples() {
    return Collections.unmodifiableList(examples);
  }

  /** Columns with other types and the same values. */
  public List<TypeDrift> drifts() {
    return Collections.unmodifiableList(drifts);
  }
}
