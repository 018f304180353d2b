package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.RowOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that both sides are sorted by, and their rows' order in these alone. */
final class KeyOrder {
  private final Side source;
  private final Side target;
  private final List<ColumnPair> keys = new ArrayList<>();
  private final boolean complete;

  KeyOrder(RowOrder order, List<ColumnPair> pairs, Side source, Side target) {
    this.source = source;
    this.target = target;
    boolean whole = order.complete();
    for (RowOrder.Term term : order.terms()) {
      ColumnPair pair = find(term, pairs);
      if (pair == null) {
        whole = false;
        break;
      }
      keys.add(pair);
    }
    this.complete = whole;
  }

  private static @Nullable ColumnPair find(RowOrder.Term term, List<ColumnPair> pairs) {
    ColumnPair found = null;
    for (ColumnPair pair : pairs) {
      boolean named =
          term.label() == null
              ? pair.source() == term.position() - 1
              : pair.label().equalsIgnoreCase(term.label());
      if (named && found != null) {
        return null;
      }
      found = named ? pair : found;
    }
    return found;
  }

  /** Whether nothing else decides the order. */
  boolean isComplete() {
    return complete && !keys.isEmpty();
  }

  /**
   * Whether both sides, which have the same rows, have the same keys in the same order. Rows whose
   * keys' order depends on fine points of a collation are left out of it.
   */
  boolean same() {
    int i = 0;
    int j = 0;
    while (true) {
      Cell[] s = null;
      while (i < source.count() && (s = plain(source, i, true)) == null) {
        i++;
      }
      Cell[] t = null;
      while (j < target.count() && (t = plain(target, j, false)) == null) {
        j++;
      }
      if (s == null || t == null) {
        return true;
      }
      if (!sameKey(s, t)) {
        return false;
      }
      i++;
      j++;
    }
  }

  /** Whether two rows of one side have one key. */
  boolean isTie(boolean ofSource, int row, int with) {
    Side side = ofSource ? source : target;
    Cell[] cells = new Side(side).row(row);
    Cell[] other = side.row(with);
    for (ColumnPair key : keys) {
      long a = ofSource ? key.sourceValueHash(cells) : key.targetValueHash(cells);
      long b = ofSource ? key.sourceValueHash(other) : key.targetValueHash(other);
      if (a != b) {
        return false;
      }
    }
    return true;
  }

  /** Whether two rows of both sides have one key. */
  boolean same(int ofSource, int ofTarget) {
    return sameKey(source.row(ofSource), target.row(ofTarget));
  }

  private boolean sameKey(Cell[] s, Cell[] t) {
    for (ColumnPair key : keys) {
      if (!key.same(s, t) && !sameFolded(key, s, t)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameFolded(ColumnPair key, Cell[] s, Cell[] t) {
    if (!isFolded(key)) {
      return false;
    }
    String a = fold(key.sourceColumn(), s[key.source()]);
    String b = fold(key.targetColumn(), t[key.target()]);
    return a != null && a.equals(b);
  }

  /** Null for a row whose place cannot be told from its keys. */
  private Cell @Nullable [] plain(Side side, int index, boolean ofSource) {
    Cell[] cells = side.row(index);
    for (ColumnPair key : keys) {
      Cell cell = cells[ofSource ? key.source() : key.target()];
      ResultColumn column = ofSource ? key.sourceColumn() : key.targetColumn();
      if (isFolded(key) && !cell.isNull() && fold(column, cell) == null) {
        return null;
      }
    }
    return cells;
  }

  /** A collation of one side takes different texts for equal, and so for ties. */
  private static boolean isFolded(ColumnPair key) {
    return isFolded(key.sourceColumn()) || isFolded(key.targetColumn());
  }

  private static boolean isFolded(ResultColumn c) {
    return Family.of(c) == Family.TEXT && !CharacterSets.isExact(c.collation());
  }

  private static @Nullable String fold(ResultColumn column, Cell cell) {
    byte[] b = cell.bytes();
    if (b == null) {
      return null;
    }
    return Fold.of(
        new String(
            b,
            cell.offset(),
            cell.length(),
            Family.of(column) == Family.TEXT
                ? CharacterSets.of(column.collation())
                : StandardCharsets.UTF_8));
  }
}
