package io.querymirror.order;

import io.querymirror.order.Access.Mode;
import java.util.List;

/** A statement of the model: what it does to rows 0 to 7 of tables, eight slots a table. */
final class ModelStatement {
  enum Kind {
    /** v = f(v) by primary key. */
    UPDATE,
    /** v = v + 1 by primary key. */
    ADD,
    /** A row with a primary and, in table 0, a secondary unique key. */
    INSERT,
    DELETE,
    /** Sets the secondary unique key. */
    REKEY,
    /** v = f(v, (SELECT v of another row)). */
    UPDATE_FROM,
    /** v = f(v) wherever v is odd or even. */
    SCAN,
    /** INSERT … SELECT of a whole table's sum. */
    INSERT_SELECT,
    /** A child row, if its parent is there. */
    INSERT_CHILD,
    FOR_UPDATE,
    FOR_SHARE,
    SELECT
  }

  private static final int NO_KEY = -1;

  final int id;
  final Kind kind;
  final int slot;

  /** The other row, for those that read one. */
  final int from;

  /** The value of the secondary unique key, or the remainder a scan looks for. */
  final int unique;

  private ModelStatement(int id, Kind kind, int slot, int from, int unique) {
    this.id = id;
    this.kind = kind;
    this.slot = slot;
    this.from = from;
    this.unique = unique;
  }

  static ModelStatement roll(ModelDice dice, int id, int tables, int keys) {
    int x = dice.roll(100);
    Kind kind =
        x < 16
            ? Kind.UPDATE
            : x < 26
                ? Kind.ADD
                : x < 39
                    ? Kind.INSERT
                    : x < 48
                        ? Kind.DELETE
                        : x < 52
                            ? Kind.REKEY
                            : x < 61
                                ? Kind.UPDATE_FROM
                                : x < 68
                                    ? Kind.SCAN
                                    : x < 73
                                        ? Kind.INSERT_SELECT
                                        : x < 78
                                            ? Kind.INSERT_CHILD
                                            : x < 82
                                                ? Kind.FOR_UPDATE
                                                : x < 85 ? Kind.FOR_SHARE : Kind.SELECT;
    int table = dice.roll(tables);
    int other = dice.roll(tables);
    if (kind == Kind.REKEY) {
      table = 0;
    }
    if (kind == Kind.INSERT_CHILD) {
      table = 1;
      other = 0;
    }
    if (kind == Kind.INSERT_SELECT && other == table) {
      other = (table + 1) % tables;
    }
    int slot = table * 8 + dice.roll(keys);
    int from = other * 8 + dice.roll(keys);
    if (from == slot) {
      from = other * 8 + (from + 1) % keys;
    }
    int unique =
        kind == Kind.SCAN
            ? dice.roll(2)
            : table == 0 && (kind == Kind.INSERT || kind == Kind.REKEY)
                ? dice.roll(keys + 1)
                : NO_KEY;
    return new ModelStatement(id, kind, slot, from, unique);
  }

  int table() {
    return slot >> 3;
  }

  int fromTable() {
    return from >> 3;
  }

  boolean writes() {
    return kind.compareTo(Kind.FOR_UPDATE) < 0;
  }

  boolean reads() {
    return kind == Kind.UPDATE_FROM || kind == Kind.INSERT_SELECT || kind == Kind.INSERT_CHILD;
  }

  boolean locks() {
    return kind != Kind.SELECT;
  }

  /** What its text, its binds and its count tell. */
  List<Access> accesses(boolean byKey, boolean repeatable, boolean metRows) {
    boolean keyed = byKey;
    boolean loose = !repeatable && !metRows;
    switch (kind) {
      case UPDATE:
        return List.of(access(slot, keyed, Mode.WRITE, loose, false));
      case ADD:
        return List.of(access(slot, keyed, Mode.WRITE, loose, keyed && !loose));
      case INSERT:
        return unique < 0 || !keyed
            ? List.of(access(slot, keyed, Mode.WRITE, false, false))
            : List.of(
                access(slot, true, Mode.WRITE, false, false),
                Access.of("t" + table(), "u" + unique, Mode.WRITE));
      case DELETE:
        return List.of(access(slot, keyed && table() != 0, Mode.WRITE, loose, false));
      case REKEY:
        return List.of(access(slot, false, Mode.WRITE, loose, false));
      case UPDATE_FROM:
        return List.of(
            access(slot, keyed, Mode.WRITE, loose, false),
            access(from, keyed, repeatable ? Mode.SHARE : Mode.READ, !repeatable, false));
      case SCAN:
        return List.of(access(slot, false, Mode.WRITE, !repeatable, false));
      case INSERT_SELECT:
        return List.of(
            access(slot, keyed, Mode.WRITE, false, false),
            access(from, false, repeatable ? Mode.SHARE : Mode.READ, !repeatable, false));
      case INSERT_CHILD:
        return List.of(
            access(slot, keyed, Mode.WRITE, false, false),
            access(from, keyed, Mode.SHARE, false, keyed));
      case FOR_UPDATE:
        return List.of(access(slot, keyed, Mode.WRITE, false, false));
      case FOR_SHARE:
        return List.of(access(slot, keyed, Mode.SHARE, false, false));
      default:
        return List.of(access(slot, keyed, Mode.READ, false, false));
    }
  }

  private static Access access(
      int slot, boolean keyed, Mode mode, boolean loose, boolean commuting) {
    Access a = Access.of(NAMES[slot >> 3], keyed ? KEYS[slot & 7] : null, mode);
    if (loose) {
      a = a.unlocked();
    }
    return commuting ? a.commuting() : a;
  }

  static final String[] NAMES = {"t0", "t1", "t2"};
  private static final String[] KEYS = {"0", "1", "2", "3", "4", "5", "6", "7"};

  @Override
  public String toString() {
    return kind
        + " t"
        + table()
        + "["
        + (kind == Kind.SCAN ? "v%2=" + unique : slot & 7)
        + "]"
        + (kind != Kind.SCAN && unique >= 0 ? " u=" + unique : "")
        + (reads() ? " from t" + fromTable() + "[" + (from & 7) + "]" : "");
  }
}
