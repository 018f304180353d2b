package io.querymirror.sql;

/** The tables and schemas of data definitions and of table maintenance; all count as written. */
final class DefinitionTables {
  private DefinitionTables() {}

  static void collect(Tokens t, Part p, TableSink sink, TableWalker walker) {
    int name = afterExists(t, p.objectAt + 1);
    switch (p.object) {
      case DATABASE:
      case SCHEMA:
        if (t.isName(name) && name < p.to) {
          sink.schema(name);
        }
        break;
      case INDEX:
      case TRIGGER:
        on(t, p, name, sink);
        break;
      case TABLE:
      case TABLES:
      case VIEW:
      case SEQUENCE:
        tables(t, p, name, sink, walker);
        break;
      default:
        // TRUNCATE t
        if (t.word(p.verb) == Word.TRUNCATE && t.isName(name)) {
          sink.table(t, name, true);
        }
    }
    if (sink.wantsNames() && hasBody(p.object)) {
      // What a routine's body reads and writes is not the definition's, but its aliases hold.
      walker.queries(t, name, p.to, sink);
    }
  }

  private static boolean hasBody(Word object) {
    return object == Word.PROCEDURE
        || object == Word.FUNCTION
        || object == Word.TRIGGER
        || object == Word.EVENT;
  }

  private static void tables(Tokens t, Part p, int name, TableSink sink, TableWalker walker) {
    Word verb = t.word(p.verb);
    if (verb != Word.CREATE && verb != Word.ALTER) {
      list(t, name, true, sink);
    } else if (t.isName(name)) {
      int next = sink.table(t, name, true) + 1;
      if (verb == Word.ALTER && p.object == Word.TABLE) {
        altered(t, p, next, sink);
      } else {
        created(t, p, next, sink, walker);
      }
    }
  }

  /** CREATE TABLE t LIKE s; CREATE TABLE t … SELECT …; CREATE VIEW v AS SELECT …. */
  private static void created(Tokens t, Part p, int next, TableSink sink, TableWalker walker) {
    int like = t.type(next) == Token.OPEN ? next + 1 : next;
    if (t.word(like) == Word.LIKE && t.isName(like + 1)) {
      sink.table(t, like + 1, false);
    } else {
      walker.queries(t, next, p.to, sink);
    }
  }

  /** ALTER TABLE t RENAME TO u; ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u. */
  private static void altered(Tokens t, Part p, int first, TableSink sink) {
    for (int i = first; i < p.to; i++) {
      Word word = t.word(i);
      Word next = t.word(i + 1);
      int name = -1;
      if (word == Word.RENAME) {
        name = next == Word.TO || next == Word.AS ? i + 2 : i + 1;
      } else if (word == Word.WITH && next == Word.TABLE) {
        name = i + 2;
      }
      if (name >= 0 && t.isName(name)) {
        i = sink.table(t, name, true);
      }
    }
  }

  /** CREATE INDEX i ON t; DROP INDEX i ON t; CREATE TRIGGER x BEFORE INSERT ON t. */
  private static void on(Tokens t, Part p, int name, TableSink sink) {
    for (int i = name; i < p.to; i++) {
      if (t.word(i) == Word.ON) {
        if (t.isName(i + 1)) {
          sink.table(t, i + 1, true);
        }
        return;
      }
    }
  }

  /** Tables with a comma, or the TO of RENAME, between them. */
  static void list(Tokens t, int first, boolean written, TableSink sink) {
    int i = first;
    while (t.isName(i)) {
      i = sink.table(t, i, written) + 1;
      if (t.type(i) != Token.COMMA && t.word(i) != Word.TO) {
        return;
      }
      i++;
    }
  }

  /** Past IF EXISTS or IF NOT EXISTS. */
  static int afterExists(Tokens t, int i) {
    if (t.word(i) != Word.IF) {
      return i;
    }
    return t.word(i + 1) == Word.NOT ? i + 3 : i + 2;
  }
}
