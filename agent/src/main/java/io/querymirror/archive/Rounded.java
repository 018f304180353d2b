package io.querymirror.archive;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Measures of differences with few digits: enough to judge by, too few to know a value by. */
final class Rounded {
  private Rounded() {}

  /** Never less than it is, and the same under any tolerance that has no more digits. */
  static double up(double measure, int digits) {
    if (measure == 0 || Double.isInfinite(measure) || Double.isNaN(measure)) {
      return Double.isNaN(measure) ? Double.POSITIVE_INFINITY : measure;
    }
    // By way of its shortest text, so that 0.1 stays 0.1.
    BigDecimal exact = new BigDecimal(Double.toString(measure));
    return exact.round(new MathContext(digits, RoundingMode.CEILING)).doubleValue();
  }
}
