package io.querymirror.sql;

/** Scans numbers, quoted text, and what else begins with a quote or a digit. */
final class Literals {
  private Literals() {}

  /** A number, or an identifier that starts with a digit. */
  static int number(Tokens t, int start) {
    if (t.type(t.count - 1) == Token.DOT) {
      return Tokenizer.word(t, start);
    }
    char[] text = t.text;
    int i = start;
    if (text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'b')) {
      boolean hex = text[i + 1] == 'x';
      i += 2;
      while (hex ? CharClass.isHexDigit(text[i]) : text[i] == '0' || text[i] == '1') {
        i++;
      }
      boolean word = i == start + 2 || CharClass.isWordPart(text[i]);
      return word ? Tokenizer.word(t, start) : literal(t, start, i);
    }
    while (CharClass.isDigit(text[i])) {
      i++;
    }
    if (text[i] == '.') {
      return fraction(t, start, i);
    }
    int end = exponent(text, i);
    // An identifier may start with digits: 2fa_tokens, 1e.
    return CharClass.isWordPart(text[end]) ? Tokenizer.word(t, start) : literal(t, start, end);
  }

  /** The rest of a number from its dot on. */
  static int fraction(Tokens t, int start, int dot) {
    int i = dot + 1;
    while (CharClass.isDigit(t.text[i])) {
      i++;
    }
    return literal(t, start, exponent(t.text, i));
  }

  private static int exponent(char[] text, int i) {
    if (text[i] != 'e' && text[i] != 'E') {
      return i;
    }
    int digits = text[i + 1] == '-' || text[i + 1] == '+' ? i + 2 : i + 1;
    int end = digits;
    while (CharClass.isDigit(text[end])) {
      end++;
    }
    return end > digits ? end : i;
  }

  private static int literal(Tokens t, int start, int end) {
    return t.add(Token.NUMBER, introducer(t, start), end);
  }

  /** A text literal, from {@code start} on, whose quote is at {@code quote}. */
  static int string(Tokens t, int start, int quote, boolean escapes) {
    return quoted(t, Token.STRING, introducer(t, start), quote, escapes);
  }

  /** Takes the character set before a literal into it: {@code _utf8mb4'x'}. */
  private static int introducer(Tokens t, int start) {
    int before = t.count - 1;
    if (t.type(before) != Token.WORD
        || t.text[t.start(before)] != '_'
        || t.type(before - 1) == Token.DOT) {
      return start;
    }
    return t.removeLast();
  }

  /** What ends with the quote that it begins with at {@code quote}. */
  static int quoted(Tokens t, byte type, int start, int quote, boolean escapes) {
    char[] text = t.text;
    int length = t.length;
    char q = text[quote];
    int i = quote + 1;
    while (i < length) {
      char c = text[i++];
      if (c == q) {
        if (text[i] != q || i >= length) {
          return t.add(type, start, i);
        }
        i++;
      } else if (c == '\\' && escapes) {
        i++;
      }
    }
    t.incomplete();
    return t.add(type, start, length);
  }
}
