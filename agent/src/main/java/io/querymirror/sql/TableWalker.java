package io.querymirror.sql;

import java.util.Arrays;

/**
 * Finds the tables of queries and of statements that change data, in one walk with a stack of the
 * open parentheses. Confined to a thread.
 */
final class TableWalker {
  /** A SELECT stands at this level, so a FROM here names tables and is not EXTRACT's. */
  static final int QUERY = 1;

  /** In a list of tables: a comma or JOIN is followed by a table. */
  static final int LIST = 2;

  /** Tables of the list are written. */
  static final int WRITTEN = 4;

  /** Tables of the list are written where they are a target of a DELETE. */
  static final int TARGETED = 8;

  /** The body of a common table expression. */
  private static final int BODY = 16;

  /** WITH RECURSIVE stands at this level. */
  private static final int RECURSIVE = 32;

  private static final int KEPT = 1 << 12;

  private int[] flags = new int[32];
  private int[] marks = new int[32];

  /** Names of common tables being defined, one for each level; -1 for none. */
  private int[] defined = new int[32];

  private int depth;
  private boolean expect;
  private final CommonTables common = new CommonTables();
  private final DeleteTargets targets = new DeleteTargets();

  /** Walks a whole statement. */
  void walk(Tokens t, Part p, TableSink sink) {
    start();
    for (int i = p.from; i < p.to; i++) {
      i = i == p.verb ? verb(t, p, i, sink) : step(t, i, sink);
    }
    release();
  }

  /** Walks a statement from token {@code from}, for the queries in it. */
  void queries(Tokens t, int from, int to, TableSink sink) {
    start();
    for (int i = from; i < to; i++) {
      i = step(t, i, sink);
    }
    release();
  }

  private void start() {
    common.reset();
    targets.reset();
    depth = 0;
    level(0);
    expect = false;
  }

  private void release() {
    if (flags.length > KEPT) {
      flags = new int[32];
      marks = new int[32];
      defined = new int[32];
    }
  }

  private int verb(Tokens t, Part p, int verb, TableSink sink) {
    boolean written = !p.explained;
    int i = verb + 1;
    switch (t.word(verb)) {
      case INSERT:
      case REPLACE:
        i = t.afterOptions(i);
        return t.isName(i) ? sink.table(t, i, written) : i - 1;
      case UPDATE:
        flags[depth] |= LIST | (written ? WRITTEN : 0);
        expect = true;
        return t.afterOptions(i) - 1;
      case DELETE:
        i = t.afterOptions(i);
        flags[depth] |= QUERY;
        if (!targets.read(t, i)) {
          flags[depth] |= LIST | (written ? WRITTEN : 0);
          expect = true;
          return i - 1;
        }
        flags[depth] |= LIST | (written ? TARGETED : 0);
        expect = true;
        return targets.end();
      default:
        return step(t, verb, sink);
    }
  }

  private int step(Tokens t, int i, TableSink sink) {
    switch (t.type(i)) {
      case Token.OPEN:
        open(t, i);
        return i;
      case Token.CLOSE:
        close(t, i, sink);
        return i;
      case Token.COMMA:
        expect = (flags[depth] & LIST) != 0;
        return i;
      case Token.OPEN_BRACE:
        // {oj a left outer join b …}
        return expect && t.word(i + 1) == Word.OJ ? i + 1 : i;
      case Token.QUOTED:
        return name(t, i, sink);
      case Token.WORD:
        return t.word(i).isReserved() ? keyword(t, i, sink) : name(t, i, sink);
      default:
        return i;
    }
  }

  private int name(Tokens t, int i, TableSink sink) {
    if (!expect) {
      if (sink.wantsNames() && isAlias(t, i)) {
        sink.alias(t, i);
      }
      return i;
    }
    expect = false;
    int last = TableSink.lastOfName(t, i);
    // A table function, or a name that a WITH gave.
    if (t.type(last + 1) != Token.OPEN && (last != i || !common.contains(t, i))) {
      boolean written = (flags[depth] & WRITTEN) != 0;
      if ((flags[depth] & TARGETED) != 0) {
        written = targets.contains(t, last);
      }
      sink.table(t, i, written);
    }
    return last;
  }

  private boolean isAlias(Tokens t, int i) {
    Word before = t.word(i - 1);
    if (before == Word.AS) {
      return true;
    }
    byte type = t.type(i - 1);
    boolean name = type == Token.QUOTED || type == Token.WORD && !before.isReserved();
    return (flags[depth] & LIST) != 0 && (name || type == Token.CLOSE);
  }

  private void open(Tokens t, int i) {
    int inherited = 0;
    if (expect && !startsQuery(t.word(i + 1))) {
      inherited = flags[depth] & (LIST | WRITTEN | TARGETED);
    } else {
      expect = false;
    }
    if (defined[depth] >= 0 && t.word(i - 1) == Word.AS) {
      inherited = BODY;
    }
    depth++;
    level(inherited);
  }

  private void level(int inherited) {
    if (depth == flags.length) {
      flags = Arrays.copyOf(flags, depth * 2);
      marks = Arrays.copyOf(marks, depth * 2);
      defined = Arrays.copyOf(defined, depth * 2);
    }
    flags[depth] = inherited;
    marks[depth] = common.enter();
    defined[depth] = -1;
  }

  private static boolean startsQuery(Word word) {
    return word == Word.SELECT || word == Word.WITH || word == Word.VALUES || word == Word.TABLE;
  }

  private void close(Tokens t, int i, TableSink sink) {
    expect = false;
    if (depth == 0) {
      return;
    }
    boolean body = (flags[depth] & BODY) != 0;
    common.leave(marks[depth]);
    depth--;
    if (body) {
      boolean recursive = (flags[depth] & RECURSIVE) != 0;
      if (!recursive) {
        common.add(t.name(defined[depth]));
      }
      defined[depth] = -1;
      if (t.type(i + 1) == Token.COMMA && isDefinition(t, i + 2)) {
        define(t, i + 2, recursive, sink);
      }
    }
  }

  private int keyword(Tokens t, int i, TableSink sink) {
    switch (t.word(i)) {
      case SELECT:
        clear(LIST | WRITTEN | TARGETED);
        flags[depth] |= QUERY;
        break;
      case FROM:
        if ((flags[depth] & QUERY) != 0) {
          flags[depth] |= LIST;
          expect = true;
        }
        return i;
      case JOIN:
      case STRAIGHT_JOIN:
        expect = (flags[depth] & LIST) != 0;
        return i;
      case TABLE:
        expect = true;
        return i;
      case LATERAL:
        return i;
      case WITH:
        return with(t, i, sink);
      case FOR:
        if (t.word(i + 1) == Word.SYSTEM_TIME) {
          return i;
        }
        if (isIndexHint(t.word(i + 1))) {
          return i + 1;
        }
        clear(LIST | WRITTEN | TARGETED);
        break;
      case UNION:
      case EXCEPT:
      case INTERSECT:
        clear(QUERY | LIST | WRITTEN | TARGETED);
        break;
      case WHERE:
      case GROUP:
      case HAVING:
      case ORDER:
      case LIMIT:
      case WINDOW:
      case SET:
      case INTO:
      case VALUES:
      case RETURNING:
      case PROCEDURE:
      case LOCK:
        clear(LIST | WRITTEN | TARGETED);
        break;
      default:
    }
    expect = false;
    return i;
  }

  private void clear(int bits) {
    flags[depth] &= ~bits;
  }

  /** USE INDEX FOR JOIN (…). */
  private static boolean isIndexHint(Word word) {
    return word == Word.JOIN || word == Word.ORDER || word == Word.GROUP;
  }

  private int with(Tokens t, int with, TableSink sink) {
    expect = false;
    boolean recursive = t.word(with + 1) == Word.RECURSIVE;
    int name = recursive ? with + 2 : with + 1;
    if (isDefinition(t, name)) {
      flags[depth] = recursive ? flags[depth] | RECURSIVE : flags[depth] & ~RECURSIVE;
      define(t, name, recursive, sink);
      return name;
    }
    return with;
  }

  private static boolean isDefinition(Tokens t, int name) {
    return t.isName(name) && (t.word(name + 1) == Word.AS || t.type(name + 1) == Token.OPEN);
  }

  private void define(Tokens t, int name, boolean recursive, TableSink sink) {
    defined[depth] = name;
    sink.alias(t, name);
    if (recursive) {
      common.add(t.name(name));
    }
  }
}
