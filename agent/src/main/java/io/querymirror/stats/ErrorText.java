package io.querymirror.stats;

import io.querymirror.model.Outcome;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's error message without the application's data. Servers quote values, but neither escape
 * them nor spare them from being cut: {@code Duplicate entry 'O'Neill' for key 'users.email'}. So
 * from the first quote on only those words stay that the digest's text holds anyway, or that
 * servers use in their own phrases; the rest, and every number, becomes {@code ?}.
 */
final class ErrorText {
  private static final int LONGEST_READ = 2000;
  private static final int LONGEST = 200;
  private static final int SIGNAL = 1644;
  private static final Pattern WORD = Pattern.compile("[^\\s'\"`.,;:()]+");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\p{N}_$])[-+]?\\d[\\w.]*");
  private static final Pattern MASKS = Pattern.compile("\\?(?:[\\s.,;:()]*\\?)+");
  private static final Set<String> PHRASES =
      Set.of(
          ("a an and are at be between by can cannot check clause column columns command comparison"
                  + " constraint contains database default denied dependent does doesn error exist"
                  + " exists fails field for foreign from function functionally group have having"
                  + " in incompatible index insert into is it key line list nonaggregated not null"
                  + " of on operation or order out position primary procedure range reference"
                  + " references row schema select statement t table text that the this to too"
                  + " unknown update user value view violated where which with")
              .split(" "));

  private ErrorText() {}

  /** The masked first line of the message; empty where all of it may be data. */
  static String mask(Outcome error, String digestText) {
    String state = error.sqlState();
    if (error.vendorCode() == SIGNAL || (state != null && state.startsWith("45"))) {
      return ""; // the words of a SIGNAL are the application's own
    }
    return mask(error.message(), digestText);
  }

  /** Of a message whose words before the first quote are not the application's. */
  static String mask(String message, String digestText) {
    String line = firstLine(message);
    int quote = firstQuote(line);
    String masked =
        NUMBER.matcher(line.substring(0, quote)).replaceAll("?")
            + maskWords(line.substring(quote), digestText);
    masked = MASKS.matcher(masked).replaceAll("?");
    return masked.length() <= LONGEST ? masked : masked.substring(0, LONGEST) + "…";
  }

  private static String maskWords(String quoted, String digestText) {
    Set<String> known = new HashSet<>(PHRASES);
    Matcher words = WORD.matcher(digestText);
    while (words.find()) {
      known.add(words.group().toLowerCase(Locale.ROOT));
    }
    return WORD.matcher(quoted)
        .replaceAll(
            r ->
                known.contains(r.group().toLowerCase(Locale.ROOT))
                    ? Matcher.quoteReplacement(r.group())
                    : "?");
  }

  /** Drivers that are set to show the statement with its values do so after a line break. */
  private static String firstLine(String message) {
    int end = 0;
    int most = Math.min(message.length(), LONGEST_READ);
    while (end < most && message.charAt(end) != '\n' && message.charAt(end) != '\r') {
      end++;
    }
    return message.substring(0, end);
  }

  private static int firstQuote(String s) {
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || (c == '\'' && !isApostrophe(s, i))) {
        return i;
      }
    }
    return s.length();
  }

  /** The one in "doesn't" and "can't". */
  private static boolean isApostrophe(String s, int i) {
    return i > 0
        && Character.isLetter(s.charAt(i - 1))
        && s.startsWith("t", i + 1)
        && (i + 2 == s.length() || s.charAt(i + 2) == ' ');
  }
}
