package io.querymirror.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What counts as a number in text. */
public final class Numbers {
  /** Longer ones take quadratic time, and are no number that a person wrote. */
  private static final int LONGEST = 100;

  private static final String CHARACTERS = Chars.DIGITS + "+-.eE";

  private Numbers() {}

  /** The value of {@code 7}, {@code -1.50} or {@code 2e3}; null for anything else. */
  public static @Nullable BigDecimal parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !Chars.only(text, CHARACTERS)) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
