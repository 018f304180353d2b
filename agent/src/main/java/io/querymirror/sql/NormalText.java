package io.querymirror.sql;

import java.util.Arrays;

/**
 * The normalized text while it is written: characters in an array that the next text uses again.
 */
final class NormalText {
  private static final int KEPT = 1 << 14;

  /** Copied at once where less would do: without a loop there is no branch to foresee. */
  private static final int CHUNK = Tokens.PAD;

  char[] chars = new char[1 << 10];
  int length;

  void reset() {
    length = 0;
    if (chars.length > KEPT) {
      chars = new char[1 << 10];
    }
  }

  /** Makes room for a token of this length, and what is written around it. */
  void reserve(int size) {
    if (length + size + CHUNK > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(length + size + CHUNK, chars.length << 1));
    }
  }

  /** Adds a character for which there is room. */
  void add(char c) {
    chars[length++] = c;
  }

  /** Adds characters for which there is room; the source has {@link Tokens#PAD} more. */
  void add(char[] source, int start, int size) {
    System.arraycopy(source, start, chars, length, CHUNK);
    if (size > CHUNK) {
      System.arraycopy(source, start + CHUNK, chars, length + CHUNK, size - CHUNK);
    }
    length += size;
  }

  /** Adds characters for which there is room, in lower case where they are ASCII. */
  void addLower(char[] source, int start, int end) {
    int to = length;
    for (int at = start; at < end; at++) {
      chars[to++] = CharClass.lower(source[at]);
    }
    length = to;
  }

  void add(String s) {
    reserve(s.length());
    s.getChars(0, s.length(), chars, length);
    length += s.length();
  }
}
