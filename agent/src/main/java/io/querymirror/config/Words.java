package io.querymirror.config;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a message puts things. */
public final class Words {
  private static final int SHOWN = 80;

  private Words() {}

  /** In quotes, on one line, cut where it is long. */
  static String quote(String text) {
    boolean cut = text.length() > SHOWN;
    return "\"" + oneLine(cut ? text.substring(0, SHOWN) + "…" : text) + "\"";
  }

  private static String hex(char c) {
    return Integer.toHexString(0x10000 + c).substring(1);
  }

  /** {@code a, b or c}. */
  static String or(Collection<String> words) {
    StringBuilder b = new StringBuilder();
    int left = words.size();
    for (Iterator<String> i = words.iterator(); i.hasNext(); left--) {
      b.append(b.length() == 0 ? "" : left == 1 ? " or " : ", ").append(i.next());
    }
    return b.toString();
  }

  /** {@code a, b or c}, after {@code "b" (one of …)} where one of them is close to the word. */
  static String oneOf(String word, Collection<String> words) {
    String nearest = nearest(word, words);
    return nearest == null
        ? list(words)
        : quote(nearest) + (words.size() > 1 ? " (" + list(words) + ")" : "");
  }

  /** Two words with their meanings, in this order. */
  static <T> Map<String, T> map(String first, T one, String second, T other) {
    Map<String, T> words = new LinkedHashMap<>();
    words.put(first, one);
    words.put(second, other);
    return words;
  }

  static <T> Map<String, T> map(String a, T one, String b, T two, String c, T three) {
    Map<String, T> words = map(a, one, b, two);
    words.put(c, three);
    return words;
  }

  private static String list(Collection<String> words) {
    return (words.size() > 2 ? "one of " : "") + or(words);
  }

  /** With control characters, which could break the line, written out. */
  static String oneLine(String text) {
    StringBuilder b = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      b.append(Character.isISOControl(c) ? (c == '\n' ? "\\n" : "\\u" + hex(c)) : c);
    }
    return b.toString();
  }

  /** The closest of the words, if it could be a slip of the hand. */
  public static @Nullable String nearest(String word, Collection<String> words) {
    String found = null;
    int best = Math.max(1, Math.min(3, word.length() / 3)) + 1;
    for (String w : words) {
      if (Math.abs(w.length() - word.length()) < best) {
        int distance = distance(word.toLowerCase(Locale.ROOT), w.toLowerCase(Locale.ROOT));
        if (distance < best) {
          best = distance;
          found = w;
        }
      }
    }
    return found;
  }

  /** Insertions, deletions and replacements from one to the other; neighbours swapped are one. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + same, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
