package io.querymirror.plan;

import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which table a statement gave an alias to. */
final class Aliases {
  private Aliases() {}

  /** The table's name; null where the label is a table's own name, or nothing is known of it. */
  static @Nullable String table(SqlShape statement, String label) {
    String found = null;
    for (TableRef table : statement.tables()) {
      String name = table.name();
      if (name.equalsIgnoreCase(label)) {
        return null;
      }
      if (found == null && isGiven(statement.digestText(), name, label)) {
        found = name;
      }
    }
    return found;
  }

  private static boolean isGiven(String text, String name, String alias) {
    String quote = "[`\"]?";
    return Pattern.compile(
            "(?i)(?<![\\w$])"
                + Pattern.quote(name)
                + quote
                + "\\s+(?:as\\s+)?"
                + quote
                + Pattern.quote(alias)
                + "(?![\\w$])")
        .matcher(text)
        .find();
  }
}
