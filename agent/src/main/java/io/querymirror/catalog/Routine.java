package io.querymirror.catalog;

import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.RoutineBody;
import io.querymirror.sql.SqlParser;
import java.util.Locale;
import java.util.regex.Pattern;

/** A stored procedure or function. Immutable. */
final class Routine {
  /** Also in comments and literals: it errs towards saying so. */
  private static final Pattern PICKS =
      Pattern.compile(
          "(?i)@|\\b(limit|fetch|cursor|rownum|over|group_concat|any_value|json_\\w*agg)\\b");

  final RoutineBody body;

  /** Bits of {@link io.querymirror.model.Volatile} that its statements have. */
  final int bits;

  /** What it answers may depend on the order in which it meets rows, or on its session. */
  final boolean picks;

  private Routine(RoutineBody body, int bits, boolean picks) {
    this.body = body;
    this.bits = bits;
    this.picks = picks;
  }

  /**
   * @param language of the body
   * @param text empty where the account may not see it
   * @param mode sql_mode that it was made with
   */
  static Routine of(String language, String text, String mode) {
    String modes = mode.toUpperCase(Locale.ROOT);
    if (!language.equalsIgnoreCase("SQL") || text.isEmpty() || modes.contains("ORACLE")) {
      return new Routine(RoutineBody.UNKNOWN, 0, true);
    }
    RoutineBody body =
        RoutineBody.read(
            text, modes.contains("ANSI_QUOTES"), modes.contains("NO_BACKSLASH_ESCAPES"));
    int bits = body.reads() ? DeterminismReader.of(SqlParser.parse(text)).bits() : 0;
    return new Routine(body, bits, PICKS.matcher(text).find());
  }
}
