package io.querymirror.compare;

import io.querymirror.model.Cell;
import io.querymirror.model.ResultRows;
import io.querymirror.model.RowOrder;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One comparison of two results. */
final class Comparison {
  /** Columns named in words, at most. */
  private static final int NAMES = 5;

  private final RowOrder order;
  private final CompareOptions options;
  private final Side source;
  private final Side target;
  private final List<ColumnPair> columns;
  private final List<String> words;
  private final Map<ColumnPair, Distance> differing = new LinkedHashMap<>();
  private @Nullable DifferenceProfile profile;
  private List<RowExample> examples = List.of();

  Comparison(ResultRows source, ResultRows target, RowOrder order, CompareOptions options) {
    this.order = order;
    this.options = options;
    this.source = new Side(source);
    this.target = new Side(target);
    ColumnMatch match = ColumnMatch.of(source, target, options);
    this.columns = match.pairs();
    this.words = new ArrayList<>(match.words());
  }

  ResultDifference run() {
    String undecided = rows();
    if (undecided != null) {
      return ResultDifference.undecided(undecided);
    }
    List<TypeDrift> drift = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (ColumnPair column : columns) {
      TypeDrift types = column.drift();
      if (differing.containsKey(column)) {
        labels.add(column.label());
      } else if (types != null) {
        drift.add(types);
      }
    }
    if (words.isEmpty()) {
      return ResultDifference.same(drift);
    }
    return new ResultDifference(
        false, null, String.join("; ", words), List.copyOf(labels), drift, examples, profile);
  }

  /** Answers why it cannot be told; null where it can. */
  private @Nullable String rows() {
    int common = Math.min(source.count(), target.count());
    int[] others = new int[8];
    int count = 0;
    for (int i = 0; i < common; i++) {
      if (!isSame(source.row(i), target.row(i))) {
        if (count == others.length) {
          others = Arrays.copyOf(others, 2 * count);
        }
        others[count++] = i;
      }
    }
    if (count == 0 && source.count() == target.count()) {
      return null;
    }
    int[] ofSource = rest(others, count, common, source);
    int[] ofTarget = rest(others, count, common, target);
    Bag bag = new Bag(columns, source, ofSource, target, ofTarget);
    int[] missing = bag.missing();
    int[] extra = bag.extra();
    KeyOrder keys = new KeyOrder(order, columns, source, target);
    if (missing.length == 0 && extra.length == 0) {
      if (order.sorted() && !keys.same()) {
        profile = words.isEmpty() ? new DifferenceProfile(List.of(), 0, true) : null;
        words.add("rows in another order");
      }
      return null;
    }
    if (bag.gaveUp()) {
      return "too_complex";
    }
    List<Alignment.Pair> pairs = new Alignment(columns, source, missing, target, extra).pairs();
    if ((order.limited() || order.skips())
        && words.isEmpty()
        && new LimitTie(keys, columns, source, target)
            .explains(missing, extra, pairs, order.skips())) {
      return "limit_tie";
    }
    describe(missing, extra, pairs);
    return null;
  }

  private boolean isSame(Cell[] s, Cell[] t) {
    for (ColumnPair column : columns) {
      if (!column.same(s, t)) {
        return false;
      }
    }
    return true;
  }

  /** The rows that are no match in their places, and those that have no place on the other side. */
  private static int[] rest(int[] others, int count, int common, Side side) {
    int[] rest = Arrays.copyOf(others, count + side.count() - common);
    for (int i = common; i < side.count(); i++) {
      rest[count + i - common] = i;
    }
    return rest;
  }

  private void describe(int[] missing, int[] extra, List<Alignment.Pair> pairs) {
    Examples made = new Examples(columns, source, target, options);
    int differ = 0;
    int gone = 0;
    int come = 0;
    for (Alignment.Pair pair : pairs) {
      int s = pair.missing < 0 ? -1 : missing[pair.missing];
      int t = pair.extra < 0 ? -1 : extra[pair.extra];
      differ += s >= 0 && t >= 0 ? 1 : 0;
      gone += t < 0 ? 1 : 0;
      come += s < 0 ? 1 : 0;
      if (s >= 0 && t >= 0) {
        compare(source.row(s), target.row(t));
      }
      made.add(s, t);
    }
    // Of those that were not aligned, as many as can be are taken for changed.
    int moreGone = Math.max(0, missing.length - Alignment.ROWS);
    int moreCome = Math.max(0, extra.length - Alignment.ROWS);
    int more = Math.min(moreGone, moreCome);
    if (moreGone == 0 && moreCome == 0 && words.isEmpty()) {
      profile = profile(gone + come);
    }
    tell(differ + more, gone + moreGone - more, come + moreCome - more);
    examples = made.examples();
  }

  private void compare(Cell[] s, Cell[] t) {
    for (ColumnPair column : columns) {
      if (!column.same(s, t)) {
        differing.computeIfAbsent(column, Distance::new).add(s, t);
      }
    }
  }

  private DifferenceProfile profile(long unpaired) {
    List<ColumnDifference> by = new ArrayList<>();
    for (Distance distance : differing.values()) {
      by.add(distance.difference());
    }
    return new DifferenceProfile(by, unpaired, false);
  }

  private void tell(int differ, int gone, int come) {
    if (differ > 0) {
      String rows = source.count() == 1 ? " row" : " rows";
      String verb = differ == 1 ? " differs in " : " differ in ";
      words.add(differ + " of " + source.count() + rows + verb + names());
    }
    if (gone > 0) {
      words.add(gone + (gone == 1 ? " row missing" : " rows missing"));
    }
    if (come > 0) {
      words.add(come + (come == 1 ? " row extra" : " rows extra"));
    }
  }

  private String names() {
    List<String> names = new ArrayList<>();
    for (ColumnPair column : differing.keySet()) {
      if (names.size() == NAMES) {
        names.add("and " + (differing.size() - NAMES) + " more");
        break;
      }
      names.add(column.label());
    }
    return String.join(", ", names);
  }
}
