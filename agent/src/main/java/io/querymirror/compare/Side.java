package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultRows;

/** The rows of one side, read one at a time. */
final class Side {
  private final ResultRows rows;
  private final Cell[] cells;

  Side(ResultRows rows) {
    this.rows = rows;
    this.cells = new Cell[rows.columns().size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  /** The same rows, to be read beside the other's. */
  Side(Side other) {
    this(other.rows);
  }

  int count() {
    return rows.count();
  }

  boolean binary() {
    return rows.binary();
  }

  /** Good until the next call. */
  Cell[] row(int index) {
    rows.row(index, cells);
    return cells;
  }
}
