package io.querymirror.sql;

import io.querymirror.model.Determinism.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of an INSERT or REPLACE: its columns, and where its rows begin. Confined to a thread.
 */
final class InsertReader {
  Rows rows = Rows.NONE;
  @Nullable List<String> columns;

  /** The first token of the table's name, and the first one behind the name. */
  int table;

  int afterTable;

  /** The token behind VALUES or SET, or the first of a query. */
  int start;

  /** Reads the first statement of a text. */
  void read(Tokens t) {
    rows = Rows.NONE;
    columns = null;
    table = -1;
    afterTable = -1;
    start = t.count();
    int verb = verb(t);
    if (verb < 0) {
      return;
    }
    int i = verb + 1;
    while (isOption(t.word(i))) {
      i++;
    }
    table = i;
    i = t.type(i + 1) == Token.DOT ? i + 3 : i + 1;
    afterTable = i;
    if (t.word(i) == Word.PARTITION) {
      i = after(t, i + 1);
    }
    if (t.type(i) == Token.OPEN && !startsQuery(t.word(i + 1)) && t.type(i + 1) != Token.OPEN) {
      i = columns(t, i);
    }
    Word word = t.word(i);
    if (word == Word.VALUES || word == Word.VALUE) {
      rows = Rows.VALUES;
      start = i + 1;
    } else if (word == Word.SET) {
      rows = Rows.SET;
      start = i + 1;
      assigned(t);
    } else {
      rows = Rows.QUERY;
      start = i;
    }
  }

  /** INSERT or REPLACE as the verb: behind a WITH or a SET STATEMENT there may be others. */
  private static int verb(Tokens t) {
    int depth = 0;
    for (int i = 0; i < t.count(); i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      Word word = t.word(i);
      if (depth == 0 && t.type(i + 1) != Token.OPEN) {
        if (word == Word.INSERT || word == Word.REPLACE) {
          return i;
        }
        if (word == Word.SELECT || word == Word.EXPLAIN || word == Word.DESCRIBE) {
          return -1;
        }
      }
    }
    return -1;
  }

  private static boolean isOption(Word word) {
    switch (word) {
      case LOW_PRIORITY:
      case HIGH_PRIORITY:
      case DELAYED:
      case IGNORE:
      case INTO:
        return true;
      default:
        return false;
    }
  }

  private static boolean startsQuery(Word word) {
    return word == Word.SELECT || word == Word.WITH || word == Word.VALUES || word == Word.TABLE;
  }

  private int columns(Tokens t, int open) {
    List<String> names = new ArrayList<>();
    int i = open + 1;
    for (; i < t.count() && t.type(i) != Token.CLOSE; i++) {
      if (t.type(i + 1) != Token.DOT && t.type(i) != Token.COMMA && t.type(i) != Token.DOT) {
        names.add(t.name(i));
      }
    }
    columns = names;
    return i + 1;
  }

  private void assigned(Tokens t) {
    List<String> names = new ArrayList<>();
    int depth = 0;
    boolean name = true;
    for (int i = start; i < t.count(); i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && t.word(i) == Word.ON) {
        break;
      }
      if (name && t.type(i + 1) != Token.DOT && type != Token.DOT) {
        names.add(t.name(i));
        name = false;
      } else if (depth == 0 && type == Token.COMMA) {
        name = true;
      }
    }
    columns = names;
  }

  /** Behind the parenthesis that opens at {@code i}. */
  static int after(Tokens t, int open) {
    int depth = 0;
    for (int i = open; i < t.count(); i++) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return t.count();
  }
}
