package io.querymirror.sql;

/**
 * Cuts a text into tokens by the lexical rules of MySQL and MariaDB, in one pass. Comments and
 * hints leave no token; the content of {@code /*! …} and {@code /*M! …} counts as code.
 */
final class Tokenizer {
  private Tokenizer() {}

  /**
   * Reads a text that the tokens have.
   *
   * @param ansiQuotes double quotes hold identifiers
   * @param noBackslashEscapes a backslash in a literal is an ordinary character
   */
  static void read(Tokens t, boolean ansiQuotes, boolean noBackslashEscapes) {
    char[] text = t.text;
    int length = t.length;
    boolean escapes = !noBackslashEscapes;
    int executable = 0;
    int i = 0;
    while (i < length) {
      char c = text[i];
      switch (CharClass.of(c)) {
        case CharClass.SPACE:
          i++;
          break;
        case CharClass.LETTER:
          i =
              text[i + 1] == '\'' && isIntroducer(c)
                  ? Literals.string(t, i, i + 1, escapes)
                  : word(t, i);
          break;
        case CharClass.DIGIT:
          i = Literals.number(t, i);
          break;
        case CharClass.SINGLE:
          i = t.add(CharClass.single(c), i, i + 1);
          break;
        default:
          if (c == '#' || c == '-' && text[i + 1] == '-' && CharClass.isSpace(text[i + 2])) {
            i = lineEnd(text, i, length);
          } else if (c == '/' && text[i + 1] == '*') {
            int code = executableStart(text, i, length);
            executable += code > 0 ? 1 : 0;
            i = code > 0 ? code : commentEnd(t, i);
          } else if (executable > 0 && c == '*' && text[i + 1] == '/') {
            executable--;
            i += 2;
          } else {
            i = symbol(t, i, c, ansiQuotes, escapes);
          }
      }
    }
    if (executable > 0) {
      t.incomplete();
    }
  }

  private static int symbol(Tokens t, int i, char c, boolean ansiQuotes, boolean escapes) {
    switch (c) {
      case '\'':
        return Literals.string(t, i, i, escapes);
      case '"':
        return ansiQuotes
            ? Literals.quoted(t, Token.QUOTED, i, i, false)
            : Literals.string(t, i, i, escapes);
      case '`':
        return Literals.quoted(t, Token.QUOTED, i, i, false);
      case '@':
        return variable(t, i);
      case '.':
        return CharClass.isDigit(t.text[i + 1]) && !nameEndsAt(t, i)
            ? Literals.fraction(t, i, i)
            : t.add(Token.DOT, i, i + 1);
      case '?':
        t.parameter();
        return t.add(Token.PARAMETER, i, i + 1);
      case ';':
        t.semicolon();
        return t.add(Token.SEMICOLON, i, i + 1);
      case '*':
        return t.add(Token.STAR, i, i + 1);
      default:
        return t.add(Symbols.type(t.text, i), i, i + Symbols.length(t.text, i));
    }
  }

  /** A keyword or an identifier; a digit in its first place is taken as it is. */
  static int word(Tokens t, int start) {
    char[] text = t.text;
    long key = 0;
    int i = start;
    byte code;
    while ((code = CharClass.wordCode(text[i])) != 0) {
      key = Keywords.key(key, code);
      i++;
    }
    boolean part = text[i] == '.' || t.type(t.count - 1) == Token.DOT;
    t.add(Token.WORD, start, i);
    if (!part) {
      int keyword = Keywords.find(text, start, i, key);
      if (keyword != 0) {
        t.keyword(keyword);
      }
    }
    return i;
  }

  /** National, hexadecimal and bit literals: N'…', X'…', B'…'. */
  private static boolean isIntroducer(char c) {
    char l = CharClass.lower(c);
    return l == 'n' || l == 'x' || l == 'b';
  }

  private static int variable(Tokens t, int start) {
    char[] text = t.text;
    char next = text[start + 1];
    if (next == '@') {
      int i = start + 2;
      while (CharClass.isWordPart(text[i]) || text[i] == '.' || text[i] == '`') {
        i++;
      }
      return t.add(Token.SYSTEM_VARIABLE, start, i);
    }
    if (next == '`' || next == '\'' || next == '"') {
      return Literals.quoted(t, Token.USER_VARIABLE, start, start + 1, false);
    }
    int i = start + 1;
    while (CharClass.isWordPart(text[i]) || text[i] == '.') {
      i++;
    }
    return t.add(i == start + 1 ? Token.OPERATOR : Token.USER_VARIABLE, start, i);
  }

  private static boolean nameEndsAt(Tokens t, int position) {
    int last = t.count - 1;
    return last >= 0
        && t.end(last) == position
        && (t.type(last) == Token.WORD || t.type(last) == Token.QUOTED);
  }

  private static int lineEnd(char[] text, int start, int length) {
    int i = start;
    while (i < length && text[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Where the code of an executable comment starts; 0 where the comment at {@code i} is none. */
  private static int executableStart(char[] text, int i, int length) {
    int at = text[i + 2] == 'M' ? i + 3 : i + 2;
    if (at >= length || text[at] != '!') {
      return 0;
    }
    int code = at + 1;
    int end = code;
    while (end - code < 6 && CharClass.isDigit(text[end])) {
      end++;
    }
    return end - code >= 5 ? end : code;
  }

  private static int commentEnd(Tokens t, int start) {
    char[] text = t.text;
    for (int i = start + 2; i + 1 < t.length; i++) {
      if (text[i] == '*' && text[i + 1] == '/') {
        return i + 2;
      }
    }
    t.incomplete();
    return t.length;
  }
}
