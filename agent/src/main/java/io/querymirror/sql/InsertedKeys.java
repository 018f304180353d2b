package io.querymirror.sql;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Determinism.Rows;

/** Whether the rows of an INSERT give their AUTO_INCREMENT column a value or leave it open. */
public enum InsertedKeys {
  /** One row at least leaves it open, so the server generates a key. */
  GENERATED,
  /** Every row has a value of its own. */
  GIVEN,
  /** An expression stands there: only the server knows. */
  UNKNOWN;

  private static final ThreadLocal<Tokens> TOKENS = ThreadLocal.withInitial(Tokens::new);

  /**
   * Reads the text of an INSERT or REPLACE with VALUES or SET.
   *
   * @param column its place among the columns that the statement names, or all columns where it
   *     names none; from 0
   * @param prepared a {@code ?} stands for a bind
   */
  public static InsertedKeys of(String sql, Binds binds, boolean prepared, int column) {
    Tokens t = TOKENS.get();
    t.start(sql);
    Tokenizer.read(t, false, false);
    InsertReader insert = new InsertReader();
    insert.read(t);
    InsertedKeys found;
    if (insert.rows == Rows.VALUES) {
      found = rows(t, insert.start, binds, prepared, column);
    } else if (insert.rows == Rows.SET) {
      found = assigned(t, insert.start, binds, prepared, column);
    } else {
      found = UNKNOWN;
    }
    t.release();
    return found;
  }

  private static InsertedKeys rows(Tokens t, int from, Binds binds, boolean prepared, int column) {
    int parameters = 0;
    int depth = 0;
    int at = 0;
    boolean given = true;
    for (int i = 0; i < t.count(); i++) {
      byte type = t.type(i);
      if (i >= from) {
        if (depth == 0 && t.word(i) == Word.ON) {
          break;
        }
        boolean first = depth == 1 && (t.type(i - 1) == Token.OPEN || t.type(i - 1) == Token.COMMA);
        if (first && type != Token.CLOSE) {
          at = t.type(i - 1) == Token.OPEN ? 0 : at + 1;
          if (at == column) {
            InsertedKeys one = one(t, i, binds, prepared, parameters + 1);
            if (one == GENERATED) {
              return GENERATED;
            }
            given &= one == GIVEN;
          }
        } else if (depth == 1 && type == Token.CLOSE && t.type(i - 1) == Token.OPEN) {
          return GENERATED; // VALUES (): every column has its default.
        }
        depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      }
      parameters += type == Token.PARAMETER ? 1 : 0;
    }
    return given ? GIVEN : UNKNOWN;
  }

  private static InsertedKeys assigned(
      Tokens t, int from, Binds binds, boolean prepared, int column) {
    int parameters = 0;
    int depth = 0;
    int at = 0;
    for (int i = 0; i < t.count(); i++) {
      byte type = t.type(i);
      if (i >= from) {
        depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
        if (depth == 0 && type == Token.COMMA) {
          at++;
        } else if (at == column && (type == Token.EQUALS || type == Token.ASSIGN)) {
          return one(t, i + 1, binds, prepared, parameters + 1);
        }
      }
      parameters += type == Token.PARAMETER ? 1 : 0;
    }
    return UNKNOWN;
  }

  /** The expression that begins with token {@code i}. */
  private static InsertedKeys one(Tokens t, int i, Binds binds, boolean prepared, int parameter) {
    byte next = t.type(i + 1);
    boolean alone =
        next == Token.COMMA || next == Token.CLOSE || next == Token.END || t.word(i + 1) == Word.ON;
    if (!alone) {
      boolean signed = t.type(i) == Token.MINUS && next == Token.NUMBER;
      return signed ? GIVEN : UNKNOWN;
    }
    switch (t.type(i)) {
      case Token.WORD:
        return t.word(i) == Word.NULL || t.word(i) == Word.DEFAULT ? GENERATED : UNKNOWN;
      case Token.NUMBER:
        return isZero(t.name(i)) ? GENERATED : GIVEN;
      case Token.PARAMETER:
        return prepared ? bound(binds, parameter) : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  private static InsertedKeys bound(Binds binds, int position) {
    if (position > binds.size()) {
      return UNKNOWN;
    }
    BindKind kind = binds.kind(position);
    if (kind == null || kind == BindKind.UNSUPPORTED) {
      return UNKNOWN;
    }
    Object value = kind == BindKind.NULL_NAMED ? null : binds.value(position);
    if (value == null) {
      return GENERATED;
    }
    if (value instanceof Number || value instanceof String) {
      String text = value.toString().trim();
      boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      return digits ? isZero(text) ? GENERATED : GIVEN : UNKNOWN;
    }
    return UNKNOWN;
  }

  private static boolean isZero(String number) {
    return number.chars().allMatch(c -> c == '0');
  }
}
