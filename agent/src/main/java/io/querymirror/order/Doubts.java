package io.querymirror.order;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the clock can't tell which of two came first. An interval is from the request's sending to
 * the reply's coming; what is strictly apart is told apart.
 *
 * <ul>
 *   <li>An autocommit write holds its locks at some moment of its interval; a statement that met it
 *       does so from some moment before its finish until some moment after its commit's start. Both
 *       orders are possible if {@code write.start < statement.finish} and {@code commit.start <
 *       write.finish}. If only the first holds, the write came first; one that could not be put
 *       before the statement is counted all the same, as at READ COMMITTED the statement may miss
 *       its row on the target, and would hold nothing that shows the mistake.
 *   <li>What read without a lock read at some moment of its interval, and another's end showed its
 *       rows at some moment of its own: both orders are possible if these overlap.
 * </ul>
 *
 * Of each pair the later in the order notices: it finds up to when the earlier ones lasted.
 */
final class Doubts {
  private Doubts() {}

  /** Notes in {@code tables} what may differ as of this autocommit write. */
  static void autocommit(
      Ordered e, List<Access> accesses, List<Rows> rows, Set<String> into, Set<String> tables) {
    long start = e.start();
    for (int i = 0; i < accesses.size(); i++) {
      Access a = accesses.get(i);
      boolean write = a.mode() == Access.Mode.WRITE;
      Rows met;
      for (int k = 0; (met = rows.get(i).met(k)) != null; k++) {
        boolean meets = met.concerns(a, start);
        if (meets || a.isUnlocked() && met.endedAfter(start)) {
          tables.addAll(into);
        }
        if (meets) {
          tables.add(a.table());
        }
        if (write && (meets || met.readLooselyAfter(start))) {
          tables.addAll(met.dependents());
        }
      }
    }
  }

  /** True if another's end may have shown its rows before or after this statement read them. */
  static boolean statement(Ordered e, List<Access> accesses, List<Rows> rows) {
    for (int i = 0; i < accesses.size(); i++) {
      if (accesses.get(i).isUnlocked()) {
        Rows met;
        for (int k = 0; (met = rows.get(i).met(k)) != null; k++) {
          if (met.endedAfter(e.start())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Notes in {@code tables} what may differ as of this commit. */
  static void commit(Ordered e, Transaction t, Set<String> tables) {
    long start = e.start();
    for (Touch touch : t.touches()) {
      Rows met;
      for (int k = 0; (met = touch.rows.met(k)) != null; k++) {
        boolean pulled = met.pulledConcerns(touch.times, start);
        if (pulled) {
          tables.addAll(t.tables);
          tables.add(touch.rows.level.name);
        }
        if (pulled || touch.times.wrote() && met.readLooselyAfter(start)) {
          tables.addAll(met.dependents());
        }
      }
    }
  }

  /** The tables that come out otherwise if the transaction runs as late as its end. */
  static Collection<String> unrepeatable(Transaction t) {
    Set<String> tables = Set.of();
    for (Touch touch : t.touches()) {
      Rows met;
      for (int k = 0; touch.isLoose() && (met = touch.rows.met(k)) != null; k++) {
        if (met.endPlacedAfter(touch.loosePlace())) {
          tables = tables.isEmpty() ? new LinkedHashSet<>() : tables;
          tables.addAll(touch.looseInto().isEmpty() ? t.tables : touch.looseInto());
        }
      }
    }
    return tables;
  }

  /** Leaves what later ones need to see a statement of a transaction, or an autocommit write. */
  static void leave(Ordered e, Access a, Rows r, Set<String> into) {
    boolean reads = a.mode() == Access.Mode.SHARE || a.isUnlocked();
    Set<String> tables = into.isEmpty() && a.isUnlocked() ? Set.of(a.table()) : into;
    Rows left;
    for (int k = 0; (left = r.left(k)) != null; k++) {
      left.locked(a, e);
      if (reads) {
        left.depend(tables);
      }
      if (a.isUnlocked()) {
        left.readLoosely(e);
      }
    }
  }

  /** Leaves what later ones need to see that rows changed. */
  static void ended(Ordered end, Rows r) {
    Rows left;
    for (int k = 0; (left = r.left(k)) != null; k++) {
      left.ended(end);
    }
  }

  /** And that an autocommit write stands before its finish. */
  static void pulled(Ordered e, Access a, Rows r) {
    Rows left;
    for (int k = 0; (left = r.left(k)) != null; k++) {
      left.pulled(a, e);
    }
  }
}
