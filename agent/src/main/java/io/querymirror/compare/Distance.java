package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.ColumnDifference.Measure;
import java.math.BigDecimal;

/** By how much the values of two columns differ at most, over the rows that are looked at. */
final class Distance {
  private static final double NANOS_OF_MICRO = 1e3;

  private final ColumnPair column;
  private long count;
  private boolean unmeasured;
  private boolean bare;
  private double number;
  private double share;
  private double nanos;

  Distance(ColumnPair column) {
    this.column = column;
  }

  /** Of a pair of rows whose values are not the same. */
  void add(Cell[] s, Cell[] t) {
    count++;
    Form form = column.form();
    boolean time = form == Form.MOMENT || form == Form.TIME;
    if (!time && form != Form.NUMBER && form != Form.APPROXIMATE) {
      unmeasured = true;
      return;
    }
    double a = column.sourceNumber(s);
    double b = column.targetNumber(t);
    if (Double.isNaN(a) || Double.isNaN(b) || Double.isInfinite(a) || Double.isInfinite(b)) {
      unmeasured = true;
    } else if (time) {
      nanos = Math.max(nanos, Math.abs(a - b) * NANOS_OF_MICRO);
      unmeasured |= a == b;
    } else {
      // By way of their shortest texts, so that 10.02 and 10.01 differ by 0.01.
      double by =
          new BigDecimal(Double.toString(a))
              .subtract(new BigDecimal(Double.toString(b)))
              .abs()
              .doubleValue();
      number = Math.max(number, by);
      share = Math.max(share, by / Math.max(Math.abs(a), Math.abs(b)));
      bare |= a == 0 || b == 0;
      // They differ in digits that a double does not hold.
      unmeasured |= by == 0;
    }
  }

  ColumnDifference difference() {
    return new ColumnDifference(
        column.label(),
        measure(),
        count,
        unmeasured,
        number,
        share,
        nanos >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) Math.ceil(nanos),
        bare);
  }

  private Measure measure() {
    if (column.form() != Form.APPROXIMATE) {
      return Measure.EXACT;
    }
    boolean single =
        Family.of(column.sourceColumn()) == Family.FLOAT
            || Family.of(column.targetColumn()) == Family.FLOAT;
    return single ? Measure.FLOAT : Measure.DOUBLE;
  }
}
