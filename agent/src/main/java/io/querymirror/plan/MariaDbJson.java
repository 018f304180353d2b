package io.querymirror.plan;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's plans as JSON. Its servers (10.11 among them) write expressions into strings as they
 * are, with every quote and backslash of the statement's values, so that a value may end the
 * string, and even make entries of its own. They do write each string on a line of its own, and no
 * line break into it.
 */
public final class MariaDbJson {
  private static final Pattern MEMBER =
      Pattern.compile("(\\s*\"[\\w-]+\": \")(.*)(\",?)", Pattern.DOTALL);

  private MariaDbJson() {}

  /** The same where nothing was wrong; what can be read in two ways becomes {@code ?}. */
  public static String repaired(String json) {
    StringBuilder out = new StringBuilder(json.length() + 64);
    for (String line : json.split("\n")) {
      Matcher member = MEMBER.matcher(line);
      if (member.matches() && isSuspect(member.group(2))) {
        out.append(member.group(1)).append(text(member.group(2))).append(member.group(3));
      } else {
        out.append(line);
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static boolean isSuspect(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        return true;
      }
    }
    return false;
  }

  /** A string's content, escaped. */
  private static String text(String raw) {
    String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(raw));
    if (raw.indexOf('\\') < 0) {
      return escaped;
    }
    try {
      // A server that escapes rightly would mean another text by it.
      String other = PlanNode.parse("\"" + raw + "\"").text();
      return PlanText.expression(other).equals(PlanText.expression(raw)) ? escaped : "?";
    } catch (IOException e) {
      return escaped;
    }
  }
}
