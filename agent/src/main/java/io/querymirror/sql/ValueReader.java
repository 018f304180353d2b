package io.querymirror.sql;

import io.querymirror.model.SqlValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads single values out of a text's tokens. */
final class ValueReader {
  private final Tokens t;

  /** Placeholders before each token. */
  private final int[] parameters;

  ValueReader(Tokens t) {
    this.t = t;
    this.parameters = new int[t.count()];
    int seen = 0;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = seen;
      seen += t.type(i) == Token.PARAMETER ? 1 : 0;
    }
  }

  /** The value that tokens {@code from} to before {@code to} make. */
  SqlValue value(int from, int to) {
    int length = to - from;
    if (length == 1) {
      return single(from);
    }
    if (length == 2 && t.type(from + 1) == Token.NUMBER) {
      if (t.type(from) == Token.MINUS) {
        return number(from + 1, "-");
      }
      return t.type(from) == Token.PLUS ? number(from + 1, "") : SqlValue.EXPRESSION;
    }
    if (length == 3
        && t.type(from + 1) == Token.OPEN
        && t.type(from) == Token.WORD
        && t.name(from).toLowerCase(Locale.ROOT).equals("last_insert_id")) {
      return SqlValue.LAST_INSERT_ID;
    }
    return SqlValue.EXPRESSION;
  }

  private SqlValue single(int i) {
    switch (t.type(i)) {
      case Token.PARAMETER:
        return SqlValue.parameter(parameters[i] + 1);
      case Token.NUMBER:
        return number(i, "");
      case Token.STRING:
        return string(i);
      case Token.WORD:
        switch (t.word(i)) {
          case NULL:
            return SqlValue.NULL;
          case DEFAULT:
            return SqlValue.DEFAULT;
          case TRUE:
            return SqlValue.number("1");
          case FALSE:
            return SqlValue.number("0");
          default:
            return SqlValue.EXPRESSION;
        }
      default:
        return SqlValue.EXPRESSION;
    }
  }

  /** Not 0xff, b'1', _utf8'x': those are bytes. */
  private SqlValue number(int i, String sign) {
    char first = t.charAt(t.start(i));
    char second = t.end(i) - t.start(i) > 1 ? t.charAt(t.start(i) + 1) : ' ';
    if (!CharClass.isDigit(first) && first != '.' || second == 'x' || second == 'b') {
      return SqlValue.EXPRESSION;
    }
    return SqlValue.number(sign + t.name(i));
  }

  /** Not in double quotes: under ANSI_QUOTES that is a column. */
  private SqlValue string(int i) {
    int start = t.start(i);
    int end = t.end(i);
    if (t.charAt(start) != '\'' || end - start < 2) {
      return SqlValue.EXPRESSION;
    }
    return SqlValue.text(unescape(t.chars(), start + 1, end - 1));
  }

  private static String unescape(char[] text, int from, int to) {
    StringBuilder b = null;
    for (int i = from; i < to; i++) {
      char c = text[i];
      if (c == '\'' || c == '\\') {
        b = b == null ? new StringBuilder(to - from).append(text, from, i - from) : b;
        char next = text[++i];
        if (c == '\\' && (next == '%' || next == '_')) {
          b.append(c);
        }
        b.append(c == '\'' ? next : escaped(next));
      } else if (b != null) {
        b.append(c);
      }
    }
    return b == null ? new String(text, from, to - from) : b.toString();
  }

  private static char escaped(char c) {
    switch (c) {
      case '0':
        return '\0';
      case 'b':
        return '\b';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'Z':
        return (char) 26;
      default:
        return c;
    }
  }

  /**
   * The column that starts at token {@code i}, perhaps after its table, in lower case.
   *
   * @return null where there is none
   */
  @Nullable String column(int i) {
    int last = lastOfColumn(i);
    return last < 0 ? null : t.name(last).toLowerCase(Locale.ROOT);
  }

  /** The last token of the column that starts at token {@code i}, or -1. */
  int lastOfColumn(int i) {
    if (!t.isName(i)) {
      return -1;
    }
    int last = i;
    while (t.type(last + 1) == Token.DOT && t.isName(last + 2)) {
      last += 2;
    }
    return last;
  }
}
