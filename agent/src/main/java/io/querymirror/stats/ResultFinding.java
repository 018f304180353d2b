package io.querymirror.stats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the comparison of one copy's result with its original's came to. */
public final class ResultFinding {
  private static final ResultFinding SAME = new ResultFinding(null, null, 0, List.of(), null);

  private final @Nullable ResultExample example;
  private final @Nullable Incomparable why;
  private final int causes;
  private final List<TypeDrift> drift;
  private final @Nullable Boolean sameWarnings;

  private ResultFinding(
      @Nullable ResultExample example,
      @Nullable Incomparable why,
      int causes,
      List<TypeDrift> drift,
      @Nullable Boolean sameWarnings) {
    this.example = example;
    this.why = why;
    this.causes = causes;
    this.drift = drift;
    this.sameWarnings = sameWarnings;
  }

  public static ResultFinding same() {
    return SAME;
  }

  /** It differs; or it was expected to, where the example says so. */
  public static ResultFinding different(ResultExample example) {
    return new ResultFinding(example, null, 0, List.of(), null);
  }

  public static ResultFinding incomparable(Incomparable why) {
    return new ResultFinding(null, why, 0, List.of(), null);
  }

  /**
   * @param causes bits of {@link io.querymirror.model.Volatile}
   */
  public static ResultFinding nonDeterministic(int causes) {
    return new ResultFinding(null, Incomparable.NON_DETERMINISTIC, causes, List.of(), null);
  }

  /** The same, of columns whose types differ. */
  public ResultFinding drift(List<TypeDrift> columns) {
    return new ResultFinding(example, why, causes, List.copyOf(columns), sameWarnings);
  }

  /** The same, with warnings that were compared too. */
  public ResultFinding warnings(boolean same) {
    return new ResultFinding(example, why, causes, drift, same);
  }

  /** Whether it counts as compared. */
  public boolean compared() {
    return why == null;
  }

  /** Null where it is the same, or not comparable. */
  public @Nullable ResultExample example() {
    return example;
  }

  /** Null where it was compared. */
  public @Nullable Incomparable why() {
    return why;
  }

  int causes() {
    return causes;
  }

  List<TypeDrift> drift() {
    return drift;
  }

  /** Null where they were not compared. */
  public @Nullable Boolean sameWarnings() {
    return sameWarnings;
  }
}
