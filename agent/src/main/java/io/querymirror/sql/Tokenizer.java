package io.querymirror.sql;

import java.util.Arrays;

/**
 * Cuts a text into tokens by the lexical rules of MySQL and MariaDB, in one pass, into arrays that
 * the next text uses again. Comments and hints leave no token; the content of {@code /*! …} and
 * {@code /*M! …} counts as code. Confined to a thread.
 */
final class Tokenizer {
  /** Buffers beyond these sizes are not kept for the next text. */
  private static final int KEPT_TOKENS = 1 << 14;

  private static final int KEPT_CHARS = 1 << 16;

  private char[] text = new char[1 << 10];
  private int length;
  private byte[] types = new byte[1 << 8];
  private int[] starts = new int[1 << 8];
  private int[] ends = new int[1 << 8];
  private Word[] words = new Word[1 << 8];
  private int count;
  private int parameters;
  private boolean complete;
  private boolean noBackslashEscapes;

  int count() {
    return count;
  }

  /** Type of token {@code i}; END before the first and past the last. */
  byte type(int i) {
    return i >= 0 && i < count ? types[i] : Token.END;
  }

  /** Keyword of token {@code i}; NONE where it is none. */
  Word word(int i) {
    return i >= 0 && i < count ? words[i] : Word.NONE;
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  char charAt(int position) {
    return text[position];
  }

  char[] chars() {
    return text;
  }

  /** Number of {@code ?} tokens. */
  int parameters() {
    return parameters;
  }

  /** False where a quote or comment was open at the end; the last token then takes the rest. */
  boolean isComplete() {
    return complete;
  }

  /** Whether token {@code i} can name something: a quoted or unreserved word. */
  boolean isName(int i) {
    byte type = type(i);
    return type == Token.QUOTED || type == Token.WORD && !words[i].isReserved();
  }

  /** The name that token {@code i} spells, without its quotes. */
  String name(int i) {
    int start = starts[i];
    int end = ends[i];
    char quote = text[start];
    if (types[i] != Token.QUOTED && quote != '\'' && quote != '"') {
      return new String(text, start, end - start);
    }
    int last = end - start > 1 && text[end - 1] == quote ? end - 1 : end;
    String inner = new String(text, start + 1, last - start - 1);
    return inner.indexOf(quote) < 0 ? inner : undouble(inner, quote);
  }

  /** Whether the quoted identifier {@code i} would be the same without its quotes. */
  boolean isPlainQuoted(int i) {
    int start = starts[i] + 1;
    int end = ends[i] - 1;
    if (start >= end || CharClass.of(text[start]) != CharClass.LETTER) {
      return false;
    }
    int hash = 0;
    for (int at = start; at < end; at++) {
      if (!CharClass.isWordPart(text[at])) {
        return false;
      }
      hash = Keywords.hash(hash, text[at]);
    }
    return !Keywords.find(text, start, end, hash).isReserved();
  }

  private static String undouble(String s, char quote) {
    StringBuilder b = new StringBuilder(s.length());
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      b.append(c);
      if (c == quote && i + 1 < s.length() && s.charAt(i + 1) == quote) {
        i++;
      }
    }
    return b.toString();
  }

  void tokenize(String sql, boolean ansiQuotes, boolean noBackslash) {
    length = sql.length();
    if (text.length < length + 4) {
      text = new char[length + (length >> 1) + 4];
    }
    sql.getChars(0, length, text, 0);
    // Every look ahead by up to three characters ends here, without a check of its own.
    Arrays.fill(text, length, length + 4, '\0');
    count = 0;
    parameters = 0;
    complete = true;
    noBackslashEscapes = noBackslash;
    int executable = 0;
    int i = 0;
    while (i < length) {
      char c = text[i];
      switch (CharClass.of(c)) {
        case CharClass.SPACE:
          i++;
          break;
        case CharClass.LETTER:
          i = scanWord(i);
          break;
        case CharClass.DIGIT:
          i = scanNumber(i);
          break;
        default:
          if (c == '#' || c == '-' && text[i + 1] == '-' && CharClass.isSpace(text[i + 2])) {
            i = lineEnd(i);
          } else if (c == '/' && text[i + 1] == '*') {
            int code = executableStart(i);
            executable += code > 0 ? 1 : 0;
            i = code > 0 ? code : commentEnd(i);
          } else if (executable > 0 && c == '*' && text[i + 1] == '/') {
            executable--;
            i += 2;
          } else {
            i = symbol(i, c, ansiQuotes);
          }
      }
    }
    complete &= executable == 0;
  }

  /** Gives up the text, and buffers that a long one made large. */
  void release() {
    count = 0;
    length = 0;
    if (text.length > KEPT_CHARS) {
      text = new char[1 << 10];
    }
    if (types.length > KEPT_TOKENS) {
      types = new byte[1 << 8];
      starts = new int[1 << 8];
      ends = new int[1 << 8];
      words = new Word[1 << 8];
    }
  }

  private int symbol(int i, char c, boolean ansiQuotes) {
    switch (c) {
      case '\'':
        return string(i, i);
      case '"':
        return ansiQuotes ? quoted(Token.QUOTED, i, i) : string(i, i);
      case '`':
        return quoted(Token.QUOTED, i, i);
      case '@':
        return variable(i);
      case '.':
        return CharClass.isDigit(text[i + 1]) && !nameEndsAt(i)
            ? fraction(i, i)
            : add(Token.DOT, i, i + 1);
      case '?':
        parameters++;
        return add(Token.PARAMETER, i, i + 1);
      default:
        byte single = Symbols.single(c);
        return single != Token.END
            ? add(single, i, i + 1)
            : add(Symbols.type(text, i), i, i + Symbols.length(text, i));
    }
  }

  private int scanWord(int start) {
    char first = text[start];
    if (text[start + 1] == '\'' && isIntroducer(first)) {
      return string(start, start + 1);
    }
    int hash = 0;
    int i = start;
    do {
      hash = Keywords.hash(hash, text[i++]);
    } while (i < length && CharClass.isWordPart(text[i]));
    int at = count;
    add(Token.WORD, start, i);
    if (text[i] != '.' && type(at - 1) != Token.DOT) {
      words[at] = Keywords.find(text, start, i, hash);
    }
    return i;
  }

  /** National, hexadecimal and bit literals: N'…', X'…', B'…'. */
  private static boolean isIntroducer(char c) {
    char l = CharClass.lower(c);
    return l == 'n' || l == 'x' || l == 'b';
  }

  private int scanNumber(int start) {
    if (type(count - 1) == Token.DOT) {
      return scanWord(start);
    }
    int i = start;
    if (text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'b')) {
      boolean hex = text[i + 1] == 'x';
      i += 2;
      while (hex ? CharClass.isHexDigit(text[i]) : text[i] == '0' || text[i] == '1') {
        i++;
      }
      return i == start + 2 || CharClass.isWordPart(text[i]) ? scanWord(start) : literal(start, i);
    }
    while (CharClass.isDigit(text[i])) {
      i++;
    }
    if (text[i] == '.') {
      return fraction(start, i);
    }
    int end = exponent(i);
    // An identifier may start with digits: 2fa_tokens, 1e.
    return CharClass.isWordPart(text[end]) ? scanWord(start) : literal(start, end);
  }

  private int fraction(int start, int dot) {
    int i = dot + 1;
    while (CharClass.isDigit(text[i])) {
      i++;
    }
    return literal(start, exponent(i));
  }

  private int exponent(int i) {
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

  private int literal(int start, int end) {
    return add(Token.NUMBER, introducer(start), end);
  }

  private int string(int start, int quote) {
    return quoted(Token.STRING, introducer(start), quote);
  }

  /** Takes the character set before a literal into it: {@code _utf8mb4'x'}. */
  private int introducer(int start) {
    int before = count - 1;
    if (type(before) != Token.WORD || text[starts[before]] != '_' || type(count - 2) == Token.DOT) {
      return start;
    }
    count--;
    return starts[count];
  }

  private int quoted(byte type, int start, int quote) {
    char q = text[quote];
    boolean escapes = type == Token.STRING && !noBackslashEscapes;
    int i = quote + 1;
    while (i < length) {
      char c = text[i++];
      if (c == q) {
        if (text[i] != q || i >= length) {
          return add(type, start, i);
        }
        i++;
      } else if (c == '\\' && escapes) {
        i++;
      }
    }
    complete = false;
    return add(type, start, length);
  }

  private int variable(int start) {
    char next = text[start + 1];
    if (next == '@') {
      int i = start + 2;
      while (i < length && (CharClass.isWordPart(text[i]) || text[i] == '.' || text[i] == '`')) {
        i++;
      }
      return add(Token.SYSTEM_VARIABLE, start, i);
    }
    if (next == '`' || next == '\'' || next == '"') {
      return quoted(Token.USER_VARIABLE, start, start + 1);
    }
    int i = start + 1;
    while (i < length && (CharClass.isWordPart(text[i]) || text[i] == '.')) {
      i++;
    }
    return add(i == start + 1 ? Token.OPERATOR : Token.USER_VARIABLE, start, i);
  }

  private boolean nameEndsAt(int position) {
    return count > 0
        && ends[count - 1] == position
        && (types[count - 1] == Token.WORD || types[count - 1] == Token.QUOTED);
  }

  private int lineEnd(int i) {
    while (i < length && text[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Where the code of an executable comment starts; 0 where the comment at {@code i} is none. */
  private int executableStart(int i) {
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

  private int commentEnd(int start) {
    for (int i = start + 2; i + 1 < length; i++) {
      if (text[i] == '*' && text[i + 1] == '/') {
        return i + 2;
      }
    }
    complete = false;
    return length;
  }

  private int add(byte type, int start, int end) {
    if (count == types.length) {
      int size = count << 1;
      types = Arrays.copyOf(types, size);
      starts = Arrays.copyOf(starts, size);
      ends = Arrays.copyOf(ends, size);
      words = Arrays.copyOf(words, size);
    }
    types[count] = type;
    starts[count] = start;
    ends[count] = end;
    words[count] = Word.NONE;
    count++;
    return end;
  }
}
