package io.querymirror.sql;

/** Operators, the longest first. */
final class Symbols {
  private Symbols() {}

  /** Type of the operator at {@code i}. */
  static byte type(char[] text, int i) {
    if (text[i] == '-' && length(text, i) == 1) {
      return Token.MINUS;
    }
    return text[i] == ':' && text[i + 1] == '=' ? Token.ASSIGN : Token.OPERATOR;
  }

  /** Length of the operator at {@code i}; a stray character has 1. */
  static int length(char[] text, int i) {
    char next = text[i + 1];
    switch (text[i]) {
      case '<':
        return next == '=' ? text[i + 2] == '>' ? 3 : 2 : next == '>' || next == '<' ? 2 : 1;
      case '>':
        return next == '=' || next == '>' ? 2 : 1;
      case '!':
      case ':':
        return next == '=' ? 2 : 1;
      case '|':
        return next == '|' ? 2 : 1;
      case '&':
        return next == '&' ? 2 : 1;
      case '-':
        return next == '>' ? text[i + 2] == '>' ? 3 : 2 : 1;
      default:
        return 1;
    }
  }
}
