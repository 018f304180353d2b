package io.querymirror.sql;

/** The class of a character for the tokenizer, from a table; all beyond ASCII are letters. */
final class CharClass {
  static final byte SPACE = 0;

  /** May start an identifier. */
  static final byte LETTER = 1;

  static final byte DIGIT = 2;
  static final byte OTHER = 3;

  private static final byte[] TABLE = new byte[128];

  static {
    for (int c = 0; c < 128; c++) {
      if (c <= ' ') {
        TABLE[c] = SPACE;
      } else if (c >= '0' && c <= '9') {
        TABLE[c] = DIGIT;
      } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$') {
        TABLE[c] = LETTER;
      } else {
        TABLE[c] = OTHER;
      }
    }
  }

  private CharClass() {}

  static byte of(char c) {
    return c < 128 ? TABLE[c] : LETTER;
  }

  /** Whether an unquoted identifier may go on with it. */
  static boolean isWordPart(char c) {
    return c >= 128 || (TABLE[c] == LETTER || TABLE[c] == DIGIT);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHexDigit(char c) {
    return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
  }

  static boolean isSpace(char c) {
    return c <= ' ';
  }

  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }
}
