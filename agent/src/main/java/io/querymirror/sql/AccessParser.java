package io.querymirror.sql;

import io.querymirror.model.SqlAccess;
import io.querymirror.model.SqlAccess.Lock;
import io.querymirror.model.SqlValue;
import io.querymirror.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds which rows a text reads and writes. Apart from {@link SqlParser}, as only targets that keep
 * the order of commits ask; takes linear time, and any text.
 */
public final class AccessParser {
  /** An INSERT of more rows is one of its whole table. */
  private static final int MOST_ROWS = 64;

  private static final ThreadLocal<Tokens> TOKENS = ThreadLocal.withInitial(Tokens::new);

  private final Tokens t;
  private final ValueReader values;
  private final int to;
  private final SqlAccess.Builder result = SqlAccess.builder();

  private AccessParser(Tokens t, int to) {
    this.t = t;
    this.values = new ValueReader(t);
    this.to = to;
  }

  /** Parses by the rules of MySQL's default sql_mode. Never throws. */
  public static SqlAccess parse(String sql) {
    Tokens t = TOKENS.get();
    t.start(sql);
    try {
      Tokenizer.read(t, false, false);
      int to = t.count();
      while (to > 0 && t.type(to - 1) == Token.SEMICOLON) {
        to--;
      }
      return new AccessParser(t, to).read();
    } finally {
      t.release();
    }
  }

  private SqlAccess read() {
    boolean more = hasMore();
    result.query(lock(), more, FunctionCalls.of(t, 0, to)).doubtful(hidesTable());
    if (more || !t.isComplete()) {
      return result.build();
    }
    switch (t.word(0)) {
      case SELECT:
        select();
        break;
      case UPDATE:
        update();
        break;
      case DELETE:
        delete();
        break;
      case INSERT:
      case REPLACE:
        insert();
        break;
      default:
    }
    return result.build();
  }

  /** Whether there is another query or statement in it. */
  private boolean hasMore() {
    for (int i = 0; i < to; i++) {
      if (t.type(i) == Token.SEMICOLON) {
        return true;
      }
      switch (t.word(i)) {
        case SELECT:
          if (i > 0) {
            return true;
          }
          break;
        case TABLE:
        case UNION:
        case EXCEPT:
        case INTERSECT:
        case WITH:
          return true;
        default:
      }
    }
    return false;
  }

  private boolean hidesTable() {
    for (int i = 1; i < to; i++) {
      if (t.type(i) != Token.STRING || t.charAt(t.start(i)) != '"') {
        continue;
      }
      if (t.type(i - 1) == Token.DOT || t.type(i + 1) == Token.DOT) {
        return true;
      }
      switch (t.word(i - 1)) {
        case FROM:
        case JOIN:
        case STRAIGHT_JOIN:
        case INTO:
        case UPDATE:
        case TABLE:
          return true;
        default:
      }
    }
    return false;
  }

  private Lock lock() {
    if (!t.has(Word.FOR) && !t.has(Word.LOCK)) {
      return Lock.NONE;
    }
    Lock found = Lock.NONE;
    for (int i = 0; i < to; i++) {
      Word next = t.word(i + 1);
      if (t.word(i) == Word.FOR && next == Word.UPDATE) {
        return Lock.UPDATE;
      }
      if (t.word(i) == Word.FOR && next == Word.SHARE
          || t.word(i) == Word.LOCK && next == Word.IN && t.word(i + 2) == Word.SHARE) {
        found = Lock.SHARE;
      }
    }
    return found;
  }

  // SELECT … FROM t … WHERE … ------------------------------------------------------------------

  private void select() {
    int from = next(1, Word.FROM);
    int last = from < to ? lastOfTable(from + 1) : -1;
    if (last < 0) {
      return;
    }
    int i = last + 1;
    int depth = 0;
    while (i < to) {
      byte type = t.type(i);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0) {
        Word word = t.word(i);
        if (type == Token.COMMA
            || word == Word.JOIN
            || word == Word.STRAIGHT_JOIN
            || word == Word.FOR && t.word(i + 1) == Word.SYSTEM_TIME) {
          return;
        }
        if (word == Word.WHERE || isTail(i)) {
          break;
        }
      }
      i++;
    }
    rows(from + 1, last, i, false);
  }

  private void update() {
    int table = t.afterOptions(1);
    int last = lastOfTable(table);
    int set = last < 0 ? to : afterAlias(last + 1);
    if (t.word(set) != Word.SET) {
      return;
    }
    Assignments a = Assignments.read(t, values, set + 1, to);
    if (a != null) {
      result.assigned(a.assigned(), a.added());
      rows(table, last, a.end(), true);
    }
  }

  private void delete() {
    int from = t.afterOptions(1);
    int last = t.word(from) == Word.FROM ? lastOfTable(from + 1) : -1;
    int where = last < 0 ? to : afterAlias(last + 1);
    if (last >= 0 && (where >= to || t.word(where) == Word.WHERE || isTail(where))) {
      rows(from + 1, last, where, true);
    }
  }

  /** What the conditions leave, of the table from token {@code table} to {@code last}. */
  private void rows(int table, int last, int where, boolean written) {
    Conditions conditions = new Conditions(t, values);
    int end = where;
    if (t.word(where) == Word.WHERE && where < to) {
      end = where + 1;
      int depth = 0;
      while (end < to && (depth > 0 || !isTail(end))) {
        byte type = t.type(end);
        depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
        end++;
      }
      conditions.read(where + 1, end);
    }
    boolean limited = next(end, Word.LIMIT) < to;
    result.point(table(table, last, written), conditions.equal(), !conditions.others() && !limited);
  }

  /** What may come after the conditions. */
  private boolean isTail(int i) {
    switch (t.word(i)) {
      case GROUP:
      case HAVING:
      case ORDER:
      case LIMIT:
      case FOR:
      case LOCK:
      case INTO:
      case WINDOW:
      case PROCEDURE:
      case RETURNING:
        return true;
      default:
        return false;
    }
  }

  // INSERT INTO t (a, b) VALUES … --------------------------------------------------------------

  private void insert() {
    int table = t.afterOptions(1);
    int last = lastOfInserted(table);
    if (last < 0) {
      return;
    }
    TableRef into = table(table, last, true);
    int i = last + 1;
    if (t.word(i) == Word.SET) {
      Assignments a = Assignments.read(t, values, i + 1, to);
      if (a != null && tail(a.end())) {
        List<String> columns = new ArrayList<>();
        List<SqlValue> row = new ArrayList<>();
        for (Map.Entry<String, SqlValue> e : a.assigned().entrySet()) {
          columns.add(e.getKey());
          row.add(e.getValue());
        }
        result.rows(into, columns, List.of(row));
      }
      return;
    }
    List<String> columns = null;
    if (t.type(i) == Token.OPEN) {
      columns = new ArrayList<>();
      i = columns(i, columns);
    }
    if (i < 0 || t.word(i) != Word.VALUES && t.word(i) != Word.VALUE) {
      return;
    }
    List<List<SqlValue>> rows = new ArrayList<>();
    i = allRows(i + 1, rows);
    if (i >= 0 && tail(i)) {
      result.rows(into, columns, rows);
    }
  }

  /**
   * Reads a list of columns that opens at token {@code open}.
   *
   * @return the token after it, or -1
   */
  private int columns(int open, List<String> columns) {
    int i = open + 1;
    while (i < to && t.type(i) != Token.CLOSE) {
      String column = values.column(i);
      if (column == null) {
        return -1;
      }
      columns.add(column);
      i = values.lastOfColumn(i) + 1;
      i += t.type(i) == Token.COMMA ? 1 : 0;
    }
    return i < to ? i + 1 : -1;
  }

  private int allRows(int from, List<List<SqlValue>> rows) {
    int i = from;
    while (t.type(i) == Token.OPEN && rows.size() < MOST_ROWS) {
      List<SqlValue> row = new ArrayList<>();
      int start = i + 1;
      int depth = 1;
      while (depth > 0) {
        if (++i >= to) {
          return -1;
        }
        byte type = t.type(i);
        depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
        if (depth == 0 || depth == 1 && type == Token.COMMA) {
          if (i > start) {
            row.add(values.value(start, i));
          }
          start = i + 1;
        }
      }
      rows.add(row);
      i++;
      if (t.type(i) != Token.COMMA) {
        return i;
      }
      i++;
    }
    return -1;
  }

  /** ON DUPLICATE KEY UPDATE, RETURNING, and the names of the new row. */
  private boolean tail(int from) {
    int on = next(from, Word.ON);
    if (on >= to) {
      return true;
    }
    int update = next(on, Word.UPDATE);
    Assignments a = Assignments.read(t, values, update + 1, to);
    if (update >= to || a == null) {
      return false;
    }
    result.assigned(a.assigned(), a.added());
    return true;
  }

  // Names --------------------------------------------------------------------------------------

  /** The first token from {@code i} on, outside of parentheses, that is the word; else the end. */
  private int next(int i, Word word) {
    int depth = 0;
    for (int at = i; at < to; at++) {
      byte type = t.type(at);
      depth += type == Token.OPEN ? 1 : type == Token.CLOSE ? -1 : 0;
      if (depth == 0 && t.word(at) == word) {
        return at;
      }
    }
    return to;
  }

  /** The last token of the table that starts at token {@code i}, or -1: a function, a query. */
  private int lastOfTable(int i) {
    int last = lastOfInserted(i);
    return last >= 0 && t.type(last + 1) == Token.OPEN ? -1 : last;
  }

  private int lastOfInserted(int i) {
    return i < to && t.isName(i) ? TableSink.lastOfName(t, i) : -1;
  }

  private int afterAlias(int i) {
    if (t.word(i) == Word.AS) {
      return i + 2;
    }
    return i < to && t.isName(i) ? i + 1 : i;
  }

  private TableRef table(int i, int last, boolean written) {
    String schema = last == i ? null : t.name(i);
    return new TableRef(schema, t.name(last), written);
  }
}
