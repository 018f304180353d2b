package io.querymirror.compare;

import io.querymirror.model.ResultRows;
import io.querymirror.model.RowOrder;
import io.querymirror.model.UnreadableRowsException;

/**
 * Tells whether two results are the same, and else what is not. Rows are compared in their places
 * first, by their bytes where both sides encode a column alike: nearly all results are equal row by
 * row, and that takes no memory. What is left over is hashed and matched in any order; only what is
 * left of that is looked at cell by cell.
 */
public final class ResultComparer {
  private ResultComparer() {}

  /** Never throws for what the rows hold. */
  public static ResultDifference compare(
      ResultRows source, ResultRows target, RowOrder order, CompareOptions options) {
    try {
      return new Comparison(source, target, order, options).run();
    } catch (UnreadableRowsException | IndexOutOfBoundsException e) {
      return ResultDifference.undecided("unreadable");
    }
  }
}
