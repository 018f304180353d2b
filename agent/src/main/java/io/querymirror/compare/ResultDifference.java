package io.querymirror.compare;

import io.querymirror.stats.DifferenceProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of the comparison of two results; immutable. */
public final class ResultDifference {
  private final boolean same;
  private final @Nullable String undecided;
  private final String description;
  private final List<String> columns;
  private final List<TypeDrift> typeDrift;
  private final List<RowExample> examples;
  private final @Nullable DifferenceProfile profile;

  ResultDifference(
      boolean same,
      @Nullable String undecided,
      String description,
      List<String> columns,
      List<TypeDrift> typeDrift,
      List<RowExample> examples,
      @Nullable DifferenceProfile profile) {
    this.same = same;
    this.undecided = undecided;
    this.description = description;
    this.columns = columns;
    this.typeDrift = typeDrift;
    this.examples = examples;
    this.profile = profile;
  }

  static ResultDifference same(List<TypeDrift> drift) {
    return new ResultDifference(true, null, "", List.of(), drift, List.of(), null);
  }

  static ResultDifference undecided(String why) {
    return new ResultDifference(false, why, "", List.of(), List.of(), List.of(), null);
  }

  public boolean same() {
    return same;
  }

  /**
   * Why it cannot be told whether they are the same, as a key of {@code incomparable}; else null.
   * {@code limit_tie}: they differ only in which of several rows, equal in what they are sorted by,
   * a LIMIT cut off. {@code too_complex}: too many rows within a tolerance of each other. {@code
   * unreadable}: a row's bytes are not what its columns say.
   */
  public @Nullable String undecided() {
    return undecided;
  }

  /** In words without values: {@code 3 of 10 rows differ in price}; empty where they are same. */
  public String description() {
    return description;
  }

  /** Labels of the columns that differ; those of whole rows that are missing or extra are not. */
  public List<String> columns() {
    return columns;
  }

  /** Of columns whose values agree. */
  public List<TypeDrift> typeDrift() {
    return typeDrift;
  }

  public List<RowExample> examples() {
    return examples;
  }

  /**
   * By what the values differ; null where they are the same, where columns are missing or extra,
   * and where so many rows differ that not all were looked at.
   */
  public @Nullable DifferenceProfile profile() {
    return profile;
  }
}
