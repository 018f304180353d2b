package io.querymirror.config;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;

/** One search and replacement in a statement's text. Safe for several threads. */
public final class RewriteSettings {
  private final Pattern find;
  private final String replace;

  /** Takes a replacement that {@link #mistake} finds nothing wrong with. */
  RewriteSettings(Pattern find, String replace) {
    this.find = find;
    this.replace = replace;
  }

  /** What is right in place of a wrong replacement; null for a good one. */
  static @Nullable String mistake(String replace, int groups) {
    for (int i = 0; i < replace.length(); i++) {
      char c = replace.charAt(i);
      if (c != '$' && c != '\\') {
        continue;
      }
      char next = ++i < replace.length() ? replace.charAt(i) : ' ';
      if (c == '\\' && next != '$' && next != '\\') {
        return "\\$ or \\\\ where a backslash stands";
      }
      if (c == '$' && (next < '0' || next > '9' || next - '0' > groups)) {
        return (groups == 0 ? "$0" : "$0 to $" + Math.min(9, groups)) + " or \\$ where a $ stands";
      }
    }
    return null;
  }

  /** The text with every match replaced; the same object where there is none. */
  public String apply(String text) {
    Matcher m = find.matcher(text);
    if (!m.find()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int copied = 0;
    do {
      out.append(text, copied, m.start());
      expand(m, out);
      copied = m.end();
    } while (m.find());
    return out.append(text, copied, text.length()).toString();
  }

  private void expand(Matcher m, StringBuilder out) {
    for (int i = 0; i < replace.length(); i++) {
      char c = replace.charAt(i);
      if (c == '\\') {
        out.append(replace.charAt(++i));
      } else if (c == '$') {
        String group = m.group(replace.charAt(++i) - '0');
        out.append(group == null ? "" : group);
      } else {
        out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return find + " → " + replace;
  }
}
