package io.querymirror.stats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * By how much the values of one column differ at most, over all pairs of rows of a result. Measures
 * are rounded up to three digits: enough to judge under any tolerance of that many, and nothing
 * that a value could be known by.
 */
public final class ColumnDifference {
  private static final MathContext DIGITS = new MathContext(3, RoundingMode.CEILING);

  private final String label;
  private final long count;
  private final boolean unmeasured;
  private final double number;
  private final double share;
  private final long nanos;

  /**
   * @param count pairs of rows in which they differ
   * @param unmeasured whether some differ in a way that has no measure: texts, NULL beside a value
   * @param number largest difference of two numbers; 0 where none differ
   * @param share the same, as a share of the larger one's magnitude
   * @param nanos largest difference of two times; 0 where none differ
   */
  public ColumnDifference(
      String label, long count, boolean unmeasured, double number, double share, long nanos) {
    this.label = label;
    this.count = count;
    this.unmeasured = unmeasured;
    this.number = up(number);
    this.share = up(share);
    this.nanos = (long) up(nanos);
  }

  private static double up(double measure) {
    if (measure == 0 || Double.isInfinite(measure) || Double.isNaN(measure)) {
      return Double.isNaN(measure) ? Double.POSITIVE_INFINITY : measure;
    }
    // By way of its shortest text, so that 0.1 stays 0.1.
    return new BigDecimal(Double.toString(measure)).round(DIGITS).doubleValue();
  }

  public String label() {
    return label;
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
}
