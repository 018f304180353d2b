package io.querymirror.sql;

/**
 * Writes the normalized text of a tokenized statement: literals and parameters as {@code ?}, lists
 * of them collapsed, one spacing whatever the original's, keywords and called functions in lower
 * case, identifiers as they are but without needless quotes. Confined to a thread.
 */
final class DigestBuilder {
  private static final int KEPT = 1 << 16;

  private StringBuilder out = new StringBuilder(512);
  private ListCollapser lists = new ListCollapser(out);

  /** The token written last; -1 for none. */
  private int last;

  /** The first token after the signs looked at last, so that a row of them is walked once. */
  private int signsEnd;

  String build(Tokenizer t) {
    out.setLength(0);
    lists.reset();
    last = -1;
    signsEnd = 0;
    int semicolon = -1;
    for (int i = 0; i < t.count(); i++) {
      if (t.type(i) == Token.SEMICOLON) {
        semicolon = i;
        continue;
      }
      if (semicolon >= 0 && last >= 0) {
        out.append(';');
        lists.reset();
        last = semicolon;
      }
      semicolon = -1;
      token(t, i);
    }
    String text = out.toString();
    if (out.capacity() > KEPT) {
      out = new StringBuilder(512);
      lists = new ListCollapser(out);
    }
    return text;
  }

  private void token(Tokenizer t, int i) {
    byte type = t.type(i);
    if (isLiteral(t, i)) {
      // 'a' 'b' is one literal.
      if (type != Token.STRING || last < 0 || t.type(last) != Token.STRING || last != i - 1) {
        space(t, type);
        out.append('?');
      }
      lists.literal();
    } else if (isSign(t, i, type)) {
      return;
    } else {
      space(t, type);
      switch (type) {
        case Token.OPEN:
          lists.open(t.word(last) == Word.IN);
          out.append('(');
          break;
        case Token.CLOSE:
          out.append(')');
          lists.close();
          break;
        case Token.COMMA:
          lists.comma(t.type(i + 1) == Token.OPEN || t.word(i + 1) == Word.ROW);
          out.append(',');
          break;
        default:
          other(t, i, type);
      }
    }
    last = i;
  }

  private void other(Tokenizer t, int i, byte type) {
    Word word = t.word(i);
    if (word != Word.ROW || !lists.row()) {
      lists.other();
    }
    switch (type) {
      case Token.WORD:
        raw(t, i, isFolded(t, i, word));
        break;
      case Token.QUOTED:
        quoted(t, i);
        break;
      default:
        raw(t, i, type == Token.SYSTEM_VARIABLE);
    }
    if (word == Word.VALUES || word == Word.VALUE) {
      lists.values();
    }
  }

  private boolean isLiteral(Tokenizer t, int i) {
    switch (t.type(i)) {
      case Token.STRING:
      case Token.NUMBER:
      case Token.PARAMETER:
        return true;
      case Token.WORD:
        if (!t.word(i).isLiteral()) {
          return false;
        }
        // IS NULL, NOT NULL and ON DELETE SET NULL are no values.
        Word before = t.word(i - 1);
        return before != Word.IS && before != Word.NOT && before != Word.SET;
      default:
        return false;
    }
  }

  /** Whether a sign belongs to the literal after it, or after more signs. */
  private boolean isSign(Tokenizer t, int i, byte type) {
    if (type != Token.MINUS && type != Token.PLUS || isOperand(t)) {
      return false;
    }
    if (signsEnd <= i) {
      signsEnd = i + 1;
      while (t.type(signsEnd) == Token.MINUS || t.type(signsEnd) == Token.PLUS) {
        signsEnd++;
      }
    }
    return isLiteral(t, signsEnd);
  }

  /** Whether the token written last ends an operand, so that a sign after it is an operator. */
  private boolean isOperand(Tokenizer t) {
    switch (t.type(last)) {
      case Token.WORD:
        Word word = t.word(last);
        return !word.isReserved() || word.isCallable() || word.isLiteral();
      case Token.QUOTED:
      case Token.STRING:
      case Token.NUMBER:
      case Token.PARAMETER:
      case Token.USER_VARIABLE:
      case Token.SYSTEM_VARIABLE:
      case Token.CLOSE:
      case Token.CLOSE_BRACE:
        return true;
      default:
        return false;
    }
  }

  private void space(Tokenizer t, byte type) {
    switch (type) {
      case Token.COMMA:
      case Token.CLOSE:
      case Token.CLOSE_BRACE:
        return;
      case Token.DOT:
        // from .t
        if (!t.word(last).isReserved()) {
          return;
        }
        break;
      default:
    }
    switch (t.type(last)) {
      case Token.END:
      case Token.OPEN:
      case Token.DOT:
      case Token.OPEN_BRACE:
        return;
      default:
    }
    if (type != Token.OPEN || !isCalled(t, last)) {
      out.append(' ');
    }
  }

  /** Whether a parenthesis after token {@code i} holds its arguments. */
  private boolean isCalled(Tokenizer t, int i) {
    Word word = t.word(i);
    boolean name = t.type(i) == Token.QUOTED || t.type(i) == Token.WORD;
    return name && (!word.isReserved() || word.isCallable()) && !isTable(t, i);
  }

  /** Whether the name that ends with token {@code i} is in the place of a table's or index's. */
  private boolean isTable(Tokenizer t, int i) {
    int first = t.type(i - 1) == Token.DOT ? i - 2 : i;
    switch (t.word(first - 1)) {
      case EXISTS:
      case INDEX:
      case KEY:
      case RECURSIVE:
      case REFERENCES:
      case VIEW:
      case WITH:
        return true;
      case ON:
        return t.word(0) == Word.CREATE;
      default:
        return namesTable(t, first - 1);
    }
  }

  /** Whether a table's name follows token {@code i}. */
  private static boolean namesTable(Tokenizer t, int i) {
    switch (t.word(i)) {
      case FROM:
      case INTO:
      case JOIN:
      case USE:
        return true;
      case DELAYED:
      case IGNORE:
      case INSERT:
        return true;
      case REPLACE:
        return t.word(i - 1) != Word.OR;
      case TABLE:
        return t.word(i - 1) != Word.SHOW;
      case UPDATE:
        return t.word(i - 1) != Word.FOR && t.word(i - 1) != Word.ON;
      default:
        return false;
    }
  }

  private boolean isFolded(Tokenizer t, int i, Word word) {
    if (word.isReserved()) {
      return true;
    }
    if (word != Word.NONE && !namesTable(t, i - 1) || follows(word)) {
      return true;
    }
    return t.type(i + 1) == Token.OPEN && !isTable(t, i);
  }

  /** INTO DUMPFILE, INTO CACHE. */
  private static boolean follows(Word word) {
    return word == Word.DUMPFILE || word == Word.CACHE;
  }

  private void raw(Tokenizer t, int i, boolean folded) {
    char[] text = t.chars();
    int start = t.start(i);
    int end = t.end(i);
    if (!folded) {
      out.append(text, start, end - start);
      return;
    }
    for (int at = start; at < end; at++) {
      out.append(CharClass.lower(text[at]));
    }
  }

  private void quoted(Tokenizer t, int i) {
    int start = t.start(i) + 1;
    int end = t.end(i) - 1;
    if (t.isPlainQuoted(i)) {
      out.append(t.chars(), start, end - start);
    } else {
      out.append('`').append(t.name(i).replace("`", "``")).append('`');
    }
  }
}
