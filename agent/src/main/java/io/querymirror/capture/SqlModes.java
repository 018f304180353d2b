package io.querymirror.capture;

import io.querymirror.model.Binds;
import io.querymirror.model.SourceConnection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a session's sql_mode lets its texts be read: follows the assignments of sql_mode for the two
 * modes that change what a quote or a backslash is. Expressions other than the usual ones leave it
 * as it was.
 */
final class SqlModes {
  private static final int SAVED = 16;

  /** A mode's name, or that of one which includes it. */
  private static final Pattern ANSI =
      Pattern.compile("\\b(ANSI|ANSI_QUOTES|DB2|MAXDB|MSSQL|ORACLE|POSTGRESQL)\\b");

  private static final Pattern NO_BACKSLASH = Pattern.compile("\\bNO_BACKSLASH_ESCAPES\\b");

  private static final String NAME = "(?:@@)?(?:SESSION\\.|LOCAL\\.)?`?SQL_MODE`?";

  /** {@code sql_mode = …}, up to the next assignment. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?<![\\w.$])" + NAME + "\\s*:?=\\s*(.*?)\\s*(?:;|$|,\\s*[@\\w.`$]+\\s*:?=)",
          Pattern.DOTALL);

  /** {@code @old = @@sql_mode}. */
  private static final Pattern KEPT =
      Pattern.compile("(@[\\w.$]+)\\s*:?=\\s*@@(?:SESSION\\.|LOCAL\\.)?`?SQL_MODE\\b");

  private boolean ansiQuotes;
  private boolean noBackslashEscapes;
  private @Nullable Map<String, boolean[]> saved;

  SqlModes(SourceConnection source) {
    for (Map.Entry<String, String> property : source.properties().entrySet()) {
      if (property.getKey().equalsIgnoreCase("sessionVariables")) {
        assigned(property.getValue(), Binds.NONE);
      }
    }
  }

  boolean ansiQuotes() {
    return ansiQuotes;
  }

  boolean noBackslashEscapes() {
    return noBackslashEscapes;
  }

  /** A SET, or a text with one, succeeded. */
  void assigned(String sql, Binds binds) {
    String text = sql.toUpperCase(Locale.ROOT);
    if (!text.contains("SQL_MODE")) {
      return;
    }
    keep(text);
    Matcher found = ASSIGNED.matcher(text);
    if (!found.find()) {
      return;
    }
    String value = found.group(1);
    if (value.equals("?") && binds.size() > 0) {
      take(String.valueOf(binds.value(1)).toUpperCase(Locale.ROOT));
    } else if (value.startsWith("'") || value.startsWith("\"")) {
      take(value);
    } else if (value.equals("DEFAULT") || value.startsWith("@@GLOBAL.")) {
      take("");
    } else if (value.startsWith("@") && !value.startsWith("@@")) {
      boolean[] before = saved == null ? null : saved.get(value);
      if (before != null) {
        ansiQuotes = before[0];
        noBackslashEscapes = before[1];
      }
    } else if (value.contains("SQL_MODE")) {
      boolean added = !value.startsWith("REPLACE");
      ansiQuotes = ANSI.matcher(value).find() ? added : ansiQuotes;
      noBackslashEscapes = NO_BACKSLASH.matcher(value).find() ? added : noBackslashEscapes;
    } else {
      take(value); // An identifier: SET sql_mode = ANSI_QUOTES
    }
  }

  private void take(String value) {
    ansiQuotes = ANSI.matcher(value).find();
    noBackslashEscapes = NO_BACKSLASH.matcher(value).find();
  }

  private void keep(String text) {
    Matcher found = KEPT.matcher(text);
    while (found.find()) {
      Map<String, boolean[]> all = saved;
      if (all == null) {
        all = new HashMap<>();
        saved = all;
      }
      if (all.size() < SAVED || all.containsKey(found.group(1))) {
        all.put(found.group(1), new boolean[] {ansiQuotes, noBackslashEscapes});
      }
    }
  }
}
