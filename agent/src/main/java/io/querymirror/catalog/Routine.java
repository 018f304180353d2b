package io.querymirror.catalog;

import io.querymirror.sql.DeterminismReader;
import io.querymirror.sql.RoutineBody;
import io.querymirror.sql.SqlParser;
import java.util.Locale;

/** A stored procedure or function. Immutable. */
final class Routine {
  final RoutineBody body;

  /** Bits of {@link io.querymirror.model.Volatile} that its statements have. */
  final int bits;

  private Routine(RoutineBody body, int bits) {
    this.body = body;
    this.bits = bits;
  }

  /**
   * @param language of the body
   * @param text empty where the account may not see it
   * @param mode sql_mode that it was made with
   */
  static Routine of(String language, String text, String mode) {
    String modes = mode.toUpperCase(Locale.ROOT);
    if (!language.equalsIgnoreCase("SQL") || text.isEmpty() || modes.contains("ORACLE")) {
      return new Routine(RoutineBody.UNKNOWN, 0);
    }
    RoutineBody body =
        RoutineBody.read(
            text, modes.contains("ANSI_QUOTES"), modes.contains("NO_BACKSLASH_ESCAPES"));
    return new Routine(body, body.reads() ? DeterminismReader.of(SqlParser.parse(text)).bits() : 0);
  }
}
