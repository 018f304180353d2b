package io.querymirror.sql;

import io.querymirror.model.Determinism;
import io.querymirror.model.Determinism.Rows;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.model.Volatile;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Finds what of a statement does not follow from the data alone. From the normalized text, and only
 * when somebody asks: once for all texts of one shape, and never on the way of a digest. Where it
 * errs, it errs towards saying that there is something.
 */
public final class DeterminismReader {
  private static final ThreadLocal<DeterminismReader> LOCAL =
      ThreadLocal.withInitial(DeterminismReader::new);

  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  /** System variables that follow from what a session was told. */
  private static final Set<String> OF_SESSION =
      Set.of(
          "identity",
          "last_insert_id",
          "insert_id",
          "autocommit",
          "sql_mode",
          "time_zone",
          "transaction_isolation",
          "tx_isolation",
          "transaction_read_only",
          "tx_read_only",
          "foreign_key_checks",
          "unique_checks",
          "warning_count",
          "error_count",
          "sql_safe_updates",
          "sql_select_limit",
          "character_set_client",
          "character_set_connection",
          "character_set_results",
          "collation_connection");

  private final Tokens t = new Tokens();
  private final InsertReader insert = new InsertReader();

  /** Levels of parentheses where an ORDER BY stands for the query of that level. */
  private boolean[] ordered = new boolean[16];

  private int depth;

  /** Level of the condition that the walk is in; -1 outside of any. */
  private int condition;

  private int bits;

  private DeterminismReader() {}

  /** Whether an INSERT leaves no row out and changes none in its place: it adds all, or fails. */
  public static boolean isPlainInsert(SqlShape shape) {
    String words = shape.digestText().toLowerCase(Locale.ROOT);
    return shape.kind() == Kind.INSERT
        && !words.contains(" ignore ")
        && !words.contains(" on duplicate ");
  }

  /** Never throws, and always the same answer for a shape. */
  public static Determinism of(SqlShape shape) {
    Determinism known = shape.determinism();
    if (known == null) {
      known = LOCAL.get().read(shape);
      shape.determinism(known);
    }
    return known;
  }

  private Determinism read(SqlShape shape) {
    t.start(shape.digestText());
    Tokenizer.read(t, false, false);
    Kind kind = shape.kind();
    insert.rows = Rows.NONE;
    insert.columns = null;
    insert.table = -1;
    insert.afterTable = -1;
    if ((kind == Kind.INSERT || kind == Kind.REPLACE) && !shape.several()) {
      insert.read(t);
    }
    walk(kind == Kind.DDL);
    boolean execute = kind == Kind.OTHER && t.word(0) == Word.EXECUTE;
    bits |= kind == Kind.CALL || execute ? Volatile.ROUTINE.bit() : 0;
    bits |= kind == Kind.LOAD ? Volatile.FILE.bit() : 0;
    bits |= kind == Kind.SHOW ? Volatile.SERVER.bit() : 0;
    for (TableRef table : shape.tables()) {
      String schema = table.schema();
      if (schema != null && SYSTEM_SCHEMAS.contains(schema.toLowerCase(Locale.ROOT))) {
        bits |= Volatile.SERVER.bit();
      }
    }
    t.release();
    return new Determinism(bits, insert.rows, insert.columns);
  }

  private void walk(boolean definition) {
    bits = 0;
    depth = 0;
    condition = -1;
    Arrays.fill(ordered, false);
    boolean assigns = false;
    for (int i = 0; i < t.count(); i++) {
      switch (t.type(i)) {
        case Token.OPEN:
          depth++;
          if (depth == ordered.length) {
            ordered = Arrays.copyOf(ordered, depth * 2);
          }
          ordered[depth] = false;
          break;
        case Token.CLOSE:
          depth = Math.max(0, depth - 1);
          condition = depth < condition ? -1 : condition;
          break;
        case Token.SEMICOLON:
          ordered[0] = false;
          condition = -1;
          break;
        case Token.SYSTEM_VARIABLE:
          bits |= systemVariable(i);
          break;
        case Token.USER_VARIABLE:
          assigns |= t.type(i + 1) == Token.ASSIGN;
          break;
        case Token.WORD:
          word(i, definition);
          break;
        case Token.QUOTED:
          call(i, definition);
          break;
        default:
      }
    }
    if (assigns && t.has(Word.FROM) && !t.has(Word.ORDER)) {
      bits |= Volatile.VARIABLE.bit();
    }
  }

  private void word(int i, boolean definition) {
    switch (t.word(i)) {
      case WHERE:
      case HAVING:
        condition = condition < 0 ? depth : condition;
        return;
      case ON:
        // ON DUPLICATE KEY UPDATE is none.
        if (condition < 0 && t.word(i + 2) != Word.KEY) {
          condition = depth;
        } else if (t.word(i + 2) == Word.KEY) {
          leave();
        }
        return;
      case SELECT:
        ordered[depth] = false;
        leave();
        return;
      case ORDER:
        ordered[depth] = true;
        leave();
        return;
      case SET:
      case GROUP:
      case UNION:
      case VALUES:
        leave();
        return;
      case LIMIT:
        leave();
        bits |= ordered[depth] ? 0 : Volatile.LIMIT.bit();
        return;
      default:
        call(i, definition);
    }
    if (t.word(i + 1) == Word.VALUE
        && t.word(i + 2) == Word.FOR
        && t.name(i).equalsIgnoreCase("next")) {
      bits |= Volatile.SEQUENCE.bit();
    }
  }

  private void leave() {
    condition = depth == condition ? -1 : condition;
  }

  private void call(int i, boolean definition) {
    boolean called = t.type(i + 1) == Token.OPEN;
    if (!called && !t.word(i).isCallable()) {
      return;
    }
    boolean qualified = t.type(i - 1) == Token.DOT;
    if (i >= insert.table && i < insert.afterTable || qualified && !called) {
      return;
    }
    if (!qualified && t.type(i) == Token.WORD) {
      String name = t.name(i).toLowerCase(Locale.ROOT);
      Integer known = BuiltInFunctions.bits(name);
      if (known != null) {
        bits |= called || isBare(name) ? builtIn(name, known, i) : 0;
        return;
      }
    }
    // What stands in the grammar, and not a function's place.
    if (called && !definition && (qualified || !t.word(i).isReserved()) && !isNamed(i)) {
      bits |= t.word(i) == Word.NONE ? Volatile.ROUTINE.bit() : 0;
    }
  }

  /** Allowed without parentheses. */
  private static boolean isBare(String name) {
    return name.startsWith("current_") || name.startsWith("local") || name.startsWith("utc_");
  }

  private int builtIn(String name, int known, int i) {
    boolean arguments = t.type(i + 1) == Token.OPEN && t.type(i + 2) != Token.CLOSE;
    if (arguments && (name.equals("rand") || name.equals("unix_timestamp"))) {
      return 0;
    }
    return known == Volatile.CLOCK.bit() && decides(i)
        ? known | Volatile.CLOCK_DECIDES.bit()
        : known;
  }

  private boolean decides(int i) {
    int behind = t.type(i + 1) == Token.OPEN ? InsertReader.after(t, i + 1) : i + 1;
    return condition >= 0 || t.type(i - 1) == Token.OPERATOR || t.type(behind) == Token.OPERATOR;
  }

  /** A name with a list of columns behind it: of a WITH, an alias, a window, a table. */
  private boolean isNamed(int i) {
    int first = t.type(i - 1) == Token.DOT ? i - 2 : i;
    switch (t.word(first - 1)) {
      case AS:
      case WITH:
      case RECURSIVE:
      case INTO:
      case INDEX:
      case KEY:
      case REFERENCES:
      case TABLE:
      case CALL:
        return true;
      default:
        // The second name of a WITH, and an alias behind a derived table.
        return t.type(first - 1) == Token.CLOSE
            || t.has(Word.WITH)
                && t.type(first - 1) == Token.COMMA
                && t.word(InsertReader.after(t, i + 1)) == Word.AS;
    }
  }

  private int systemVariable(int i) {
    String name = t.name(i).substring(2).replace("`", "").toLowerCase(Locale.ROOT);
    name = name.substring(name.lastIndexOf('.') + 1);
    if (name.equals("timestamp")) {
      return Volatile.CLOCK.bit();
    }
    return OF_SESSION.contains(name) ? Volatile.SESSION.bit() : Volatile.SERVER.bit();
  }
}
