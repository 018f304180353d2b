package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which missing row of the source became which extra row of the target: the one that is equal in
 * its keys, else the one that is equal in most columns, else the next. Looks at so many rows of
 * each side only.
 */
final class Alignment {
  /** Of each side; the work goes with its square. */
  static final int ROWS = 100;

  private static final int KEY_WEIGHT = 1000;
  private static final int KEYS =
      FieldType.PRIMARY_KEY_FLAG | FieldType.UNIQUE_KEY_FLAG | FieldType.AUTO_INCREMENT_FLAG;

  /** Two places in the lists of unmatched rows; -1 for none. */
  static final class Pair {
    final int missing;
    final int extra;

    Pair(int missing, int extra) {
      this.missing = missing;
      this.extra = extra;
    }
  }

  private final List<ColumnPair> columns;
  private final long[][] left;
  private final long[][] right;
  private final int[] weights;

  Alignment(List<ColumnPair> columns, Side source, int[] missing, Side target, int[] extra) {
    this.columns = columns;
    this.left = hashes(source, missing, true);
    this.right = hashes(target, extra, false);
    this.weights = new int[columns.size()];
    for (int c = 0; c < weights.length; c++) {
      weights[c] = isKey(columns.get(c)) ? KEY_WEIGHT : 1;
    }
  }

  static boolean isKey(ColumnPair column) {
    return ((column.sourceColumn().flags() | column.targetColumn().flags()) & KEYS) != 0;
  }

  private long[][] hashes(Side side, int[] rows, boolean source) {
    long[][] all = new long[Math.min(rows.length, ROWS)][columns.size()];
    for (int i = 0; i < all.length; i++) {
      Cell[] cells = side.row(rows[i]);
      for (int c = 0; c < columns.size(); c++) {
        ColumnPair pair = columns.get(c);
        all[i][c] = source ? pair.sourceValueHash(cells) : pair.targetValueHash(cells);
      }
    }
    return all;
  }

  /** In the order of the missing rows; what has no partner stands alone, behind. */
  List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    List<Pair> alone = new ArrayList<>();
    boolean[] taken = new boolean[right.length];
    boolean same = left.length == right.length;
    for (int i = 0; i < left.length; i++) {
      int best = -1;
      int most = 0;
      for (int j = 0; j < right.length; j++) {
        int score = taken[j] ? -1 : score(left[i], right[j]);
        if (score > most || score == most && score > 0 && Math.abs(j - i) < Math.abs(best - i)) {
          best = j;
          most = score;
        }
      }
      if (best < 0 && same && columns.size() == 1) {
        // With one column alone nothing tells them apart.
        best = i;
      }
      if (best >= 0) {
        taken[best] = true;
        pairs.add(new Pair(i, best));
      } else {
        alone.add(new Pair(i, -1));
      }
    }
    for (int j = 0; j < right.length; j++) {
      if (!taken[j]) {
        alone.add(new Pair(-1, j));
      }
    }
    pairs.addAll(alone);
    return pairs;
  }

  private int score(long[] a, long[] b) {
    int score = 0;
    for (int c = 0; c < a.length; c++) {
      // That two values are NULL says little.
      if (a[c] == b[c] && a[c] != Hash.NULL) {
        score += weights[c];
      }
    }
    return score;
  }
}
