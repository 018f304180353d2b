package io.querymirror.sql;

import java.util.Arrays;

/**
 * The tokens of a text, in arrays that the next text uses again: numbers only, as a store of a
 * reference would cost each token a collector's barrier. Confined to a thread.
 */
final class Tokens {
  /** Every look ahead of the tokenizer, and every copy of eight characters at once, ends here. */
  static final int PAD = 8;

  /** Buffers beyond these sizes are kept only while texts that need them come often. */
  private static final int KEPT_TOKENS = 1 << 12;

  private static final int KEPT_CHARS = 1 << 14;
  private static final int SELDOM = 256;

  private static final int WORDS = Word.values().length;

  char[] text = new char[1 << 10];
  int length;
  int count;

  private byte[] types = new byte[1 << 8];
  private short[] keywords = new short[1 << 8];
  private int[] starts = new int[1 << 8];
  private int[] ends = new int[1 << 8];
  private final long[] seen = new long[(WORDS + Long.SIZE - 1) / Long.SIZE];
  private boolean semicolons;
  private int parameters;
  private boolean complete;
  private int smallTexts;

  /** Takes the characters of a text, and forgets the tokens of the last one. */
  void start(String sql) {
    length = sql.length();
    if (text.length < length + PAD) {
      text = new char[length + (length >> 1) + PAD];
    }
    sql.getChars(0, length, text, 0);
    Arrays.fill(text, length, length + PAD, '\0');
    Arrays.fill(seen, 0);
    count = 0;
    semicolons = false;
    parameters = 0;
    complete = true;
  }

  /** Gives up the text, and buffers that a long one made large. */
  void release() {
    boolean small = count <= KEPT_TOKENS && length <= KEPT_CHARS;
    count = 0;
    length = 0;
    smallTexts = small ? smallTexts + 1 : 0;
    if (smallTexts < SELDOM) {
      return;
    }
    smallTexts = 0;
    if (text.length > KEPT_CHARS + PAD) {
      text = new char[1 << 10];
    }
    if (types.length > KEPT_TOKENS) {
      types = new byte[1 << 8];
      keywords = new short[1 << 8];
      starts = new int[1 << 8];
      ends = new int[1 << 8];
    }
  }

  /**
   * Adds a token.
   *
   * @return its end
   */
  int add(byte type, int start, int end) {
    int at = count;
    if (at == types.length) {
      grow();
    }
    types[at] = type;
    keywords[at] = 0;
    starts[at] = start;
    ends[at] = end;
    count = at + 1;
    return end;
  }

  private void grow() {
    int size = count << 1;
    types = Arrays.copyOf(types, size);
    keywords = Arrays.copyOf(keywords, size);
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
  }

  /** The last token is this keyword. */
  void keyword(int number) {
    keywords[count - 1] = (short) number;
    int word = Keywords.word(number).ordinal();
    seen[word >>> 6] |= 1L << word;
  }

  void semicolon() {
    semicolons = true;
  }

  void parameter() {
    parameters++;
  }

  void incomplete() {
    complete = false;
  }

  /** Takes the last token back. */
  int removeLast() {
    return starts[--count];
  }

  int count() {
    return count;
  }

  /** Type of token {@code i}; END before the first and past the last. */
  byte type(int i) {
    return i >= 0 && i < count ? types[i] : Token.END;
  }

  /** Keyword of token {@code i}; NONE where it is none. */
  Word word(int i) {
    return i >= 0 && i < count ? Keywords.word(keywords[i]) : Word.NONE;
  }

  /** Keyword of token {@code i} as {@link Keywords#name} wants it; 0 where it is none. */
  int keywordNumber(int i) {
    return keywords[i];
  }

  /** The first token from there on that is none of LOW_PRIORITY, QUICK, IGNORE, INTO and such. */
  int afterOptions(int start) {
    int i = start;
    while (true) {
      switch (word(i)) {
        case LOW_PRIORITY:
        case HIGH_PRIORITY:
        case DELAYED:
        case QUICK:
        case IGNORE:
        case INTO:
          i++;
          break;
        default:
          return i;
      }
    }
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

  /** Whether any token is this keyword. */
  boolean has(Word word) {
    return (seen[word.ordinal() >>> 6] >>> word.ordinal() & 1) != 0;
  }

  boolean hasSemicolon() {
    return semicolons;
  }

  /** Whether token {@code i} can name something: a quoted or unreserved word. */
  boolean isName(int i) {
    byte type = type(i);
    return type == Token.QUOTED || type == Token.WORD && !word(i).isReserved();
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
    long key = 0;
    for (int at = start; at < end; at++) {
      byte code = CharClass.wordCode(text[at]);
      if (code == 0) {
        return false;
      }
      key = Keywords.key(key, code);
    }
    return !Keywords.word(Keywords.find(text, start, end, key)).isReserved();
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
}
