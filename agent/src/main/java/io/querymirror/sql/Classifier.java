package io.querymirror.sql;

import io.querymirror.model.ControlType;
import io.querymirror.model.Kind;

/** Finds what one statement does, by its first words and, for queries, their last clauses. */
final class Classifier {
  private Classifier() {}

  static void classify(Tokens t, Part p) {
    int i = p.from;
    boolean explain = false;
    boolean run = false;
    for (; i < p.to; i++) {
      byte type = t.type(i);
      Word word = t.word(i);
      if (type == Token.OPEN_BRACE) {
        // {? = call f(?)}
        i += t.type(i + 1) == Token.PARAMETER && t.type(i + 2) == Token.EQUALS ? 2 : 0;
      } else if (word == Word.WITH) {
        i = lastOfCommonTables(t, i, p.to);
      } else if (word == Word.SET && isSetStatement(t, i)) {
        i = indexOf(t, Word.FOR, i, p.to);
      } else if (word == Word.EXPLAIN || word == Word.DESCRIBE || word == Word.DESC) {
        explain = true;
        run |= t.word(i + 1) == Word.ANALYZE;
        i = lastOfExplain(t, i);
      } else if (word == Word.ANALYZE && isMariaDbAnalyze(t, i)) {
        explain = true;
        run = true;
        i = lastOfExplain(t, i);
      } else if (type != Token.OPEN) {
        break;
      }
    }
    p.verb = i;
    statement(t, p, i);
    if (explain && !(run && p.kind.group() == Kind.Group.WRITE)) {
      explained(p);
    }
  }

  private static void explained(Part p) {
    int from = p.from;
    int to = p.to;
    int verb = p.verb;
    p.reset(from, to);
    p.verb = verb;
    p.explained = true;
    p.is(Kind.SHOW);
  }

  private static void statement(Tokens t, Part p, int i) {
    switch (t.word(i)) {
      case SELECT:
      case VALUES:
      case TABLE:
        query(t, p);
        break;
      case INSERT:
        p.is(Kind.INSERT);
        p.locking = isLocking(t, p);
        break;
      case REPLACE:
        p.is(Kind.REPLACE);
        p.locking = isLocking(t, p);
        break;
      case UPDATE:
        p.is(Kind.UPDATE);
        break;
      case DELETE:
        p.is(Kind.DELETE);
        break;
      case CALL:
        p.is(Kind.CALL);
        break;
      case LOAD:
        load(t, p, i);
        break;
      case USE:
        p.controls(Kind.USE, ControlType.SCHEMA, nameAt(t, i + 1));
        break;
      case SET:
        SetClassifier.classify(t, p, i);
        break;
      case BEGIN:
      case START:
      case COMMIT:
      case ROLLBACK:
      case SAVEPOINT:
      case RELEASE:
        TransactionClassifier.classify(t, p, i);
        break;
      case SHOW:
      case HELP:
        p.is(Kind.SHOW);
        break;
      case CREATE:
      case ALTER:
      case DROP:
      case RENAME:
      case TRUNCATE:
      case OPTIMIZE:
      case ANALYZE:
      case REPAIR:
      case CHECK:
        DefinitionClassifier.classify(t, p, i);
        break;
      default:
        AdminClassifier.classify(t, p, i);
    }
  }

  private static void query(Tokens t, Part p) {
    p.is(Kind.SELECT);
    p.locking = isLocking(t, p);
    if (!t.has(Word.OUTFILE) && !t.has(Word.DUMPFILE)) {
      return;
    }
    for (int i = p.verb; i < p.to; i++) {
      if (t.word(i) == Word.INTO
          && (t.word(i + 1) == Word.OUTFILE || t.word(i + 1) == Word.DUMPFILE)) {
        p.never(Kind.OTHER, "select into outfile");
        return;
      }
    }
  }

  private static boolean isLocking(Tokens t, Part p) {
    if (!t.has(Word.FOR) && !t.has(Word.LOCK)) {
      return false;
    }
    for (int i = p.from; i < p.to; i++) {
      Word word = t.word(i);
      Word next = t.word(i + 1);
      if (word == Word.FOR && (next == Word.UPDATE || next == Word.SHARE)
          || word == Word.LOCK && next == Word.IN && t.word(i + 2) == Word.SHARE) {
        return true;
      }
    }
    return false;
  }

  private static void load(Tokens t, Part p, int load) {
    if (t.word(load + 1) != Word.DATA && t.word(load + 1) != Word.XML) {
      // LOAD INDEX INTO CACHE
      p.commits = true;
      return;
    }
    p.is(Kind.LOAD);
    for (int i = load + 2; i < p.to && t.type(i) == Token.WORD; i++) {
      if (t.word(i) == Word.LOCAL) {
        p.never(Kind.LOAD, "load data local");
      } else if (t.word(i) == Word.INFILE) {
        return;
      }
    }
  }

  static String nameAt(Tokens t, int i) {
    switch (t.type(i)) {
      case Token.WORD:
      case Token.QUOTED:
      case Token.STRING:
        return t.name(i);
      default:
        return "";
    }
  }

  private static boolean isSetStatement(Tokens t, int i) {
    return t.word(i + 1) == Word.STATEMENT && t.type(i + 2) != Token.EQUALS;
  }

  /** MariaDB's ANALYZE runs a statement and explains it; MySQL's and its own is about a table. */
  private static boolean isMariaDbAnalyze(Tokens t, int i) {
    switch (t.word(i + 1)) {
      case FORMAT:
      case SELECT:
      case WITH:
      case INSERT:
      case REPLACE:
      case UPDATE:
      case DELETE:
        return true;
      default:
        return false;
    }
  }

  private static int lastOfExplain(Tokens t, int explain) {
    int i = explain;
    while (true) {
      Word next = t.word(i + 1);
      if (next == Word.EXTENDED || next == Word.PARTITIONS || next == Word.ANALYZE) {
        i++;
      } else if (next == Word.FORMAT && t.type(i + 2) == Token.EQUALS) {
        i += 3;
      } else {
        return i;
      }
    }
  }

  /** The closing parenthesis of the last common table expression after the WITH at {@code with}. */
  private static int lastOfCommonTables(Tokens t, int with, int to) {
    int depth = 0;
    for (int i = with + 1; i < to; i++) {
      byte type = t.type(i);
      if (type == Token.OPEN) {
        depth++;
      } else if (type == Token.CLOSE) {
        depth--;
        // After the body comes the next one or the statement; after a list of columns comes AS.
        if (depth == 0 && t.type(i + 1) != Token.COMMA && t.word(i + 1) != Word.AS) {
          return i;
        }
      }
    }
    return to;
  }

  private static int indexOf(Tokens t, Word word, int from, int to) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && t.word(i) == word) {
        return i;
      }
    }
    return to;
  }
}
