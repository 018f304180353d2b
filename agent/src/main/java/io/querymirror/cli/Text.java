package io.querymirror.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers and words as the tables show them; plain ASCII, whatever the terminal's encoding. */
final class Text {
  static final String NONE = "-";
  private static final String MORE = "...";

  private Text() {}

  /** Without line breaks and escapes: a report holds what applications sent. */
  static String clean(String text) {
    StringBuilder sb = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> sb.appendCodePoint(Character.isISOControl(c) || isFormat(c) ? ' ' : c));
    return sb.toString();
  }

  private static boolean isFormat(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, width - MORE.length())) + MORE;
  }

  static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code 1 error}, {@code 2 errors}. */
  static String plural(long n, String noun) {
    return count(n) + " " + noun + (n == 1 ? "" : "s");
  }

  /** Rounded down, so that nothing short of all is 100 %. */
  static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000 + 1e-6) / 10);
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  static String micros(double micros) {
    if (micros < 1000) {
      return String.format(Locale.ROOT, "%.0f us", micros);
    }
    if (micros < 1e6) {
      return String.format(Locale.ROOT, micros < 1e4 ? "%.2f ms" : "%.1f ms", micros / 1e3);
    }
    return String.format(Locale.ROOT, micros < 1e7 ? "%.2f s" : "%.1f s", micros / 1e6);
  }

  /** As in the configuration: the two largest units. */
  static String duration(Duration d) {
    long s = Math.max(0, d.toSeconds());
    if (d.toMillis() % 1000 != 0 && s < 10) {
      return d.toMillis() + "ms";
    }
    if (s < 60) {
      return s + "s";
    }
    if (s < 3600) {
      return s / 60 + "m" + (s % 60 == 0 ? "" : " " + s % 60 + "s");
    }
    if (s < 86_400) {
      return s / 3600 + "h" + (s % 3600 < 60 ? "" : " " + s % 3600 / 60 + "m");
    }
    return s / 86_400 + "d" + (s % 86_400 < 3600 ? "" : " " + s % 86_400 / 3600 + "h");
  }
}
