package io.querymirror.capture;

/**
 * Whether a text's place in the commit order may be its start and not its finish: it may end a
 * transaction, or reads rows without locks while it writes others. A guess from few characters, on
 * the application's thread: where it errs, what comes later waits a little longer than it must.
 */
final class Ends {
  /** Characters in which a SELECT within an INSERT is looked for. */
  private static final int LOOKED_AT = 2048;

  private Ends() {}

  static boolean may(String sql) {
    int several = sql.indexOf(';');
    if (several >= 0 && several < sql.length() - 1) {
      return true;
    }
    int i = firstWord(sql);
    if (is(sql, i, "select")
        || is(sql, i, "update")
        || is(sql, i, "delete")
        || is(sql, i, "show")
        || is(sql, i, "desc")
        || is(sql, i, "explain")) {
      return false;
    }
    return !(is(sql, i, "insert") || is(sql, i, "replace")) || mayHoldSelect(sql, i);
  }

  /** Behind blanks, comments and parentheses; executable comments are words. */
  private static int firstWord(String sql) {
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c <= ' ' || c == '(') {
        i++;
      } else if (sql.startsWith("/*", i) && !sql.startsWith("/*!", i)) {
        int end = sql.indexOf("*/", i + 2);
        i = end < 0 ? sql.length() : end + 2;
      } else if (c == '#' || sql.startsWith("--", i)) {
        int end = sql.indexOf('\n', i);
        i = end < 0 ? sql.length() : end + 1;
      } else {
        break;
      }
    }
    return i;
  }

  private static boolean mayHoldSelect(String sql, int from) {
    int end = Math.min(sql.length(), from + LOOKED_AT);
    for (int i = from; i < end; i++) {
      char c = sql.charAt(i);
      if (c == 's' || c == 'S') {
        if (is(sql, i, "select")) {
          return true;
        }
      } else if ((c == 't' || c == 'T') && is(sql, i, "table")) {
        return true;
      }
    }
    return end < sql.length();
  }

  private static boolean is(String sql, int at, String word) {
    return sql.regionMatches(true, at, word, 0, word.length());
  }
}
