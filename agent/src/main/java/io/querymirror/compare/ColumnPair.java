package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A column of the source and the target's column that is to be the same. */
final class ColumnPair {
  /**
   * A server writes six digits of a FLOAT: half a unit of the last, and the next one's other way.
   */
  private static final double FLOAT_TEXT = 1.0001e-5;

  /** What sums leave where nothing should be left. */
  private static final double RESIDUE = 1e-12;

  private final ResultColumn sourceColumn;
  private final ResultColumn targetColumn;
  private final int source;
  private final int target;
  private final Form form;
  private final CellReader sourceReader;
  private final CellReader targetReader;

  /** Equal bytes are equal values. */
  private final boolean raw;

  private final boolean ignored;
  private final boolean near;
  private final double relative;
  private final double absolute;
  private final @Nullable TypeDrift drift;

  ColumnPair(
      ResultColumn s,
      int source,
      boolean sourceBinary,
      ResultColumn t,
      int target,
      boolean targetBinary,
      CompareOptions options) {
    this.sourceColumn = s;
    this.targetColumn = t;
    this.source = source;
    this.target = target;
    Family a = Family.of(s);
    Family b = Family.of(t);
    boolean exact =
        options.exactStrings()
            || CharacterSets.isCaseSensitive(s.collation())
            || CharacterSets.isCaseSensitive(t.collation());
    this.form = Form.of(a, b, exact);
    boolean padded = CellReader.isPadded(s) || CellReader.isPadded(t);
    this.sourceReader = new CellReader(s, sourceBinary, form, padded);
    this.targetReader = new CellReader(t, targetBinary, form, padded);
    this.raw = isRaw(s, a, sourceBinary, t, b, targetBinary);
    Allowance allowance = options.allowance(s.label());
    this.ignored = allowance != null && allowance.anything();
    boolean allowed = allowance != null && form != Form.TEXT && form != Form.FOLDED;
    boolean time = form == Form.MOMENT || form == Form.TIME;
    this.near = form == Form.APPROXIMATE || allowed && form != Form.JSON;
    boolean written = !sourceBinary || !targetBinary;
    double size = 0;
    if (form == Form.APPROXIMATE) {
      boolean single = a == Family.FLOAT || b == Family.FLOAT;
      double wanted = single ? options.floatTolerance() : options.doubleTolerance();
      // Beside another type the six digits are a loss.
      size = a == b && single && written ? Math.max(wanted, FLOAT_TEXT) : wanted;
    }
    this.relative = size;
    double rounding = sourceBinary != targetBinary && !time ? halfDigit(s, t) : 0;
    double extra = !allowed || allowance == null ? 0 : limit(allowance, time);
    this.absolute = Math.max(rounding, extra);
    String from = TypeName.of(s);
    String to = TypeName.of(t);
    boolean known = a != Family.NULL && b != Family.NULL;
    this.drift = known && !from.equals(to) ? new TypeDrift(s.label(), from, to) : null;
  }

  private static double limit(Allowance allowance, boolean time) {
    return time ? allowance.nanos() / 1e3 : allowance.number();
  }

  private static boolean isRaw(
      ResultColumn s,
      Family a,
      boolean sourceBinary,
      ResultColumn t,
      Family b,
      boolean targetBinary) {
    if (a == Family.TEXT && b == Family.TEXT) {
      return s.collation() == t.collation()
          || CharacterSets.of(s.collation()).equals(CharacterSets.of(t.collation()));
    }
    boolean sameType = s.type() == t.type() && Numbers.isUnsigned(s) == Numbers.isUnsigned(t);
    return a == b
        && (a == Family.JSON
            || a == Family.BYTES
            || a == Family.BIT
            || a == Family.DECIMAL
            || sourceBinary == targetBinary && (sameType || !sourceBinary));
  }

  /** What a number with a fixed count of digits loses where it is written as text. */
  private static double halfDigit(ResultColumn s, ResultColumn t) {
    boolean fixed = s.decimals() < FieldType.FLOATING && t.decimals() < FieldType.FLOATING;
    boolean real = Family.of(s).isApproximate() && Family.of(t).isApproximate();
    return fixed && real ? 0.500001 * Math.pow(10, -Math.min(s.decimals(), t.decimals())) : 0;
  }

  String label() {
    return sourceColumn.label();
  }

  ResultColumn sourceColumn() {
    return sourceColumn;
  }

  ResultColumn targetColumn() {
    return targetColumn;
  }

  Form form() {
    return form;
  }

  int source() {
    return source;
  }

  int target() {
    return target;
  }

  @Nullable TypeDrift drift() {
    return drift;
  }

  /** Whether equal values may have other hashes: they are near each other. */
  boolean near() {
    return near && !ignored;
  }

  boolean same(Cell[] s, Cell[] t) {
    Cell a = s[source];
    Cell b = t[target];
    byte[] x = a.bytes();
    byte[] y = b.bytes();
    if (ignored || x == null || y == null) {
      return ignored || x == y;
    }
    if (raw
        && Arrays.equals(
            x, a.offset(), a.offset() + a.length(), y, b.offset(), b.offset() + b.length())) {
      return true;
    }
    return near
        ? isNear(sourceReader.number(a), targetReader.number(b))
            || sourceReader.hash(a) == targetReader.hash(b)
        : sourceReader.hash(a) == targetReader.hash(b);
  }

  boolean isNear(double a, double b) {
    if (a == b || Double.isNaN(a) && Double.isNaN(b)) {
      return true;
    }
    double difference = Math.abs(a - b);
    if (Double.isInfinite(difference)) {
      return false;
    }
    double size = Math.max(Math.abs(a), Math.abs(b));
    // 1.01 and 1.00 are a little more than 0.01 apart.
    return absolute > 0 && difference <= absolute + 4 * Math.ulp(size)
        || difference <= relative * size
        || relative > 0 && difference <= RESIDUE && !(a * b > 0);
  }

  /** Of what is not near only, beside whether it is NULL. */
  long sourceHash(Cell[] s) {
    return hash(s[source], sourceReader);
  }

  long targetHash(Cell[] t) {
    return hash(t[target], targetReader);
  }

  private long hash(Cell cell, CellReader reader) {
    if (ignored) {
      return 0;
    }
    return near && !cell.isNull() ? 1 : reader.hash(cell);
  }

  /** Of the value, also where it is near. */
  long sourceValueHash(Cell[] s) {
    return sourceReader.hash(s[source]);
  }

  long targetValueHash(Cell[] t) {
    return targetReader.hash(t[target]);
  }

  double sourceNumber(Cell[] s) {
    return sourceReader.number(s[source]);
  }

  double targetNumber(Cell[] t) {
    return targetReader.number(t[target]);
  }
}
