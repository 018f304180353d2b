package io.querymirror.sql;

/** Types of tokens, as small numbers because they lie in an array, one for each token. */
final class Token {
  /** Past the last token. */
  static final byte END = 0;

  /** An unquoted word: a keyword or an identifier, by its {@link Word}. */
  static final byte WORD = 1;

  /** An identifier in backticks, or in double quotes under ANSI_QUOTES. */
  static final byte QUOTED = 2;

  /** A text literal, with its introducer where it has one. */
  static final byte STRING = 3;

  /** A number, or a hexadecimal or bit literal. */
  static final byte NUMBER = 4;

  /** A {@code ?}. */
  static final byte PARAMETER = 5;

  /** {@code @x}, in any of its quotes. */
  static final byte USER_VARIABLE = 6;

  /** {@code @@x}, {@code @@session.x}. */
  static final byte SYSTEM_VARIABLE = 7;

  static final byte OPEN = 8;
  static final byte CLOSE = 9;
  static final byte COMMA = 10;
  static final byte DOT = 11;
  static final byte SEMICOLON = 12;
  static final byte OPEN_BRACE = 13;
  static final byte CLOSE_BRACE = 14;
  static final byte STAR = 15;
  static final byte EQUALS = 16;

  /** {@code :=}. */
  static final byte ASSIGN = 17;

  static final byte MINUS = 18;
  static final byte PLUS = 19;

  /** Any other operator, and any stray character. */
  static final byte OPERATOR = 20;

  private Token() {}
}
