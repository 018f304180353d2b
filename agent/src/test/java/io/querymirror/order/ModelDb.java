package io.querymirror.order;

import java.util.Arrays;

/**
 * Rows, locks and snapshots as InnoDB has them: record locks shared and exclusive, on the primary
 * key and on a secondary unique one; gap locks against inserts; statements that wait; deadlocks.
 */
abstract class ModelDb {
  enum Result {
    WAITS,
    OK,
    DUPLICATE,
    NO_PARENT,
    DEADLOCK
  }

  private static final int NOBODY = -1;

  final int count;
  private final int slots;
  private final boolean[] repeatable;
  private final ModelDice dice;

  /** What is there now and what is committed: 0 is no row, else {@link #row}. */
  final int[] current;

  private final int[] committed;
  private final int[] exclusive;
  private final int[] shared;
  private final int[] uniqueExclusive;
  private final int[] uniqueShared;

  /** Each gap lock: session, and the slots between which nothing can be inserted. */
  private int[] gaps = new int[48];

  private int gapCount;
  private final Op[] ops;
  private final int[][] snapshots;

  private static final class Op {
    ModelStatement statement;
    boolean waits;
    int blockers;
    int next;
    int read;
    int met;
    int[] undoSlot = new int[8];
    int[] undoRow = new int[8];
    int undo;
    int undoAtStart;
    int savepoint = -1;
  }

  ModelDb(ModelDice dice, boolean[] repeatable, int tables, int[] rows) {
    this.dice = dice;
    this.repeatable = repeatable;
    count = repeatable.length;
    slots = tables * 8;
    current = Arrays.copyOf(rows, slots);
    committed = Arrays.copyOf(rows, slots);
    exclusive = new int[slots];
    shared = new int[slots];
    uniqueExclusive = new int[8];
    uniqueShared = new int[8];
    Arrays.fill(exclusive, NOBODY);
    Arrays.fill(uniqueExclusive, NOBODY);
    ops = new Op[count];
    for (int i = 0; i < count; i++) {
      ops[i] = new Op();
    }
    snapshots = new int[count][];
  }

  static int row(int value, int unique) {
    return 1 | (value & 0xffff) << 1 | (unique + 1) << 17;
  }

  private static int value(int row) {
    return row >>> 1 & 0xffff;
  }

  private static int unique(int row) {
    return (row >>> 17) - 1;
  }

  private static int mix(int a, int b) {
    int z = (a * 31 + b * 1009 + 7) * 0x9E3779B1;
    return z >>> 9 & 0xffff;
  }

  /** A statement that waited, or was the victim of a deadlock; then it is already rolled back. */
  abstract void finished(int session, Result r);

  boolean waits(int s) {
    return ops[s].waits;
  }

  /** Those whose locks it waits for, a bit each. */
  int blockers(int s) {
    return ops[s].blockers;
  }

  /** How many rows the last statement met. */
  int met(int s) {
    return ops[s].met;
  }

  int read(int s) {
    return ops[s].read;
  }

  /** Runs a statement; if it waits, {@link #finished} tells its end. */
  Result execute(int s, ModelStatement q) {
    Op o = ops[s];
    o.statement = q;
    o.next = 0;
    o.met = 0;
    o.read = 0;
    o.undoAtStart = o.undo;
    Result r = step(s, o);
    o.waits = r == Result.WAITS;
    if (o.waits) {
      settle();
      return Result.WAITS;
    }
    return r;
  }

  void savepoint(int s) {
    ops[s].savepoint = ops[s].undo;
  }

  void rollbackTo(int s) {
    Op o = ops[s];
    if (o.savepoint >= 0) {
      undo(s, o, o.savepoint, true);
      settle();
    }
  }

  /** Gives a waiting statement up: it alone is undone, its locks stay. */
  void timeOut(int s) {
    Op o = ops[s];
    o.waits = false;
    o.blockers = 0;
    undo(s, o, o.undoAtStart, false);
  }

  void end(int s, boolean commit) {
    release(s, commit);
    settle();
  }

  private void release(int s, boolean commit) {
    Op o = ops[s];
    if (!commit) {
      undo(s, o, 0, false);
    }
    for (int i = 0; i < o.undo; i++) {
      committed[o.undoSlot[i]] = current[o.undoSlot[i]];
    }
    o.undo = 0;
    o.savepoint = -1;
    o.waits = false;
    o.blockers = 0;
    snapshots[s] = null;
    for (int k = 0; k < slots; k++) {
      shared[k] &= ~(1 << s);
      if (exclusive[k] == s) {
        exclusive[k] = NOBODY;
      }
    }
    for (int u = 0; u < 8; u++) {
      uniqueShared[u] &= ~(1 << s);
      if (uniqueExclusive[u] == s) {
        uniqueExclusive[u] = NOBODY;
      }
    }
    int kept = 0;
    for (int i = 0; i < gapCount; i++) {
      if (gaps[i * 3] != s) {
        System.arraycopy(gaps, i * 3, gaps, kept++ * 3, 3);
      }
    }
    gapCount = kept;
  }

  private void undo(int s, Op o, int to, boolean unlock) {
    while (o.undo > to) {
      int k = o.undoSlot[--o.undo];
      int was = current[k];
      current[k] = o.undoRow[o.undo];
      if (unlock && current[k] == 0 && committed[k] == 0) {
        exclusive[k] = NOBODY; // the row is gone, and its lock with it
        if (unique(was) >= 0) {
          uniqueExclusive[unique(was)] = NOBODY;
        }
      }
    }
  }

  private void write(int s, Op o, int k, int row) {
    if (o.undo == o.undoSlot.length) {
      o.undoSlot = Arrays.copyOf(o.undoSlot, o.undo * 2);
      o.undoRow = Arrays.copyOf(o.undoRow, o.undo * 2);
    }
    o.undoSlot[o.undo] = k;
    o.undoRow[o.undo++] = current[k];
    exclusive[k] = s;
    current[k] = row;
  }

  private boolean wrote(Op o, int k) {
    for (int i = 0; i < o.undo; i++) {
      if (o.undoSlot[i] == k) {
        return true;
      }
    }
    return false;
  }

  private boolean exists(int k) {
    return current[k] != 0 || committed[k] != 0;
  }

  private int others(int s, int k) {
    int mask = shared[k] & ~(1 << s);
    return exclusive[k] == NOBODY || exclusive[k] == s ? mask : mask | 1 << exclusive[k];
  }

  private static int other(int s, int owner) {
    return owner == NOBODY || owner == s ? 0 : 1 << owner;
  }

  private void lockGap(int s, int from, int to) {
    if (gapCount * 3 == gaps.length) {
      gaps = Arrays.copyOf(gaps, gaps.length * 2);
    }
    gaps[gapCount * 3] = s;
    gaps[gapCount * 3 + 1] = from;
    gaps[gapCount++ * 3 + 2] = to;
  }

  private void lockGapAt(int s, int k) {
    if (repeatable[s]) {
      lockGapAround(s, k);
    }
  }

  private void lockGapAround(int s, int k) {
    int from = k - 1;
    int to = k + 1;
    while (from >= (k & ~7) && !exists(from)) {
      from--;
    }
    while (to < (k & ~7) + 8 && !exists(to)) {
      to++;
    }
    lockGap(s, from, to);
  }

  private void lockGaps(int s, int table) {
    if (repeatable[s]) {
      lockGap(s, table * 8 - 1, table * 8 + 8);
    }
  }

  private Result waits(Op o, int blockers) {
    o.blockers = blockers;
    return Result.WAITS;
  }

  private int readCommitted(int s, Op o, int k) {
    return wrote(o, k) ? current[k] : committed[k];
  }

  private Result step(int s, Op o) {
    ModelStatement q = o.statement;
    o.blockers = 0;
    switch (q.kind) {
      case SELECT:
        if (repeatable[s] && snapshots[s] == null) {
          snapshots[s] = committed.clone();
        }
        o.read =
            repeatable[s] && !wrote(o, q.slot) ? snapshots[s][q.slot] : readCommitted(s, o, q.slot);
        return Result.OK;
      case SCAN:
        return scan(s, o, q);
      case INSERT:
        return insert(s, o, q, mix(q.id, 3));
      case INSERT_CHILD:
        if (other(s, exclusive[q.from]) != 0) {
          return waits(o, other(s, exclusive[q.from]));
        }
        if (current[q.from] == 0) {
          lockGapAround(s, q.from); // at READ COMMITTED too
          return Result.NO_PARENT;
        }
        shared[q.from] |= 1 << s;
        return insert(s, o, q, mix(q.id, 5));
      case INSERT_SELECT:
        return insertSelect(s, o, q);
      case FOR_SHARE:
        if (other(s, exclusive[q.slot]) != 0) {
          return waits(o, other(s, exclusive[q.slot]));
        }
        if (current[q.slot] == 0) {
          lockGapAt(s, q.slot);
        } else {
          shared[q.slot] |= 1 << s;
        }
        o.read = current[q.slot];
        return Result.OK;
      case UPDATE_FROM:
        if (o.next == 0) {
          if (repeatable[s]) {
            if (other(s, exclusive[q.from]) != 0) {
              return waits(o, other(s, exclusive[q.from]));
            }
            if (current[q.from] == 0) {
              lockGapAt(s, q.from);
            } else {
              shared[q.from] |= 1 << s;
            }
            o.read = current[q.from];
          } else {
            o.read = readCommitted(s, o, q.from);
          }
          o.next = 1;
        }
        return point(s, o, q);
      default:
        return point(s, o, q);
    }
  }

  private Result point(int s, Op o, ModelStatement q) {
    int k = q.slot;
    int blockers = others(s, k);
    if (blockers != 0) {
      return waits(o, blockers);
    }
    int row = current[k];
    if (row == 0) {
      lockGapAt(s, k);
      return Result.OK;
    }
    exclusive[k] = s;
    int u = unique(row);
    switch (q.kind) {
      case UPDATE:
        write(s, o, k, row(mix(value(row), q.id), u));
        break;
      case ADD:
        write(s, o, k, row(value(row) + 1, u));
        break;
      case UPDATE_FROM:
        write(s, o, k, row(mix(mix(value(row), q.id), o.read), u));
        break;
      case DELETE:
        if (u >= 0) {
          blockers = uniqueOthers(s, u);
          if (blockers != 0) {
            return waits(o, blockers);
          }
          uniqueExclusive[u] = s;
        }
        write(s, o, k, 0);
        break;
      case REKEY:
        if (u != q.unique) {
          blockers = other(s, uniqueExclusive[q.unique]) | (u < 0 ? 0 : uniqueOthers(s, u));
          if (blockers != 0) {
            return waits(o, blockers);
          }
          if (taken(q.unique)) {
            uniqueShared[q.unique] |= 1 << s;
            return Result.DUPLICATE;
          }
          if (uniqueOthers(s, q.unique) != 0) {
            return waits(o, uniqueOthers(s, q.unique));
          }
          if (u >= 0) {
            uniqueExclusive[u] = s;
          }
          uniqueExclusive[q.unique] = s;
          write(s, o, k, row(value(row), q.unique));
        }
        break;
      default:
        o.read = row; // FOR UPDATE
    }
    o.met = 1;
    return Result.OK;
  }

  private int uniqueOthers(int s, int u) {
    return uniqueShared[u] & ~(1 << s) | other(s, uniqueExclusive[u]);
  }

  private boolean taken(int unique) {
    for (int k = 0; k < 8; k++) {
      if (current[k] != 0 && unique(current[k]) == unique) {
        return true;
      }
    }
    return false;
  }

  private Result insert(int s, Op o, ModelStatement q, int value) {
    int k = q.slot;
    if (other(s, exclusive[k]) != 0) {
      return waits(o, other(s, exclusive[k]));
    }
    if (current[k] != 0) {
      shared[k] |= 1 << s;
      return Result.DUPLICATE;
    }
    int blockers = others(s, k);
    for (int i = 0; i < gapCount; i++) {
      if (gaps[i * 3] != s && gaps[i * 3 + 1] < k && k < gaps[i * 3 + 2]) {
        blockers |= 1 << gaps[i * 3];
      }
    }
    if (blockers != 0) {
      return waits(o, blockers);
    }
    int u = q.kind == ModelStatement.Kind.INSERT ? q.unique : -1;
    if (u >= 0) {
      if (other(s, uniqueExclusive[u]) != 0) {
        return waits(o, other(s, uniqueExclusive[u]));
      }
      if (taken(u)) {
        uniqueShared[u] |= 1 << s;
        return Result.DUPLICATE;
      }
      if (uniqueOthers(s, u) != 0) {
        return waits(o, uniqueOthers(s, u));
      }
      uniqueExclusive[u] = s;
    }
    write(s, o, k, row(value, u));
    o.met = 1;
    return Result.OK;
  }

  private Result insertSelect(int s, Op o, ModelStatement q) {
    int first = q.fromTable() * 8;
    if (o.next == 0 && repeatable[s]) {
      lockGaps(s, q.fromTable());
    }
    for (; o.next < 8; o.next++) {
      int k = first + o.next;
      if (!repeatable[s]) {
        o.read = mix(o.read, readCommitted(s, o, k));
      } else if (exists(k)) {
        if (other(s, exclusive[k]) != 0) {
          return waits(o, other(s, exclusive[k]));
        }
        shared[k] |= 1 << s;
      }
    }
    if (o.next == 8 && repeatable[s]) {
      for (int k = first; k < first + 8; k++) {
        o.read = mix(o.read, current[k]);
      }
    }
    o.next = 9;
    return insert(s, o, q, o.read);
  }

  private Result scan(int s, Op o, ModelStatement q) {
    int first = q.table() * 8;
    if (o.next == 0) {
      lockGaps(s, q.table());
    }
    for (; o.next < 8; o.next++) {
      int k = first + o.next;
      if (!exists(k)) {
        continue;
      }
      int blockers = others(s, k);
      if (blockers != 0) {
        // READ COMMITTED looks at what is committed, and waits only if that matches
        if (!repeatable[s] && (committed[k] == 0 || value(committed[k]) % 2 != q.unique)) {
          continue;
        }
        return waits(o, blockers);
      }
      boolean hit = current[k] != 0 && value(current[k]) % 2 == q.unique;
      if (repeatable[s] || hit) {
        exclusive[k] = s;
      }
      if (hit) {
        write(s, o, k, row(mix(value(current[k]), q.id), unique(current[k])));
        o.met++;
      }
    }
    return Result.OK;
  }

  /** Lets those go on that can, and ends deadlocks. */
  private void settle() {
    for (boolean again = true; again; ) {
      again = false;
      int first = dice.roll(count);
      for (int i = 0; i < count; i++) {
        int s = (first + i) % count;
        if (ops[s].waits) {
          Result r = step(s, ops[s]);
          if (r != Result.WAITS) {
            ops[s].waits = false;
            again = true;
            finished(s, r);
          }
        }
      }
      for (int i = 0; i < count && !again; i++) {
        int s = (first + i) % count;
        if (ops[s].waits && reaches(ops[s].blockers, s, 0)) {
          release(s, false);
          finished(s, Result.DEADLOCK);
          again = true;
        }
      }
    }
  }

  private boolean reaches(int mask, int target, int seen) {
    for (int i = 0; i < count; i++) {
      int bit = 1 << i;
      if ((mask & bit) != 0 && (seen & bit) == 0) {
        if (i == target || ops[i].waits && reaches(ops[i].blockers, target, seen | bit)) {
          return true;
        }
      }
    }
    return false;
  }
}
