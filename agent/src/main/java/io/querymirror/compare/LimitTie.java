package io.querymirror.compare;

import java.util.List;

/**
 * Whether results differ only in which rows a LIMIT cut off among equal ones: {@code ORDER BY
 * created LIMIT 10} leaves it to the server which of several rows of one moment is the tenth.
 */
final class LimitTie {
  private final KeyOrder keys;
  private final List<ColumnPair> columns;
  private final Side source;
  private final Side target;

  LimitTie(KeyOrder keys, List<ColumnPair> columns, Side source, Side target) {
    this.keys = keys;
    this.columns = columns;
    this.source = source;
    this.target = target;
  }

  /**
   * @param skips an OFFSET cuts at the begin too
   */
  boolean explains(int[] missing, int[] extra, List<Alignment.Pair> pairs, boolean skips) {
    if (!keys.isComplete() || source.count() != target.count()) {
      return false;
    }
    // Neither is empty: there are as many missing rows as extra ones.
    int last = source.count() - 1;
    boolean atEnd = keys.same(last, last);
    boolean atBegin = skips && keys.same(0, 0);
    if (!areCut(true, missing, atEnd, atBegin) || !areCut(false, extra, atEnd, atBegin)) {
      return false;
    }
    for (Alignment.Pair pair : pairs) {
      if (pair.missing >= 0
          && pair.extra >= 0
          && isOneRow(missing[pair.missing], extra[pair.extra])) {
        return false;
      }
    }
    return true;
  }

  private boolean areCut(boolean ofSource, int[] rows, boolean atEnd, boolean atBegin) {
    int last = source.count() - 1;
    for (int row : rows) {
      boolean cut =
          atEnd && keys.isTie(ofSource, row, last) || atBegin && keys.isTie(ofSource, row, 0);
      if (!cut) {
        return false;
      }
    }
    return true;
  }

  /** Whether their keys say that it is one row of the table, changed. */
  private boolean isOneRow(int missing, int extra) {
    boolean any = false;
    for (ColumnPair column : columns) {
      if (Alignment.isKey(column)) {
        if (!column.same(source.row(missing), target.row(extra))) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }
}
