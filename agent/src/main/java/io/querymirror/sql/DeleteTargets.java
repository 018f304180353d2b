package io.querymirror.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The tables, or aliases of tables, that a DELETE over several tables deletes from: {@code DELETE
 * a, b FROM …} and {@code DELETE FROM a, b USING …}.
 */
final class DeleteTargets {
  private Set<String> names = new HashSet<>();
  private int end;

  void reset() {
    if (!names.isEmpty()) {
      names = new HashSet<>();
    }
  }

  /**
   * Reads the targets after DELETE and its options.
   *
   * @return false for a DELETE from one table
   */
  boolean read(Tokens t, int start) {
    boolean fromFirst = t.word(start) == Word.FROM;
    int i = fromFirst ? start + 1 : start;
    while (t.isName(i)) {
      int last = TableSink.lastOfName(t, i);
      names.add(t.name(last).toLowerCase(Locale.ROOT));
      i = last + 1;
      if (t.type(i) == Token.DOT && t.type(i + 1) == Token.STAR) {
        i += 2;
      }
      if (t.type(i) != Token.COMMA) {
        break;
      }
      i++;
    }
    end = i;
    return t.word(i) == (fromFirst ? Word.USING : Word.FROM);
  }

  /** The FROM or USING before the list of tables, after a successful {@link #read}. */
  int end() {
    return end;
  }

  /** Whether the table whose name ends with token {@code last} is a target, by name or alias. */
  boolean contains(Tokens t, int last) {
    int alias = t.word(last + 1) == Word.AS ? last + 2 : last + 1;
    return has(t, last) || t.isName(alias) && has(t, alias);
  }

  private boolean has(Tokens t, int i) {
    return names.contains(t.name(i).toLowerCase(Locale.ROOT));
  }
}
