package io.querymirror.sql;

/**
 * A text as stretches of characters that hold for every text like it, with holes between them.
 * Confined to a thread.
 */
final class Template {
  /** Texts of more holes, or of more characters between them, are no templates. */
  private static final int MOST_HOLES = 128;

  static final int MOST_CHARS = 1 << 12;

  private final Hole[] holes = new Hole[MOST_HOLES];
  private final int[] starts = new int[MOST_HOLES];
  private final int[] ends = new int[MOST_HOLES];
  private int count;

  /** Where the last hole ends. */
  private int end;

  /** Characters in holes. */
  private int inHoles;

  /** Takes a tokenized text; false where it is no template. */
  boolean read(Tokens t) {
    count = 0;
    end = 0;
    inHoles = 0;
    int after = 0;
    for (int i = 0; i < t.count() && count < MOST_HOLES; i++) {
      int start = t.start(i);
      if (start >= end) {
        comments(t, Math.max(after, end), start);
        token(t, i, start);
      }
      after = t.end(i);
    }
    comments(t, after, t.length);
    return count < MOST_HOLES && t.length - inHoles <= MOST_CHARS;
  }

  int holes() {
    return count;
  }

  Hole hole(int i) {
    return holes[i];
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  private void token(Tokens t, int i, int start) {
    switch (t.type(i)) {
      case Token.OPEN:
        Word before = t.word(i - 1);
        if (before == Word.IN) {
          add(t, Hole.LIST, t.end(i));
        } else if (before == Word.VALUES || before == Word.VALUE) {
          add(t, Hole.ROWS, t.end(i));
        }
        break;
      case Token.NUMBER:
      case Token.STRING:
        Hole hole = Hole.of(t.charAt(start));
        // Not 1e5, 0xff, _utf8'x': those stay what they are.
        if (hole != null && hole.end(t.text, start, t.length) == t.end(i)) {
          add(t, hole, start);
        }
        break;
      default:
    }
  }

  /** What is between two tokens, where it is spaces and comments of one kind. */
  private void comments(Tokens t, int from, int to) {
    int i = from;
    while (i < to) {
      if (CharClass.isSpace(t.charAt(i))) {
        i++;
      } else if (add(t, Hole.COMMENT, i)) {
        i = end;
      } else {
        return;
      }
    }
  }

  private boolean add(Tokens t, Hole hole, int start) {
    int to = hole.end(t.text, start, t.length);
    if (to < 0 || count == MOST_HOLES) {
      return false;
    }
    holes[count] = hole;
    starts[count] = start;
    ends[count] = to;
    count++;
    end = to;
    inHoles += to - start;
    return true;
  }
}
