package io.querymirror.config;

import org.jspecify.annotations.Nullable;

/**
 * A pattern for a whole name: {@code *} stands for any number of characters, {@code ?} for one.
 * Matching takes time linear in the name: on a mismatch only the last star moves on, never an
 * earlier one.
 */
public final class Glob {
  private final String text;
  private final boolean caseInsensitive;

  public Glob(String text, boolean caseInsensitive) {
    this.text = text;
    this.caseInsensitive = caseInsensitive;
  }

  public boolean matches(String name) {
    int t = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (t < text.length() && text.charAt(t) == '*') {
        star = t++;
        resume = n;
      } else if (t < text.length() && one(text.charAt(t), name.charAt(n))) {
        t++;
        n++;
      } else if (star >= 0) {
        t = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (t < text.length() && text.charAt(t) == '*') {
      t++;
    }
    return t == text.length();
  }

  private boolean one(char pattern, char c) {
    return pattern == '?' || pattern == c || (caseInsensitive && fold(pattern) == fold(c));
  }

  /** Upper, then lower, as String.equalsIgnoreCase: some letters meet only in one of the two. */
  private static char fold(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Glob
        && text.equals(((Glob) o).text)
        && caseInsensitive == ((Glob) o).caseInsensitive;
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as written. */
  @Override
  public String toString() {
    return text;
  }
}
