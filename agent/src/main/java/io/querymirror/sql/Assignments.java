package io.querymirror.sql;

import io.querymirror.model.SqlValue;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code a = 1, b = b + ?}. */
final class Assignments {
  private final Tokens t;
  private final ValueReader values;
  private final Map<String, SqlValue> assigned = new HashMap<>();
  private final Map<String, SqlValue> added = new HashMap<>();
  private int end;

  private Assignments(Tokens t, ValueReader values) {
    this.t = t;
    this.values = values;
  }

  /** Those that start at token {@code from}; null where that is something else. */
  static @Nullable Assignments read(Tokens t, ValueReader values, int from, int to) {
    Assignments a = new Assignments(t, values);
    return a.read(from, to) ? a : null;
  }

  private boolean read(int from, int to) {
    int start = from;
    int depth = 0;
    int i = from;
    while (true) {
      byte type = i >= to ? Token.END : t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      boolean last = i >= to || depth == 0 && isEnd(t.word(i));
      if (last || depth == 0 && type == Token.COMMA) {
        if (!one(start, i)) {
          return false;
        }
        start = i + 1;
      }
      if (last) {
        end = i;
        return true;
      }
      i++;
    }
  }

  private static boolean isEnd(Word word) {
    switch (word) {
      case WHERE:
      case ORDER:
      case LIMIT:
      case RETURNING:
      case ON:
      case AS:
        return true;
      default:
        return false;
    }
  }

  private boolean one(int from, int to) {
    String column = values.column(from);
    int equals = values.lastOfColumn(from) + 1;
    if (column == null || t.type(equals) != Token.EQUALS || equals + 1 >= to) {
      return false;
    }
    addition(column, equals + 1, to);
    assigned.put(column, values.value(equals + 1, to));
    return true;
  }

  /** n + 1, n - ? */
  private void addition(String column, int from, int to) {
    if (!column.equals(values.column(from))) {
      return;
    }
    int sign = values.lastOfColumn(from) + 1;
    boolean signed = t.type(sign) == Token.PLUS || t.type(sign) == Token.MINUS;
    if (signed && sign + 2 == to) {
      SqlValue constant = values.value(sign + 1, to);
      if (constant.type() == SqlValue.Type.NUMBER || constant.type() == SqlValue.Type.PARAMETER) {
        added.put(column, constant);
      }
    }
  }

  Map<String, SqlValue> assigned() {
    return assigned;
  }

  /** What is added, where nothing else is assigned; else empty. */
  Map<String, SqlValue> added() {
    return added.size() == assigned.size() ? added : Map.of();
  }

  /** The token after the last one. */
  int end() {
    return end;
  }
}
