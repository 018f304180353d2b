package io.querymirror.sql;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Finds the functions that a text calls, among which may be stored ones. */
final class FunctionCalls {
  private FunctionCalls() {}

  /** Names in lower case, without schema. A table before its list of columns counts too. */
  static Set<String> of(Tokens t, int from, int to) {
    Set<String> names = null;
    for (int i = from; i < to; i++) {
      String name = null;
      if (t.type(i + 1) == Token.OPEN && t.isName(i)) {
        name = t.name(i).toLowerCase(Locale.ROOT);
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
}
