package io.querymirror.sql;

/** The class of a character for the tokenizer, from tables; all beyond ASCII are letters. */
final class CharClass {
  static final byte SPACE = 0;

  /** May start an identifier. */
  static final byte LETTER = 1;

  static final byte DIGIT = 2;

  /** A token by itself, whatever follows: {@link #single}. */
  static final byte SINGLE = 3;

  static final byte OTHER = 4;

  /** Bits of a {@link #wordCode}. */
  static final int CODE_BITS = 6;

  private static final byte[] TABLE = new byte[128];
  private static final byte[] SINGLES = new byte[128];
  private static final byte[] CODES = new byte[128];
  private static final byte BEYOND_ASCII = 39;

  static {
    for (int c = 0; c < 128; c++) {
      TABLE[c] = c <= ' ' ? SPACE : OTHER;
    }
    for (int c = 'a'; c <= 'z'; c++) {
      word(c, LETTER, c - 'a' + 1);
      word(c - 'a' + 'A', LETTER, c - 'a' + 1);
    }
    for (int c = '0'; c <= '9'; c++) {
      word(c, DIGIT, c - '0' + 27);
    }
    word('_', LETTER, 37);
    word('$', LETTER, 38);
    single('(', Token.OPEN);
    single(')', Token.CLOSE);
    single(',', Token.COMMA);
    single('{', Token.OPEN_BRACE);
    single('}', Token.CLOSE_BRACE);
    single('=', Token.EQUALS);
    single('+', Token.PLUS);
  }

  private CharClass() {}

  private static void word(int c, byte type, int code) {
    TABLE[c] = type;
    CODES[c] = (byte) code;
  }

  private static void single(char c, byte token) {
    TABLE[c] = SINGLE;
    SINGLES[c] = token;
  }

  static byte of(char c) {
    return c < 128 ? TABLE[c] : LETTER;
  }

  /** Type of the token that a character of class SINGLE is. */
  static byte single(char c) {
    return SINGLES[c];
  }

  /**
   * Six bits that tell the characters of identifiers apart but for their case, and all beyond ASCII
   * from those within; 0 where no unquoted identifier may go on.
   */
  static byte wordCode(char c) {
    return c < 128 ? CODES[c] : BEYOND_ASCII;
  }

  /** Whether an unquoted identifier may go on with it. */
  static boolean isWordPart(char c) {
    return wordCode(c) != 0;
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
