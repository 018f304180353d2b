package io.querymirror.stats;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the comparison of one copy's result with its original's came to. */
public final class ResultFinding {
  /** In place of one that is said later. */
  public static final ResultFinding PENDING = of(null, Incomparable.NO_ROWS, 0);

  private static final ResultFinding SAME = of(null, null, 0);

  private final @Nullable ResultExample example;
  private final @Nullable Incomparable why;
  private final int causes;
  private final List<TypeDrift> drift;
  private final @Nullable WarningFinding warnings;
  private final @Nullable DifferenceProfile profile;
  private final List<String> rules;
  private final List<String> hashes;

  private ResultFinding(
      @Nullable ResultExample example,
      @Nullable Incomparable why,
      int causes,
      List<TypeDrift> drift,
      @Nullable WarningFinding warnings,
      @Nullable DifferenceProfile profile,
      List<String> rules,
      List<String> hashes) {
    this.example = example;
    this.why = why;
    this.causes = causes;
    this.drift = drift;
    this.warnings = warnings;
    this.profile = profile;
    this.rules = rules;
    this.hashes = hashes;
  }

  private static ResultFinding of(
      @Nullable ResultExample example, @Nullable Incomparable why, int causes) {
    return new ResultFinding(example, why, causes, List.of(), null, null, List.of(), List.of());
  }

  public static ResultFinding same() {
    return SAME;
  }

  /** It differs; or it was expected to, where the example says so. */
  public static ResultFinding different(ResultExample example) {
    return of(example, null, 0);
  }

  public static ResultFinding incomparable(Incomparable why) {
    return of(null, why, 0);
  }

  /**
   * @param causes bits of {@link io.querymirror.model.Volatile}
   */
  public static ResultFinding nonDeterministic(int causes) {
    return of(null, Incomparable.NON_DETERMINISTIC, causes);
  }

  /** The same, of columns whose types differ. */
  public ResultFinding drift(List<TypeDrift> columns) {
    return new ResultFinding(
        example, why, causes, List.copyOf(columns), warnings, profile, rules, hashes);
  }

  /** The same, with warnings that were compared too. */
  public ResultFinding warnings(WarningFinding found) {
    return new ResultFinding(example, why, causes, drift, found, profile, rules, hashes);
  }

  /** The same, with another difference; null for none. */
  public ResultFinding example(@Nullable ResultExample other) {
    return new ResultFinding(other, why, causes, drift, warnings, profile, rules, hashes);
  }

  /** The same, with what it can be judged by once more. */
  public ResultFinding profile(@Nullable DifferenceProfile by) {
    return new ResultFinding(example, why, causes, drift, warnings, by, rules, hashes);
  }

  /** The same, with the reasons of the rules about expected differences that match it. */
  public ResultFinding rules(List<String> reasons) {
    return new ResultFinding(
        example, why, causes, drift, warnings, profile, List.copyOf(reasons), hashes);
  }

  /** The same, with hashes of the source's and the target's rows. */
  public ResultFinding hashes(String ofSource, String ofTarget) {
    return new ResultFinding(
        example, why, causes, drift, warnings, profile, rules, List.of(ofSource, ofTarget));
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

  /** Bits of {@link io.querymirror.model.Volatile}. */
  public int causes() {
    return causes;
  }

  public List<TypeDrift> drift() {
    return Collections.unmodifiableList(drift);
  }

  /** Null where they were not compared. */
  public @Nullable WarningFinding warnings() {
    return warnings;
  }

  /**
   * By what its values differ, also where they are near enough to be the same; null where they are
   * equal, where it is too much to tell, and where nobody asked.
   */
  public @Nullable DifferenceProfile profile() {
    return profile;
  }

  /** Empty where nobody asked. */
  public List<String> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** Of the source's and the target's rows; empty where nobody asked. */
  public List<String> hashes() {
    return Collections.unmodifiableList(hashes);
  }
}
