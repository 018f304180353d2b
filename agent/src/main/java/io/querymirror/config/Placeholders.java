package io.querymirror.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in {@code ${NAME}} and {@code ${NAME:default}}; {@code $${} is a plain {@code ${}. */
final class Placeholders {
  private Placeholders() {}

  /** Null where a variable is missing or its name is none, each of which is noted. */
  static @Nullable String fill(String text, Map<String, String> env, Place place) {
    StringBuilder filled = new StringBuilder();
    boolean whole = true;
    int done = 0;
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", done)) {
      if (at > done && text.charAt(at - 1) == '$') {
        filled.append(text, done, at - 1).append("${");
        done = at + 2;
        continue;
      }
      filled.append(text, done, at);
      int end = text.indexOf('}', at);
      int colon = text.indexOf(':', at);
      int nameEnd = colon >= 0 && colon < end ? colon : end;
      String name = end < 0 ? "" : text.substring(at + 2, nameEnd);
      if (!isName(name)) {
        String found = end < 0 ? text.substring(at) : text.substring(at, end + 1);
        place.wrong(
            place.isSecret() ? "a ${ without a name" : Words.quote(found),
            "${NAME} or ${NAME:default}; $${ stands for a plain ${");
        return null;
      }
      String value = env.get(name);
      if (value == null && nameEnd == end) {
        place.wrong(
            Words.quote("${" + name + "}"),
            "an environment variable " + name + ", which is not set, or ${" + name + ":default}");
        whole = false;
      } else {
        filled.append(value == null ? text.substring(nameEnd + 1, end) : value);
      }
      done = end + 1;
    }
    return whole ? filled.append(text, done, text.length()).toString() : null;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !Chars.digits(name.substring(0, 1))
        && Chars.only(name, "_" + Chars.DIGITS + Chars.LETTERS);
  }
}
