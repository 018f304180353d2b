package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the value that a SET gives hangs on, as far as its text tells. */
final class SetValue {
  private static final Pattern CLOCK_RUNS =
      Pattern.compile("(?i)timestamp\\s*:?=\\s*(default|0(\\.0*)?)\\s*(,|;|$)");

  private static final Pattern CALL = Pattern.compile("(\\w+) ?\\(");

  /** Functions whose value hangs on their arguments and on the clock, which a copy is told. */
  private static final Set<String> PURE =
      Set.of(
          "concat",
          "concat_ws",
          "replace",
          "if",
          "ifnull",
          "nullif",
          "coalesce",
          "upper",
          "lower",
          "trim",
          "substring",
          "substr",
          "left",
          "right",
          "cast",
          "convert",
          "greatest",
          "least",
          "abs",
          "round",
          "floor",
          "char",
          "hex",
          "unhex",
          "length",
          "set",
          "in",
          "values",
          "now",
          "curdate",
          "curtime",
          "utc_date",
          "utc_time",
          "utc_timestamp",
          "unix_timestamp",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtime",
          "localtimestamp",
          "date_add",
          "date_sub",
          "interval");

  private SetValue() {}

  /** Whether a SET of the timestamp lets the session's clock run again. */
  static boolean clockRuns(Execution e) {
    return CLOCK_RUNS.matcher(e.sql()).find();
  }

  /** Whether what a SET of these names gives hangs on more than its own text and binds. */
  static boolean computes(Execution e, String names) {
    return isVolatile(e) || readsVariables(e, names);
  }

  /** Whether it need not be the same when the SET is run again. */
  static boolean isVolatile(Execution e) {
    SqlShape shape = e.shape();
    if (shape == null) {
      return false;
    }
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    if (text.contains("select") || text.contains("current_user")) {
      return true;
    }
    for (Matcher m = CALL.matcher(text); m.find(); ) {
      if (!PURE.contains(m.group(1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean readsVariables(Execution e, String names) {
    SqlShape shape = e.shape();
    if (shape == null) {
      return false;
    }
    String text = shape.digestText().toLowerCase(Locale.ROOT);
    return count(text, '@') > count(names, '@') + 2 * withoutSign(names);
  }

  /** A session variable may be written with {@code @@} although its name is listed without. */
  private static int withoutSign(String names) {
    return names.isEmpty() ? 0 : count(names, ',') + 1 - count(names, '@');
  }

  private static int count(String text, char c) {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == c) {
        n++;
      }
    }
    return n;
  }
}
