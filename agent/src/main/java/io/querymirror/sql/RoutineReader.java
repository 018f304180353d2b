package io.querymirror.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Walks the statements of a routine's body, one after the other, whatever blocks they stand in. It
 * lets pass what it knows to read; one other statement, and nobody vouches for the routine. For one
 * thread and one body.
 */
final class RoutineReader {
  private static final Set<String> REFUSED_IN_SET =
      Set.of(
          "global",
          "persist",
          "persist_only",
          "session",
          "local",
          "autocommit",
          "transaction",
          "password",
          "role",
          "names",
          "insert_id",
          "timestamp");

  private final Tokens t;
  private final TableSink tables = TableSink.forTables();
  private final TableWalker walker = new TableWalker();
  private final Set<String> procedures = new HashSet<>();
  private final Set<String> functions = new HashSet<>();

  RoutineReader(Tokens t) {
    this.t = t;
  }

  RoutineBody read() {
    int at = 0;
    while (at >= 0 && at < t.count()) {
      at = statement(at);
    }
    return at < 0
        ? RoutineBody.UNKNOWN
        : new RoutineBody(tables.tables(), functions, procedures, true);
  }

  /** Where the next statement starts; -1 where this one is none of those that read. */
  private int statement(int at) {
    if (t.type(at) == Token.SEMICOLON) {
      return at + 1;
    }
    if (t.type(at) == Token.OPEN) {
      return query(at);
    }
    if (isLabel(at)) {
      return at + 2;
    }
    switch (word(at)) {
      case "begin":
        return word(at + 1).equals("not") ? at + 3 : at + 1;
      case "else":
      case "loop":
      case "repeat":
        return at + 1;
      case "if":
      case "elseif":
      case "case":
      case "when":
        return behind(at + 1, "then");
      case "while":
      case "for":
        return behind(at + 1, "do");
      case "until":
        return behind(at + 1, "end") - 1;
      case "declare":
        return declaration(at);
      case "set":
        return assignment(at);
      case "call":
        return call(at);
      case "select":
      case "with":
      case "values":
      case "table":
      case "return":
      case "do":
        return query(at);
      case "end":
      case "leave":
      case "iterate":
      case "open":
      case "fetch":
      case "close":
      case "signal":
      case "resignal":
      case "get":
        return end(at) + 1;
      default:
        return -1;
    }
  }

  private String word(int i) {
    return t.type(i) == Token.WORD ? t.name(i).toLowerCase(Locale.ROOT) : "";
  }

  private boolean isLabel(int at) {
    return t.isName(at)
        && t.type(at + 1) == Token.OPERATOR
        && t.charAt(t.start(at + 1)) == ':'
        && t.end(at + 1) == t.start(at + 1) + 1;
  }

  private int end(int from) {
    int i = from;
    while (i < t.count() && t.type(i) != Token.SEMICOLON) {
      i++;
    }
    return i;
  }

  /** Past a condition or a list, and the word that ends it; a CASE in it has words of its own. */
  private int behind(int from, String last) {
    int parentheses = 0;
    int cases = 0;
    for (int i = from; i < t.count() && t.type(i) != Token.SEMICOLON; i++) {
      parentheses += t.type(i) == Token.OPEN ? 1 : t.type(i) == Token.CLOSE ? -1 : 0;
      String word = word(i);
      if (parentheses == 0 && cases == 0 && word.equals(last)) {
        return harmless(from, i) ? i + 1 : -1;
      }
      if (word.equals("case")) {
        cases++;
      } else if (word.equals("end") && cases > 0) {
        cases--;
      }
    }
    return -1;
  }

  private int query(int from) {
    int to = end(from);
    return harmless(from, to) ? to + 1 : -1;
  }

  private int declaration(int from) {
    for (int i = from + 1; i < t.count() && t.type(i) != Token.SEMICOLON; i++) {
      if (word(i).equals("handler")) {
        return handler(i + 1);
      }
    }
    return query(from);
  }

  /** {@code FOR SQLSTATE '23000', NOT FOUND, name} and then a statement. */
  private int handler(int from) {
    int i = from;
    do {
      i++;
      if (word(i).equals("sqlstate")) {
        i += word(i + 1).equals("value") ? 2 : 1;
      } else if (word(i).equals("not")) {
        i++;
      }
      i++;
    } while (t.type(i) == Token.COMMA);
    return i < t.count() ? i : -1;
  }

  private int assignment(int from) {
    int to = end(from);
    for (int i = from + 1; i < to; i++) {
      boolean other = t.type(i) == Token.USER_VARIABLE || t.type(i) == Token.SYSTEM_VARIABLE;
      if (other || REFUSED_IN_SET.contains(word(i))) {
        return -1;
      }
    }
    return query(from);
  }

  private int call(int from) {
    int name = from + 1;
    if (!t.isName(name)) {
      return -1;
    }
    for (int i = name, to = end(name); i < to; i++) {
      if (t.type(i) == Token.USER_VARIABLE) {
        return -1; // It may be one that the procedure gives back.
      }
    }
    if (t.type(name + 1) == Token.DOT) {
      procedures.add(t.name(name) + '.' + t.name(name + 2).toLowerCase(Locale.ROOT));
      return query(name + 3);
    }
    procedures.add(t.name(name).toLowerCase(Locale.ROOT));
    return query(name + 1);
  }

  /** Whether nothing of it locks, writes or assigns what others see. Notes tables and functions. */
  private boolean harmless(int from, int to) {
    boolean into = false;
    boolean variable = false;
    for (int i = from; i < to; i++) {
      switch (t.word(i)) {
        case INSERT:
        case REPLACE:
          if (t.type(i + 1) != Token.OPEN) {
            return false;
          }
          break;
        case UPDATE:
        case DELETE:
        case OUTFILE:
        case DUMPFILE:
        case LOCK:
          return false;
        case SHARE:
          if (t.word(i - 1) == Word.FOR) {
            return false;
          }
          break;
        case INTO:
          into = true;
          break;
        default:
          if (t.type(i) == Token.USER_VARIABLE) {
            variable = true;
            if (t.type(i + 1) == Token.ASSIGN) {
              return false;
            }
          }
      }
    }
    walker.queries(t, from, to, tables);
    functions.addAll(FunctionCalls.of(t, from, to));
    return !(into && variable);
  }
}
