package io.querymirror.stats;

/**
 * Hides the literals of a piece of SQL that need not be a statement: what is in single or double
 * quotes, numbers, and {@code 0x…} become {@code ?}; what is in backquotes is a name and stays, and
 * so do numbers inside of a name. A quote that does not end hides the rest.
 */
final class SqlLiterals {
  private final String sql;
  private final StringBuilder out;
  private int at;

  private SqlLiterals(String sql) {
    this.sql = sql;
    this.out = new StringBuilder(sql.length());
  }

  static String hide(String sql) {
    return new SqlLiterals(sql).run();
  }

  private String run() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\'' || c == '"') {
        quoted(c);
      } else if (c == '\\' && at + 1 < sql.length() && isQuote(sql.charAt(at + 1))) {
        escapedQuoted(sql.charAt(at + 1));
      } else if (c == '`') {
        name();
      } else if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
        number();
      } else if (isWord(c)) {
        word();
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private void quoted(char quote) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        if (at < sql.length() && sql.charAt(at) == quote) {
          at++;
        } else {
          break;
        }
      }
    }
    at = Math.min(at, sql.length());
    out.append('?');
  }

  /** MySQL's EXPLAIN writes {@code _utf8mb4\'x\'} where the statement had {@code 'x'}. */
  private void escapedQuoted(char quote) {
    String end = "\\" + quote;
    int from = at + 2;
    int to = sql.indexOf(end, from);
    at = to < 0 ? sql.length() : to + 2;
    out.append('?');
  }

  private void name() {
    int end = at + 1;
    while (end < sql.length()) {
      if (sql.charAt(end++) == '`') {
        if (end < sql.length() && sql.charAt(end) == '`') {
          end++;
        } else {
          break;
        }
      }
    }
    out.append(sql, at, end);
    at = end;
  }

  private void number() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      boolean exponent =
          (c == '+' || c == '-') && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E');
      if (!isWord(c) && c != '.' && !exponent) {
        break;
      }
      at++;
    }
    out.append('?');
  }

  /** A name, a keyword, or what introduces a literal: {@code _utf8'x'}, {@code x'41'}. */
  private void word() {
    int start = at;
    while (at < sql.length() && isWord(sql.charAt(at))) {
      at++;
    }
    boolean literal = at < sql.length() && sql.charAt(at) == '\'' && at - start == 1;
    if (!literal) {
      out.append(sql, start, at);
    }
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
  }
}
