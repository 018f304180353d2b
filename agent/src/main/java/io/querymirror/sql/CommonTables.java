package io.querymirror.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of common table expressions that hide tables, by the query they belong to. */
final class CommonTables {
  private List<String> names = new ArrayList<>();
  private Map<String, Integer> visible = new HashMap<>();

  void reset() {
    if (!names.isEmpty()) {
      names = new ArrayList<>();
      visible = new HashMap<>();
    }
  }

  /** A mark for {@link #leave}. */
  int enter() {
    return names.size();
  }

  void add(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    names.add(key);
    visible.merge(key, 1, Integer::sum);
  }

  /** Forgets the names added since the mark. */
  void leave(int mark) {
    while (names.size() > mark) {
      visible.computeIfPresent(
          names.remove(names.size() - 1), (name, uses) -> uses == 1 ? null : uses - 1);
    }
  }

  boolean contains(Tokens t, int token) {
    return !names.isEmpty() && visible.containsKey(t.name(token).toLowerCase(Locale.ROOT));
  }
}
