package io.querymirror.catalog;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** Texts and bytes as their column compares them, or more roughly. */
final class Collations {
  private Collations() {}

  /** A text in a text column, or in one of bytes. */
  static Object text(CatalogColumn column, String value) {
    String type = column.type();
    if (isBytes(type)) {
      return isAscii(value) ? bytes(column, value.getBytes(StandardCharsets.US_ASCII)) : cut();
    }
    String collation = column.collation();
    // Of an ENUM, '1' may be the first of its values.
    if (collation == null || !type.endsWith("char")) {
      return cut();
    }
    String name = collation.toLowerCase(Locale.ROOT);
    String trimmed = trim(value);
    if (trimmed.length() > column.length()) {
      return cut();
    }
    boolean unicode = name.startsWith("utf8");
    if (name.endsWith("_bin")) {
      return isAscii(trimmed) || unicode && holds(name, trimmed) ? trimmed : cut();
    }
    if (!isPlain(name)) {
      return cut();
    }
    if (isPrintable(trimmed)) {
      return trimmed.toUpperCase(Locale.ROOT);
    }
    String base = unicode ? base(trimmed) : trimmed;
    return isPrintable(base) ? base.toUpperCase(Locale.ROOT) : cut();
  }

  /** Bytes in a column of bytes. */
  static Object bytes(CatalogColumn column, byte[] value) {
    if (!isBytes(column.type()) || value.length > column.length()) {
      return cut();
    }
    // BINARY pads with zeros.
    int end = value.length;
    while (end > 0 && value[end - 1] == 0) {
      end--;
    }
    return new String(Arrays.copyOf(value, end), StandardCharsets.ISO_8859_1);
  }

  private static Object cut() {
    return KeyValues.UNKNOWN;
  }

  private static boolean isBytes(String type) {
    return type.equals("binary") || type.equals("varbinary");
  }

  /**
   * Collations that take printable ASCII characters for equal by their case alone, and other
   * letters at most for what is left of them without their accents. Not so the national ones: v is
   * w in Estonian, i is y in Lithuanian.
   */
  private static boolean isPlain(String name) {
    int end = name.indexOf('_');
    String set = end < 0 ? name : name.substring(0, end);
    String rest = end < 0 ? "" : name.substring(end + 1);
    switch (set) {
      case "utf8":
      case "utf8mb3":
      case "utf8mb4":
        switch (rest) {
          case "general_ci":
          case "general_nopad_ci":
          case "unicode_ci":
          case "unicode_nopad_ci":
          case "unicode_520_ci":
          case "unicode_520_nopad_ci":
          case "0900_ai_ci":
          case "0900_as_ci":
          case "0900_as_cs":
          case "uca1400_ai_ci":
          case "uca1400_as_ci":
          case "uca1400_as_cs":
            return true;
          default:
            return false;
        }
      case "latin1":
        return rest.equals("swedish_ci")
            || rest.equals("swedish_nopad_ci")
            || rest.equals("general_ci")
            || rest.equals("general_cs");
      case "ascii":
        return rest.equals("general_ci") || rest.equals("general_nopad_ci");
      default:
        return false;
    }
  }

  /** Without accents; what remains beyond ASCII may be equal to more than itself. */
  private static String base(String s) {
    String decomposed = Normalizer.normalize(s, Normalizer.Form.NFD);
    StringBuilder b = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      // Combining marks, of which some collations take notice and others not.
      if (c < '\u0300' || c > '\u036f') {
        b.append(c);
      }
    }
    return b.toString();
  }

  private static String trim(String s) {
    int end = s.length();
    while (end > 0 && s.charAt(end - 1) == ' ') {
      end--;
    }
    return s.substring(0, end);
  }

  /** Whether a Unicode column can hold each character. */
  private static boolean holds(String collation, String s) {
    for (int i = 0; i < s.length(); i++) {
      if (Character.isSurrogate(s.charAt(i))) {
        return collation.startsWith("utf8mb4") && isPaired(s);
      }
    }
    return true;
  }

  private static boolean isPaired(String s) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(s);
  }

  private static boolean isAscii(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  /** Control characters weigh nothing in some collations. */
  private static boolean isPrintable(String s) {
    for (int i = 0; i < s.length(); i++) {
      if (s.charAt(i) < ' ' || s.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }
}
