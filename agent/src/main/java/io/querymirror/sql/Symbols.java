package io.querymirror.sql;

/** Punctuation and operators, the longest first. */
final class Symbols {
  private Symbols() {}

  /** Type of a character that is a token by itself, or END. */
  static byte single(char c) {
    switch (c) {
      case '(':
        return Token.OPEN;
      case ')':
        return Token.CLOSE;
      case ',':
        return Token.COMMA;
      case ';':
        return Token.SEMICOLON;
      case '{':
        return Token.OPEN_BRACE;
      case '}':
        return Token.CLOSE_BRACE;
      case '*':
        return Token.STAR;
      case '=':
        return Token.EQUALS;
      case '+':
        return Token.PLUS;
      default:
        return Token.END;
    }
  }

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
