package io.querymirror.sql;

/** Finds the tables of one statement, by the way its kind of statement names them. */
final class TableCollector {
  private final TableWalker walker = new TableWalker();

  void collect(Tokens t, Part p, TableSink sink) {
    int i = p.verb;
    switch (t.word(i)) {
      case CREATE:
      case ALTER:
      case DROP:
      case RENAME:
      case TRUNCATE:
      case OPTIMIZE:
      case ANALYZE:
      case REPAIR:
      case CHECK:
        DefinitionTables.collect(t, p, sink, walker);
        break;
      case SHOW:
        shown(t, p, i + 1, sink);
        break;
      case USE:
        sink.schema(i + 1);
        break;
      case LOCK:
        locked(t, p, i + 2, sink);
        break;
      case LOAD:
        loaded(t, p, sink);
        break;
      case CHECKSUM:
        DefinitionTables.list(t, i + 2, false, sink);
        break;
      case HANDLER:
        if (t.isName(i + 1)) {
          sink.table(t, i + 1, false);
        }
        break;
      case BEGIN:
        if (sink.wantsNames()) {
          walker.queries(t, i, p.to, sink);
        }
        break;
      default:
        if (p.explained && t.isName(i)) {
          // DESCRIBE t
          sink.table(t, i, false);
        } else {
          walker.walk(t, p, sink);
        }
    }
  }

  private static void shown(Tokens t, Part p, int first, TableSink sink) {
    int i = first;
    while (t.word(i) == Word.FULL || t.word(i) == Word.EXTENDED || t.word(i) == Word.OPEN) {
      i++;
    }
    switch (t.word(i)) {
      case COLUMNS:
      case FIELDS:
      case INDEX:
      case INDEXES:
      case KEYS:
        shownTable(t, i + 1, sink);
        break;
      case CREATE:
        Word object = t.word(i + 1);
        int name = DefinitionTables.afterExists(t, i + 2);
        if ((object == Word.TABLE || object == Word.VIEW) && t.isName(name)) {
          sink.table(t, name, false);
        } else if (object == Word.DATABASE || object == Word.SCHEMA) {
          sink.schema(name);
        }
        break;
      case TABLES:
      case TABLE:
      case TRIGGERS:
      case EVENTS:
        int in = t.word(i + 1) == Word.STATUS ? i + 2 : i + 1;
        if (isIn(t, in) && in + 1 < p.to) {
          sink.schema(in + 1);
        }
        break;
      default:
    }
  }

  /** SHOW COLUMNS FROM t FROM s. */
  private static void shownTable(Tokens t, int from, TableSink sink) {
    int name = from + 1;
    if (!isIn(t, from) || !t.isName(name)) {
      return;
    }
    int last = TableSink.lastOfName(t, name);
    if (last == name && isIn(t, last + 1) && t.isName(last + 2)) {
      sink.add(t, last + 2, name, false);
    } else {
      sink.table(t, name, false);
    }
  }

  private static boolean isIn(Tokens t, int i) {
    return t.word(i) == Word.FROM || t.word(i) == Word.IN;
  }

  /** LOCK TABLES a READ, b AS c WRITE. */
  private static void locked(Tokens t, Part p, int first, TableSink sink) {
    int name = first;
    while (t.isName(name)) {
      int end = name;
      boolean written = false;
      while (end < p.to && t.type(end) != Token.COMMA) {
        written |= t.word(end) == Word.WRITE;
        end++;
      }
      sink.table(t, name, written);
      name = end + 1;
    }
  }

  private static void loaded(Tokens t, Part p, TableSink sink) {
    for (int i = p.verb; i < p.to; i++) {
      if (t.word(i) == Word.INTO && t.word(i + 1) == Word.TABLE && t.isName(i + 2)) {
        sink.table(t, i + 2, true);
        return;
      }
    }
  }
}
