package io.querymirror.sql;

/**
 * Writes the normalized text of a tokenized statement: literals and parameters as {@code ?}, lists
 * of them collapsed, one spacing whatever the original's, keywords and called functions in lower
 * case, identifiers as they are but without needless quotes. Confined to a thread.
 */
final class DigestBuilder {
  /** Types of tokens, as bits, that no space comes before, or after. */
  private static final int TIGHT_BEFORE =
      1 << Token.COMMA | 1 << Token.CLOSE | 1 << Token.CLOSE_BRACE;

  private static final int TIGHT_AFTER =
      1 << Token.END | 1 << Token.OPEN | 1 << Token.DOT | 1 << Token.OPEN_BRACE;

  private final NormalText out = new NormalText();
  private final ListCollapser lists = new ListCollapser(out);

  /** The token written last; -1 for none. */
  private int last;

  /** The first token after the signs looked at last, so that a row of them is walked once. */
  private int signsEnd;

  /** The normalized text; it holds until the next. */
  NormalText build(Tokens t) {
    out.reset();
    lists.reset();
    last = -1;
    signsEnd = 0;
    int semicolon = -1;
    int count = t.count();
    for (int i = 0; i < count; i++) {
      byte type = t.type(i);
      if (type == Token.SEMICOLON) {
        semicolon = i;
        continue;
      }
      out.reserve(t.end(i) - t.start(i) + 2);
      if (semicolon >= 0 && last >= 0) {
        out.add(';');
        lists.reset();
        last = semicolon;
      }
      semicolon = -1;
      token(t, i, type);
    }
    return out;
  }

  private void token(Tokens t, int i, byte type) {
    if (isLiteral(t, i, type)) {
      // 'a' 'b' is one literal.
      if (type != Token.STRING || last < 0 || t.type(last) != Token.STRING || last != i - 1) {
        space(t, type);
        out.add('?');
      }
      lists.literal();
    } else if (isSign(t, i, type)) {
      return;
    } else {
      space(t, type);
      switch (type) {
        case Token.OPEN:
          lists.open(t.word(last) == Word.IN);
          out.add('(');
          break;
        case Token.CLOSE:
          out.add(')');
          lists.close();
          break;
        case Token.COMMA:
          lists.comma(t.type(i + 1) == Token.OPEN || t.word(i + 1) == Word.ROW);
          out.add(',');
          break;
        default:
          other(t, i, type);
      }
    }
    last = i;
  }

  private void other(Tokens t, int i, byte type) {
    Word word = t.word(i);
    if (word != Word.ROW || !lists.row()) {
      lists.other();
    }
    int start = t.start(i);
    int end = t.end(i);
    switch (type) {
      case Token.WORD:
        word(t, i, word, start, end);
        break;
      case Token.QUOTED:
        quoted(t, i, start, end);
        break;
      case Token.SYSTEM_VARIABLE:
        out.addLower(t.chars(), start, end);
        break;
      default:
        out.add(t.chars(), start, end - start);
    }
    if (word == Word.VALUES || word == Word.VALUE) {
      lists.values();
    }
  }

  private void word(Tokens t, int i, Word word, int start, int end) {
    if (!isFolded(t, i, word)) {
      out.add(t.chars(), start, end - start);
    } else if (word != Word.NONE) {
      out.add(Keywords.name(t.keywordNumber(i)), 0, end - start);
    } else {
      out.addLower(t.chars(), start, end);
    }
  }

  private void quoted(Tokens t, int i, int start, int end) {
    if (t.isPlainQuoted(i)) {
      out.add(t.chars(), start + 1, end - start - 2);
    } else {
      out.add("`" + t.name(i).replace("`", "``") + "`");
    }
  }

  private static boolean isLiteral(Tokens t, int i, byte type) {
    switch (type) {
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
  private boolean isSign(Tokens t, int i, byte type) {
    if (type != Token.MINUS && type != Token.PLUS || isOperand(t)) {
      return false;
    }
    if (signsEnd <= i) {
      signsEnd = i + 1;
      while (t.type(signsEnd) == Token.MINUS || t.type(signsEnd) == Token.PLUS) {
        signsEnd++;
      }
    }
    return isLiteral(t, signsEnd, t.type(signsEnd));
  }

  /** Whether the token written last ends an operand, so that a sign after it is an operator. */
  private boolean isOperand(Tokens t) {
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

  private void space(Tokens t, byte type) {
    if ((TIGHT_BEFORE >>> type & 1) != 0 || (TIGHT_AFTER >>> t.type(last) & 1) != 0) {
      return;
    }
    if (type == Token.OPEN ? isCalled(t, last) : type == Token.DOT && !t.word(last).isReserved()) {
      // f(, s.t, but: in (, from .t
      return;
    }
    out.add(' ');
  }

  /** Whether a parenthesis after token {@code i} holds its arguments. */
  private boolean isCalled(Tokens t, int i) {
    Word word = t.word(i);
    boolean name = t.type(i) == Token.QUOTED || t.type(i) == Token.WORD;
    return name && (!word.isReserved() || word.isCallable()) && !isTable(t, i);
  }

  /** Whether the name that ends with token {@code i} is in the place of a table's or index's. */
  private boolean isTable(Tokens t, int i) {
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
  private static boolean namesTable(Tokens t, int i) {
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

  private boolean isFolded(Tokens t, int i, Word word) {
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
}
