package io.querymirror.sql;

import io.querymirror.model.SqlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the equalities that every row of a WHERE meets: {@code id = 7}, {@code ? = id}, {@code id
 * IN (1, 2)}, with AND between them and anything else.
 */
final class Conditions {
  /** Longer lists are no equality. */
  private static final int MOST = 64;

  private final Tokens t;
  private final ValueReader values;
  private final Map<String, List<SqlValue>> equal = new HashMap<>();
  private boolean others;

  Conditions(Tokens t, ValueReader values) {
    this.t = t;
    this.values = values;
  }

  Map<String, List<SqlValue>> equal() {
    return equal;
  }

  /** Whether there is a condition beside the equalities. */
  boolean others() {
    return others;
  }

  /** Reads the conditions from token {@code from} to before {@code to}. */
  void read(int from, int to) {
    if (isNoConjunction(from, to)) {
      others = true;
      return;
    }
    int start = from;
    boolean between = false;
    int depth = 0;
    for (int i = from; i <= to; i++) {
      byte type = i == to ? Token.END : t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && isBetween(i) && i < to) {
        between = true;
      }
      if (i == to || depth == 0 && t.word(i) == Word.AND) {
        if (between && i < to) {
          between = false;
          continue;
        }
        term(start, i);
        start = i + 1;
      }
    }
  }

  private boolean isBetween(int i) {
    return t.word(i) == Word.RESERVED && is(i, "between");
  }

  /** Some of its words may stand outside of each other's reach: no equality of it holds for all. */
  private boolean isNoConjunction(int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth > 0) {
        continue;
      }
      Word word = t.word(i);
      if (word == Word.OR
          || word == Word.CASE
          || type == Token.OPERATOR && t.charAt(t.start(i)) == '|'
          || word == Word.RESERVED && is(i, "xor")) {
        return true;
      }
    }
    return false;
  }

  private boolean is(int i, String name) {
    return t.name(i).equalsIgnoreCase(name);
  }

  private void term(int from, int to) {
    if (t.type(from) == Token.OPEN && closing(from, to) == to - 1) {
      read(from + 1, to - 1);
      return;
    }
    if (!equality(from, to)) {
      others = true;
    }
  }

  /** The parenthesis that closes the one at {@code open}, or {@code to}. */
  private int closing(int open, int to) {
    int depth = 0;
    for (int i = open; i < to; i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return to;
  }

  private boolean equality(int from, int to) {
    String column = values.column(from);
    if (column != null) {
      int after = values.lastOfColumn(from) + 1;
      if (t.type(after) == Token.EQUALS) {
        return add(column, List.of(values.value(after + 1, to)));
      }
      return t.word(after) == Word.IN
          && t.type(after + 1) == Token.OPEN
          && closing(after + 1, to) == to - 1
          && list(column, after + 2, to - 1);
    }
    // 7 = id
    int equals = from + 1;
    while (equals < to && t.type(equals) != Token.EQUALS) {
      equals++;
    }
    String right = equals < to ? values.column(equals + 1) : null;
    return right != null
        && values.lastOfColumn(equals + 1) == to - 1
        && add(right, List.of(values.value(from, equals)));
  }

  private boolean list(String column, int from, int to) {
    List<SqlValue> all = new ArrayList<>();
    int start = from;
    int depth = 0;
    for (int i = from; i <= to; i++) {
      byte type = i == to ? Token.COMMA : t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && type == Token.COMMA) {
        all.add(values.value(start, i));
        start = i + 1;
      }
    }
    return all.size() <= MOST && add(column, all);
  }

  /** False where a value is none that can be compared by. */
  private boolean add(String column, List<SqlValue> all) {
    for (SqlValue v : all) {
      switch (v.type()) {
        case NUMBER:
        case TEXT:
        case PARAMETER:
          break;
        default:
          return false;
      }
    }
    // A second condition on the same column can but leave fewer rows.
    if (equal.putIfAbsent(column, all) != null) {
      others = true;
    }
    return true;
  }
}
