package io.querymirror.stats;

/** By how much the values of one column differ at most, over all pairs of rows of a result. */
public final class ColumnDifference {
  /** How exact its values are. */
  public enum Measure {
    EXACT,
    FLOAT,
    DOUBLE
  }

  private final String label;
  private final Measure measure;
  private final long count;
  private final boolean unmeasured;
  private final double number;
  private final double share;
  private final long nanos;
  private final boolean bare;

  /**
   * @param measure of numbers; of all else {@code EXACT}
   * @param count pairs of rows in which they differ
   * @param unmeasured whether some differ in a way that has no measure: texts, NULL beside a value
   * @param number largest difference of two numbers; 0 where none differ
   * @param share the same, as a share of the larger one's magnitude
   * @param nanos largest difference of two times; 0 where none differ
   * @param bare whether a number differs from 0 itself, so that the difference is the value
   */
  public ColumnDifference(
      String label,
      Measure measure,
      long count,
      boolean unmeasured,
      double number,
      double share,
      long nanos,
      boolean bare) {
    this.label = label;
    this.measure = measure;
    this.count = count;
    this.unmeasured = unmeasured;
    this.number = number;
    this.share = share;
    this.nanos = nanos;
    this.bare = bare;
  }

  public String label() {
    return label;
  }

  public Measure measure() {
    return measure;
  }

  public long count() {
    return count;
  }

  public boolean unmeasured() {
    return unmeasured;
  }

  public double number() {
    return number;
  }

  public double share() {
    return share;
  }

  public long nanos() {
    return nanos;
  }

  /** Whether the difference of a number is that number. */
  public boolean bare() {
    return bare;
  }
}
