package io.querymirror.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What counts as a number in text. */
public final class Numbers {
  /** Longer ones take quadratic time, and are no number that a person wrote. */
  private static final int LONGEST = 100;

  private Numbers() {}

  /** The value of {@code 7}, {@code -1.50} or {@code 2e3}; null for anything else. */
  public static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return null;
      }
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
