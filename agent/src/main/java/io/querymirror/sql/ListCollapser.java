package io.querymirror.sql;

import java.util.Arrays;

/**
 * Makes lists of literals one whatever their length: {@code in (?, ?)} becomes {@code in (...)},
 * and of the rows of VALUES those go that read as the row before. Watches the normalized text grow
 * and takes back its end, so each character is written and compared once.
 */
final class ListCollapser {
  private final NormalText out;
  private int depth;

  /** Where the list that so far has literals only opened; -1 for none. */
  private int listStart;

  private int listDepth;
  private boolean listHasLiteral;

  /** Depth at which the rows of VALUES stand; -1 outside of them. */
  private int rowsDepth;

  private int rowStart;
  private int previousRowStart;
  private int previousRowEnd;

  ListCollapser(NormalText out) {
    this.out = out;
  }

  void reset() {
    depth = 0;
    listStart = -1;
    rowsDepth = -1;
  }

  /** Call before the parenthesis is written, its space included. */
  void open(boolean afterIn) {
    boolean row = depth == rowsDepth;
    if (row && rowStart < 0) {
      rowStart = out.length;
    }
    depth++;
    if (listStart < 0 && (afterIn || row)) {
      listStart = out.length;
      listDepth = depth;
      listHasLiteral = false;
    }
  }

  /** Call after the parenthesis is written. */
  void close() {
    if (listStart >= 0 && depth == listDepth) {
      if (listHasLiteral) {
        out.length = listStart;
        out.add("(...)");
      }
      listStart = -1;
    }
    depth--;
    if (rowsDepth >= 0 && depth == rowsDepth) {
      endRow();
    } else if (depth < rowsDepth) {
      rowsDepth = -1;
    }
  }

  private void endRow() {
    if (rowStart < 0) {
      return;
    }
    if (previousRowStart >= 0 && isPreviousRow()) {
      out.length = previousRowEnd;
    } else {
      previousRowStart = rowStart;
      previousRowEnd = out.length;
    }
    rowStart = -1;
  }

  private boolean isPreviousRow() {
    char[] chars = out.chars;
    return Arrays.equals(chars, previousRowStart, previousRowEnd, chars, rowStart, out.length);
  }

  void literal() {
    listHasLiteral = true;
  }

  /** Call before a comma is written, with whether the token after it may open a row. */
  void comma(boolean rowFollows) {
    if (depth == rowsDepth && !rowFollows) {
      rowsDepth = -1;
    }
  }

  /** Call after VALUES is written. */
  void values() {
    listStart = -1;
    rowsDepth = depth;
    rowStart = -1;
    previousRowStart = -1;
  }

  /** Call before ROW is written, its space included; false where it opens no row of VALUES. */
  boolean row() {
    if (depth != rowsDepth) {
      return listStart >= 0;
    }
    rowStart = out.length;
    return true;
  }

  /** Call for every other token. */
  void other() {
    listStart = -1;
    if (depth == rowsDepth) {
      rowsDepth = -1;
    }
  }
}
