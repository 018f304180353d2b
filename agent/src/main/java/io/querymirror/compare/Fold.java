package io.querymirror.compare;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts as the coarsest of the servers' usual collations sees them: without case, accents and
 * trailing spaces.
 */
final class Fold {
  /** Servers sort by that many bytes. */
  private static final int LONGEST = 1_000;

  private Fold() {}

  /** Null where it holds something that collations do not agree about. */
  static @Nullable String of(String s) {
    if (s.length() > LONGEST) {
      return null;
    }
    int end = s.length();
    while (end > 0 && s.charAt(end - 1) == ' ') {
      end--;
    }
    String trimmed = s.substring(0, end);
    String base = isPrintable(trimmed) ? trimmed : base(trimmed);
    return base == null ? null : base.toUpperCase(Locale.ROOT);
  }

  private static @Nullable String base(String s) {
    String decomposed = Normalizer.normalize(s, Normalizer.Form.NFKD);
    StringBuilder b = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (Character.getType(c) == Character.NON_SPACING_MARK) {
        continue;
      }
      if (!isPlain(c)) {
        return null;
      }
      b.append(c);
    }
    return b.toString();
  }

  private static boolean isPrintable(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) < ' ' || s.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Not so ß, æ or ø, which are one, two or other letters, nor kana, emoji or controls. */
  private static boolean isPlain(char c) {
    if (c <= '~') {
      return c >= ' ';
    }
    if (!Character.isLetter(c)) {
      return false;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.GREEK
        || script == Character.UnicodeScript.CYRILLIC
        || script == Character.UnicodeScript.HAN
        || script == Character.UnicodeScript.HEBREW;
  }
}
