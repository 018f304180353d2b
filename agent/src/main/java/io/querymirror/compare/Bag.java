package io.querymirror.compare;

import io.querymirror.model.Cell;
import java.util.Arrays;
import java.util.List;

/**
 * Matches rows of both sides whatever their order. Equal rows have equal hashes; where columns are
 * compared within a tolerance, rows that are equal in all others are matched in the order of the
 * first such column, each with the nearest in reach, which is exact for one such column and nearly
 * so for several.
 */
final class Bag {
  /** Pairs of rows that are looked at within a tolerance, at most. */
  private static final int MOST_LOOKS = 1_000_000;

  private final ColumnPair[] pairs;
  private final ColumnPair[] near;
  private int looks;
  private final Rows left;
  private final Rows right;

  /** Rows of one side that are not matched yet, each with what it is matched by. */
  private static final class Rows {
    final int[] index;
    final long[] hash;
    final double[][] numbers;
    final boolean[] matched;
    final Integer[] order;

    Rows(int[] index, int near) {
      this.index = index;
      this.hash = new long[index.length];
      this.numbers = new double[near][index.length];
      this.matched = new boolean[index.length];
      this.order = new Integer[index.length];
    }

    void sort() {
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      Arrays.sort(
          order,
          (a, b) -> {
            int byHash = Long.compare(hash[a], hash[b]);
            return byHash != 0 || numbers.length == 0
                ? byHash
                : Double.compare(numbers[0][a], numbers[0][b]);
          });
    }

    int[] rest() {
      int[] rest = new int[index.length];
      int count = 0;
      for (int i = 0; i < index.length; i++) {
        if (!matched[i]) {
          rest[count++] = index[i];
        }
      }
      return Arrays.copyOf(rest, count);
    }
  }

  Bag(List<ColumnPair> columns, Side source, int[] sourceRows, Side target, int[] targetRows) {
    this.pairs = columns.toArray(new ColumnPair[0]);
    this.near = columns.stream().filter(ColumnPair::near).toArray(ColumnPair[]::new);
    this.left = rows(source, sourceRows, true);
    this.right = rows(target, targetRows, false);
    match();
  }

  /** Rows of the source that the target lacks, in their order. */
  int[] missing() {
    return left.rest();
  }

  /** Rows of the target that the source lacks, in their order. */
  int[] extra() {
    return right.rest();
  }

  /** Whether it gave up before all was tried. */
  boolean gaveUp() {
    return looks > MOST_LOOKS;
  }

  private Rows rows(Side side, int[] indexes, boolean source) {
    Rows rows = new Rows(indexes, near.length);
    for (int i = 0; i < indexes.length; i++) {
      Cell[] cells = side.row(indexes[i]);
      long hash = 0;
      for (ColumnPair pair : pairs) {
        hash = Hash.mix(hash, source ? pair.sourceHash(cells) : pair.targetHash(cells));
      }
      rows.hash[i] = hash;
      for (int n = 0; n < near.length; n++) {
        rows.numbers[n][i] = source ? near[n].sourceNumber(cells) : near[n].targetNumber(cells);
      }
    }
    rows.sort();
    return rows;
  }

  private void match() {
    int i = 0;
    int j = 0;
    while (i < left.order.length && j < right.order.length) {
      long a = left.hash[left.order[i]];
      long b = right.hash[right.order[j]];
      if (a != b) {
        i += a < b ? 1 : 0;
        j += a > b ? 1 : 0;
        continue;
      }
      int lastLeft = end(left, i);
      int lastRight = end(right, j);
      if (near.length == 0) {
        for (; i < lastLeft && j < lastRight; i++, j++) {
          left.matched[left.order[i]] = true;
          right.matched[right.order[j]] = true;
        }
      } else {
        matchNear(i, lastLeft, j, lastRight);
      }
      i = lastLeft;
      j = lastRight;
    }
  }

  private static int end(Rows rows, int start) {
    long hash = rows.hash[rows.order[start]];
    int end = start + 1;
    while (end < rows.order.length && rows.hash[rows.order[end]] == hash) {
      end++;
    }
    return end;
  }

  private void matchNear(int from, int to, int otherFrom, int otherTo) {
    int first = otherFrom;
    for (int i = from; i < to; i++) {
      int a = left.order[i];
      double x = left.numbers[0][a];
      // What is too small for this one is so for all that come.
      while (first < otherTo && isPast(first, x)) {
        first++;
      }
      for (int j = first; j < otherTo && looks <= MOST_LOOKS; j++) {
        int b = right.order[j];
        double y = right.numbers[0][b];
        if (y > x && !near[0].isNear(x, y)) {
          break;
        }
        looks++;
        if (!right.matched[b] && isNear(a, b)) {
          left.matched[a] = true;
          right.matched[b] = true;
          break;
        }
      }
    }
  }

  private boolean isPast(int place, double x) {
    int b = right.order[place];
    double y = right.numbers[0][b];
    return right.matched[b] || y < x && !near[0].isNear(x, y);
  }

  private boolean isNear(int a, int b) {
    for (int n = 0; n < near.length; n++) {
      if (!near[n].isNear(left.numbers[n][a], right.numbers[n][b])) {
        return false;
      }
    }
    return true;
  }
}
