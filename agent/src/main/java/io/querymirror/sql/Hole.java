package io.querymirror.sql;

import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of a text without changing its shape. Each scans so strictly that
 * what it takes is that to the tokenizer, too, by MySQL's default sql_mode; anything else it
 * refuses, which costs time only.
 */
enum Hole {
  /** The literals of an IN list, up to its closing parenthesis. */
  LIST,
  /** The literals of the rows of VALUES, up to the last closing parenthesis. */
  ROWS,
  /** Digits, with a dot among them or without. */
  NUMBER,
  SINGLE_QUOTED,
  DOUBLE_QUOTED,
  /** A comment that the server does not run. */
  COMMENT;

  /** The hole that a literal may become, by its first character, or null. */
  static @Nullable Hole of(char first) {
    switch (first) {
      case '\'':
        return SINGLE_QUOTED;
      case '"':
        return DOUBLE_QUOTED;
      default:
        return CharClass.isDigit(first) ? NUMBER : null;
    }
  }

  /** Where it ends if it stands at {@code from}, else -1. The text has {@link Tokens#PAD} more. */
  int end(char[] text, int from, int length) {
    switch (this) {
      case LIST:
        return literals(text, from, length);
      case ROWS:
        return rows(text, from, length);
      case NUMBER:
        return number(text, from);
      case SINGLE_QUOTED:
        return text[from] == '\'' ? quoted(text, from, length) : -1;
      case DOUBLE_QUOTED:
        return text[from] == '"' ? quoted(text, from, length) : -1;
      case COMMENT:
        return comment(text, from, length);
    }
    return -1;
  }

  private static int rows(char[] text, int from, int length) {
    int end = literals(text, from, length);
    while (end >= 0) {
      int comma = spaces(text, end + 1, length);
      if (text[comma] != ',') {
        return end;
      }
      int open = spaces(text, comma + 1, length);
      end = text[open] == '(' ? literals(text, open + 1, length) : -1;
    }
    return -1;
  }

  /** The closing parenthesis behind literals with commas between them, or -1. */
  private static int literals(char[] text, int from, int length) {
    int i = from;
    while (true) {
      i = literal(text, spaces(text, i, length), length);
      if (i < 0) {
        return -1;
      }
      i = spaces(text, i, length);
      if (text[i] != ',') {
        return text[i] == ')' ? i : -1;
      }
      i++;
    }
  }

  private static int literal(char[] text, int from, int length) {
    char c = text[from];
    if (CharClass.isDigit(c)) {
      return number(text, from);
    }
    switch (c) {
      case '\'':
      case '"':
        return quoted(text, from, length);
      case '-':
      case '+':
        return number(text, from + 1);
      case 'n':
      case 'N':
        return word(text, from, "null");
      case 't':
      case 'T':
        return word(text, from, "true");
      case 'f':
      case 'F':
        return word(text, from, "false");
      default:
        return -1;
    }
  }

  private static int number(char[] text, int from) {
    int i = digits(text, from);
    if (text[i] == '.' && i > from) {
      int fraction = digits(text, i + 1);
      i = fraction > i + 1 ? fraction : i;
    }
    return i > from && endsWord(text[i]) ? i : -1;
  }

  private static int digits(char[] text, int from) {
    int i = from;
    while (CharClass.isDigit(text[i])) {
      i++;
    }
    return i;
  }

  private static int quoted(char[] text, int from, int length) {
    char quote = text[from];
    int i = from + 1;
    while (i < length) {
      char c = text[i++];
      if (c == quote) {
        if (text[i] != quote) {
          return i;
        }
        i++;
      } else if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  private static int word(char[] text, int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (CharClass.lower(text[from + i]) != word.charAt(i)) {
        return -1;
      }
    }
    int end = from + word.length();
    return endsWord(text[end]) ? end : -1;
  }

  private static boolean endsWord(char c) {
    return c != '.' && !CharClass.isWordPart(c);
  }

  private static int comment(char[] text, int from, int length) {
    if (text[from] != '/' || text[from + 1] != '*') {
      return -1;
    }
    int content = from + 2;
    if (text[content] == '!' || text[content] == 'M' && text[content + 1] == '!') {
      return -1;
    }
    for (int i = content; i + 1 < length; i++) {
      if (text[i] == '*' && text[i + 1] == '/') {
        return i + 2;
      }
    }
    return -1;
  }

  private static int spaces(char[] text, int from, int length) {
    int i = from;
    while (i < length && CharClass.isSpace(text[i])) {
      i++;
    }
    return i;
  }
}
