package io.querymirror.compare;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** By what values are taken for equal, and how much of a difference is kept; immutable. */
public final class CompareOptions {
  /**
   * Of relative size, for values that one side has as FLOAT; ten times that where a side has them
   * as text, in which servers write six digits.
   */
  public static final double FLOAT_TOLERANCE = 1e-6;

  /** Of relative size, for values that a side has as DOUBLE: sums in another order differ more. */
  public static final double DOUBLE_TOLERANCE = 1e-9;

  public static final CompareOptions DEFAULT =
      new CompareOptions(FLOAT_TOLERANCE, DOUBLE_TOLERANCE, true, 3, 8 << 10, Map.of());

  private final double floatTolerance;
  private final double doubleTolerance;
  private final boolean exactStrings;
  private final int examples;
  private final int exampleBytes;
  private final Map<String, Allowance> allowances;

  private CompareOptions(
      double floatTolerance,
      double doubleTolerance,
      boolean exactStrings,
      int examples,
      int exampleBytes,
      Map<String, Allowance> allowances) {
    this.floatTolerance = floatTolerance;
    this.doubleTolerance = doubleTolerance;
    this.exactStrings = exactStrings;
    this.examples = examples;
    this.exampleBytes = exampleBytes;
    this.allowances = allowances;
  }

  /** Relative; of FLOAT and of DOUBLE columns. */
  public CompareOptions tolerance(double forFloat, double forDouble) {
    return new CompareOptions(
        forFloat, forDouble, exactStrings, examples, exampleBytes, allowances);
  }

  /** Whether texts that their column's collation takes for equal are the same only if exact. */
  public CompareOptions exactStrings(boolean exact) {
    return new CompareOptions(
        floatTolerance, doubleTolerance, exact, examples, exampleBytes, allowances);
  }

  /**
   * @param rows of examples at most; 0 for none
   * @param bytes of their values at most
   */
  public CompareOptions examples(int rows, int bytes) {
    return new CompareOptions(
        floatTolerance, doubleTolerance, exactStrings, rows, bytes, allowances);
  }

  /** Allows more in some columns; the last word on a column counts. */
  public CompareOptions allow(Collection<String> labels, Allowance allowance) {
    Map<String, Allowance> more = new HashMap<>(allowances);
    for (String label : labels) {
      more.put(label.toLowerCase(Locale.ROOT), allowance);
    }
    return new CompareOptions(
        floatTolerance, doubleTolerance, exactStrings, examples, exampleBytes, Map.copyOf(more));
  }

  double floatTolerance() {
    return floatTolerance;
  }

  double doubleTolerance() {
    return doubleTolerance;
  }

  boolean exactStrings() {
    return exactStrings;
  }

  int examples() {
    return examples;
  }

  int exampleBytes() {
    return exampleBytes;
  }

  @Nullable Allowance allowance(String label) {
    return allowances.isEmpty() ? null : allowances.get(label.toLowerCase(Locale.ROOT));
  }
}
