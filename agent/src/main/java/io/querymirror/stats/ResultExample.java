package io.querymirror.stats;

import java.util.List;

/** One way in which results of a digest differed. */
public final class ResultExample {
  private final ResultKind kind;
  private final String description;
  private final List<String> columns;
  private final List<String> differing;
  private final long sourceCount;
  private final long targetCount;
  private final List<ExampleRow> rows;
  private final long count;
  private final boolean expected;
  private final String reason;

  private ResultExample(
      ResultKind kind,
      String description,
      List<String> columns,
      List<String> differing,
      long sourceCount,
      long targetCount,
      List<ExampleRow> rows,
      long count,
      boolean expected,
      String reason) {
    this.kind = kind;
    this.description = description;
    this.columns = List.copyOf(columns);
    this.differing = List.copyOf(differing);
    this.sourceCount = sourceCount;
    this.targetCount = targetCount;
    this.rows = List.copyOf(rows);
    this.count = count;
    this.expected = expected;
    this.reason = reason;
  }

  /**
   * @param description in words without values
   * @param columns labels of the columns of {@code rows}
   * @param differing labels of the columns that differ, in any row; empty where none is to blame
   * @param sourceCount rows of the result, or rows changed, at the source
   * @param targetCount the same on the target
   * @param rows a few that differ
   */
  public static ResultExample of(
      ResultKind kind,
      String description,
      List<String> columns,
      List<String> differing,
      long sourceCount,
      long targetCount,
      List<ExampleRow> rows) {
    return new ResultExample(
        kind, description, columns, differing, sourceCount, targetCount, rows, 1, false, "");
  }

  /** One that is not described. */
  public static ResultExample of(
      ResultKind kind,
      List<String> columns,
      List<String> differing,
      long sourceCount,
      long targetCount,
      List<ExampleRow> rows) {
    return of(kind, "", columns, differing, sourceCount, targetCount, rows);
  }

  /** The same, of a difference that was expected, for this reason. */
  public ResultExample asExpected(String why) {
    return new ResultExample(
        kind, description, columns, differing, sourceCount, targetCount, rows, count, true, why);
  }

  /** The same difference, not expected, in these columns. */
  public ResultExample asDifferent(List<String> labels) {
    return new ResultExample(
        kind, description, columns, labels, sourceCount, targetCount, rows, count, false, "");
  }

  ResultExample again(long times) {
    return new ResultExample(
        kind,
        description,
        columns,
        differing,
        sourceCount,
        targetCount,
        rows,
        count + times,
        expected,
        reason);
  }

  /** The same without the rows, which take most of the memory. */
  ResultExample withoutRows() {
    return new ResultExample(
        kind,
        description,
        columns,
        differing,
        sourceCount,
        targetCount,
        List.of(),
        count,
        expected,
        reason);
  }

  boolean isLike(ResultExample other) {
    return kind == other.kind
        && expected == other.expected
        && reason.equals(other.reason)
        && differing.equals(other.differing)
        && Long.signum(sourceCount - targetCount)
            == Long.signum(other.sourceCount - other.targetCount);
  }

  public ResultKind kind() {
    return kind;
  }

  /** In words without values: {@code 1 row missing}. */
  public String description() {
    return description;
  }

  public List<String> columns() {
    return columns;
  }

  /** Labels of the columns that differ; empty where no single one is to blame. */
  public List<String> differing() {
    return differing;
  }

  public long sourceCount() {
    return sourceCount;
  }

  public long targetCount() {
    return targetCount;
  }

  public List<ExampleRow> rows() {
    return rows;
  }

  /** How often results differed in this way. */
  public long count() {
    return count;
  }

  public boolean expected() {
    return expected;
  }

  /** Why it was expected; empty where it was not. */
  public String reason() {
    return reason;
  }

  long bytes() {
    long sum = 128 + 2L * (reason.length() + description.length());
    for (String column : columns) {
      sum += 56 + 2L * column.length();
    }
    for (String column : differing) {
      sum += 56 + 2L * column.length();
    }
    for (ExampleRow row : rows) {
      sum += row.bytes();
    }
    return sum;
  }
}
