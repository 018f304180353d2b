package io.querymirror.sql;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the functions that a text calls, among which may be stored ones. */
final class FunctionCalls {
  private FunctionCalls() {}

  /** Names in lower case. A table before its list of columns may be among them. */
  static Set<String> of(Tokens t, int from, int to) {
    Set<String> names = null;
    for (int i = from; i < to; i++) {
      String name = null;
      if (t.type(i + 1) == Token.OPEN && t.isName(i)) {
        name = name(t, i);
      } else if (t.word(i) == Word.VALUE && t.word(i + 1) == Word.FOR) {
        // NEXT VALUE FOR s
        name = "nextval";
      }
      if (name != null) {
        names = names == null ? new HashSet<>() : names;
        names.add(name);
      }
    }
    return names == null ? Collections.emptySet() : names;
  }

  private static @Nullable String name(Tokens t, int i) {
    String name = t.name(i).toLowerCase(Locale.ROOT);
    if (t.type(i - 1) != Token.DOT) {
      return name;
    }
    switch (t.word(i - 3)) {
      case INTO:
      case INSERT:
      case REPLACE:
      case IGNORE:
        return null;
      default:
        return t.name(i - 2).toLowerCase(Locale.ROOT) + "." + name;
    }
  }
}
