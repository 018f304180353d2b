package io.querymirror.compare;

import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;

/** Which column of one side is which of the other's: by label, and by position among those. */
final class ColumnMatch {
  private final List<ColumnPair> pairs = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final ResultRows source;
  private final ResultRows target;
  private final CompareOptions options;
  private final boolean[] taken;

  private ColumnMatch(ResultRows source, ResultRows target, CompareOptions options) {
    this.source = source;
    this.target = target;
    this.options = options;
    this.taken = new boolean[target.columns().size()];
  }

  static ColumnMatch of(ResultRows source, ResultRows target, CompareOptions options) {
    ColumnMatch match = new ColumnMatch(source, target, options);
    if (!match.isPlain()) {
      match.look();
    }
    return match;
  }

  List<ColumnPair> pairs() {
    return pairs;
  }

  /** What of the columns themselves is not the same, in words; empty where they are. */
  List<String> words() {
    return words;
  }

  /** All columns in their places, as nearly always. */
  private boolean isPlain() {
    List<ResultColumn> s = source.columns();
    List<ResultColumn> t = target.columns();
    if (s.size() != t.size()) {
      return false;
    }
    for (int i = 0; i < s.size(); i++) {
      if (!s.get(i).label().equalsIgnoreCase(t.get(i).label())) {
        return false;
      }
    }
    for (int i = 0; i < s.size(); i++) {
      pair(i, i);
    }
    return true;
  }

  private void look() {
    List<ResultColumn> s = source.columns();
    List<ResultColumn> t = target.columns();
    int[] place = new int[s.size()];
    int last = -1;
    boolean moved = false;
    for (int i = 0; i < s.size(); i++) {
      place[i] = find(s.get(i).label());
      if (place[i] >= 0) {
        taken[place[i]] = true;
        moved |= place[i] < last;
        last = place[i];
      }
    }
    for (int i = 0; i < s.size(); i++) {
      String label = s.get(i).label();
      if (place[i] < 0 && s.size() == t.size() && !taken[i]) {
        place[i] = i;
        taken[i] = true;
        words.add("column " + label + " is named " + t.get(i).label());
      } else if (place[i] < 0) {
        words.add("column " + label + " missing");
      }
      if (place[i] >= 0) {
        pair(i, place[i]);
      }
    }
    for (int i = 0; i < t.size(); i++) {
      if (!taken[i]) {
        words.add("column " + t.get(i).label() + " extra");
      }
    }
    if (moved) {
      words.add("columns in another order");
    }
  }

  private int find(String label) {
    List<ResultColumn> t = target.columns();
    for (int i = 0; i < t.size(); i++) {
      if (!taken[i] && t.get(i).label().equalsIgnoreCase(label)) {
        return i;
      }
    }
    return -1;
  }

  private void pair(int s, int t) {
    ResultColumn a = source.columns().get(s);
    ResultColumn b = target.columns().get(t);
    pairs.add(new ColumnPair(a, s, source.binary(), b, t, target.binary(), options));
  }
}
