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
 *       write.finish}.
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
      boolean share = a.mode() == Access.Mode.SHARE;
      Rows met;
      for (int k = 0; (met = rows.get(i).met(k)) != null; k++) {
        if ((write || share)
            && (met.written > start || (!a.isCommuting() && met.commuted > start))) {
          tables.addAll(into);
          tables.add(a.table());
        }
        if (write && (met.shared > start || (!a.isCommuting() && met.commutingShared > start))) {
          tables.addAll(into);
          tables.addAll(met.dependents());
        }
        if (write && met.loose > start) {
          tables.addAll(met.dependents());
        }
        if (a.isUnlocked() && met.ended > start) {
          tables.addAll(into);
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
          if (met.ended > e.start()) {
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
        if (touch.wrote() && met.loose > start) {
          tables.addAll(met.dependents());
        }
        if (touch.locked() && met.pulled > start || touch.strict() && met.commutingPulled > start) {
          tables.addAll(t.tables);
          tables.add(touch.rows.level.name);
        }
      }
    }
  }

  /** The tables that come out otherwise if the transaction runs as late as its end. */
  static Collection<String> unrepeatable(Transaction t) {
    Set<String> tables = Set.of();
    for (Touch touch : t.touches()) {
      Rows met;
      for (int k = 0; (met = touch.rows.met(k)) != null; k++) {
        if (met.endPlace > touch.loosePlace) {
          tables = tables.isEmpty() ? new LinkedHashSet<>() : tables;
          tables.addAll(touch.looseInto.isEmpty() ? t.tables : touch.looseInto);
        }
      }
    }
    return tables;
  }

  /** Leaves what later ones need to see a statement. */
  static void leave(Ordered e, Access a, Rows r, Set<String> into) {
    if (a.mode() != Access.Mode.SHARE && !a.isUnlocked()) {
      return;
    }
    Rows left;
    for (int k = 0; (left = r.left(k)) != null; k++) {
      left.depend(into.isEmpty() && a.isUnlocked() ? Set.of(a.table()) : into);
      if (a.isUnlocked()) {
        left.loose = Math.max(left.loose, e.finish());
      }
    }
  }

  /** Leaves what later ones need to see a commit. */
  static void leave(Ordered end, Touch touch) {
    Rows left;
    for (int k = 0; (left = touch.rows.left(k)) != null; k++) {
      touch.publish(left, end);
    }
  }

  /** And an autocommit write, of which this was one access. */
  static void leave(Ordered e, Access a, Rows r, boolean pulled) {
    Touch touch = new Touch(r);
    touch.add(a, e, Set.of());
    leave(e, touch);
    Rows left;
    for (int k = 0; pulled && touch.wrote() && (left = r.left(k)) != null; k++) {
      if (a.isCommuting()) {
        left.commutingPulled = Math.max(left.commutingPulled, e.finish());
      } else {
        left.pulled = Math.max(left.pulled, e.finish());
      }
    }
  }
}
