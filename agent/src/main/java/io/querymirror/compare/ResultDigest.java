package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.List;
import java.util.Locale;

/**
 * Two numbers for a whole result, equal for equal results whatever encoding their values have;
 * immutable. Each side is seen by itself: values of different families, as a number and its text,
 * have different numbers, and of approximate numbers only the digits that their type is sure of
 * count. So equal digests are equal results, and other digests may still be.
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
    Side side = new Side(rows);
    List<ResultColumn> columns = rows.columns();
    CellReader[] readers = new CellReader[columns.size()];
    long labels = 0;
    for (int c = 0; c < readers.length; c++) {
      readers[c] = CellReader.alone(columns.get(c), rows.binary());
      labels = Hash.mix(labels, columns.get(c).label().toLowerCase(Locale.ROOT).hashCode());
    }
    long bag = labels;
    long ordered = labels;
    for (int i = 0; i < rows.count(); i++) {
      Cell[] cells = side.row(i);
      long row = 0;
      for (int c = 0; c < readers.length; c++) {
        row = Hash.mix(row, readers[c].hash(cells[c]));
      }
      bag += row;
      ordered = Hash.mix(ordered, row);
    }
    return new ResultDigest(Hash.mix(bag, rows.count()), ordered, rows.count());
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
