package io.querymirror.order;

import io.querymirror.order.Rows.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who was where: tables, their keys, and what concerns all of them. */
final class Footprints {
  /** What a text may touch that tells nothing. */
  private static final Access ANY =
      Access.of(CommitOrder.ANY_TABLE, null, Access.Mode.WRITE).unlocked();

  /** What a snapshot fixes. */
  private static final Access ALL = Access.of(CommitOrder.ANY_TABLE, null, Access.Mode.READ);

  private final Level root = new Level(CommitOrder.ANY_TABLE, null);
  private final Map<String, Level> tables = new HashMap<>();

  /** What a statement touches, as far as it matters to its order. */
  static List<Access> accesses(Ordered e) {
    if (e.everything()) {
      return List.of(ANY);
    }
    if (e.snapshot() == Ordered.Snapshot.NONE) {
      return e.accesses();
    }
    List<Access> list = new ArrayList<>();
    if (e.snapshot() == Ordered.Snapshot.FIRST) {
      list.add(ALL);
    }
    for (Access a : e.accesses()) {
      if (a.mode() != Access.Mode.READ || a.isUnlocked()) {
        list.add(a);
      }
    }
    return list;
  }

  Rows rows(Access a) {
    if (a == ANY || a == ALL) {
      return root.whole;
    }
    Level t = tables.get(a.table());
    if (t == null) {
      t = new Level(a.table(), root);
      tables.put(a.table(), t);
    }
    return t.rows(a.key());
  }

  /** The tables that these write; any, if they may be any. */
  static Set<String> written(List<Access> accesses) {
    Set<String> names = Set.of();
    for (Access a : accesses) {
      if (a.mode() == Access.Mode.WRITE && !names.contains(a.table())) {
        if (names.isEmpty()) {
          names = Set.of(a.table());
        } else {
          names = new LinkedHashSet<>(names);
          names.add(a.table());
        }
      }
    }
    return names;
  }

  /** First pass over an event's rows: whom it waits for. */
  static void holdUp(Rows r, Node n, Part part, long stamp) {
    Rows met;
    for (int i = 0; (met = r.met(i)) != null; i++) {
      met.holdUp(n, part, stamp);
    }
  }

  /** Second pass, or an event with a key and its whole table would wait for itself. */
  static void enter(Rows r, Node n, Part part) {
    r.clear(part);
    if (!r.single) {
      r.level.below.clear(part);
    }
    Rows left;
    for (int i = 0; (left = r.left(i)) != null; i++) {
      left.enter(n, part);
    }
  }

  /** Notes what an open transaction has locked so far. */
  static void hold(Touch t) {
    if (t.times.locked() && (!t.held || t.heldExclusively != t.times.wrote())) {
      letGo(t);
      t.held = true;
      t.heldExclusively = t.times.wrote();
      count(t, 1);
    }
  }

  static void letGo(Touch t) {
    if (t.held) {
      count(t, -1);
      t.held = false;
    }
  }

  private static void count(Touch t, int by) {
    Rows left;
    for (int i = 0; (left = t.rows.left(i)) != null; i++) {
      left.hold(by, t.heldExclusively);
    }
  }

  static boolean isHeldAgainst(Rows r, Access a) {
    Rows met;
    for (int i = 0; (met = r.met(i)) != null; i++) {
      if (met.isHeldAgainst(a)) {
        return true;
      }
    }
    return false;
  }

  int keys() {
    int n = 0;
    for (Level t : tables.values()) {
      n += t.size();
    }
    return n;
  }

  boolean isFull() {
    for (Level t : tables.values()) {
      if (t.isFull()) {
        return true;
      }
    }
    return false;
  }

  void sweep(long horizon) {
    for (Level t : tables.values()) {
      if (t.isFull()) {
        t.sweep(horizon);
      }
    }
  }
}
