package io.querymirror.order;

import io.querymirror.order.Rows.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into one linear order and releases them, each with what it waits for.
 *
 * <p>InnoDB holds a write's locks from the statement that takes them until its transaction's end.
 * So where a statement waited for another's commit, its reply came after that commit was sent.
 * Hence the place of a statement is its finish, that of a COMMIT, ROLLBACK, ROLLBACK TO and of a
 * statement that got 1213 its start, and that of an autocommit write its finish; what read without
 * a lock to write what it read (INSERT … SELECT at READ COMMITTED) stands where it started. In that
 * order a read waits for the ends before it; a locking one for writes too, a write for all but
 * plain reads, and an end or an autocommit write for all; a rollback only for the end it would
 * hide.
 *
 * <p>Of these, the waits among statements of open transactions are soft: had they met on a row, an
 * end would stand between them. Keeping to their order spares retries, and can be given up.
 *
 * <p>An autocommit write that a statement of another's transaction found itself behind is put
 * before that statement, as the lock it lets go at once is told of only at its finish: see {@link
 * #pull}.
 *
 * <p>One thread calls it, but {@link #waiting} and {@link #forceLowest}, which are open to all.
 */
public final class CommitOrder {
  /** In place of the names of tables that an unknown text may have written. */
  public static final String ANY_TABLE = "*";

  /** Told on the thread that calls {@link CommitOrder#advance}. */
  public interface Listener {
    /** In linear order; it may run once it is free. */
    void released(Ordered e);

    /**
     * Its order to another's can't be told, and the tables may differ from here on. Told before the
     * event is released; of a statement in a transaction, before its commit is.
     *
     * @param tables as accesses name them; {@link #ANY_TABLE} among them: whatever there is
     */
    void ambiguous(Ordered e, Collection<String> tables);

    /** It came after events behind its place were released. */
    void late(Ordered e);
  }

  private final Listener listener;
  private final PriorityQueue<Ordered> held = new PriorityQueue<>(CommitOrder::compare);
  private final Map<Object, Line> lines = new IdentityHashMap<>();
  private final Footprints footprints = new Footprints();

  /** In linear order, as far as they are not complete; open to all under its own lock. */
  private final Deque<Node> released = new ArrayDeque<>();

  private final List<Rows> rows = new ArrayList<>();

  /** Of entries of a batch, until the last of it: they have one time, and one order. */
  private final List<Trace> kept = new ArrayList<>();

  private long arrivals;
  private long stamps;
  private long lastPlace = Long.MIN_VALUE;
  private long watermark = Long.MIN_VALUE;
  private int sweepLinesAt = 256;
  private int sweepReleasedAt = 1024;

  public CommitOrder(Listener listener) {
    this.listener = listener;
  }

  /** A session's events come in its order. */
  public void add(Ordered e) {
    Line line = lines.get(e.session());
    if (line == null) {
      line = new Line();
      sweepLines();
      lines.put(e.session(), line);
    }
    boolean byStart = byStart(e.kind());
    boolean readsFirst = e.placedByStart() && e.kind() == Ordered.Kind.STATEMENT;
    e.place = byStart || readsFirst ? e.start() : e.finish();
    e.rank = byStart ? 0 : 1;
    if (e.place <= line.place) {
      e.rank = e.place < line.place ? line.rank : Math.max(e.rank, line.rank);
      e.place = line.place;
    }
    e.key = e.place;
    line.place = e.place;
    line.rank = e.rank;
    e.line(line);
    e.index = line.added++;
    e.arrival = arrivals++;
    if (e.place < lastPlace && e.kind() != Ordered.Kind.DEADLOCK && e.kind() != Ordered.Kind.NONE) {
      listener.late(e);
    }
    held.add(e);
    if (e.kind() == Ordered.Kind.AUTOCOMMIT_WRITE) {
      announce(e, true);
    }
  }

  /** Releases all whose place is not above the mark; Long.MAX_VALUE: all. */
  public void advance(long mark) {
    watermark = Math.max(watermark, mark);
    for (Ordered e = held.peek(); e != null && e.place <= mark; e = held.peek()) {
      held.poll();
      if (!e.isReleased()) {
        if (e.kind() == Ordered.Kind.STATEMENT && e.transaction() != 0) {
          pull(e);
        }
        release(e, false);
      }
    }
    leaveKept();
  }

  /**
   * Frees the lowest that waits: for when nothing runs, can run or will come.
   *
   * @return null: there is none
   */
  public @Nullable Ordered forceLowest() {
    synchronized (released) {
      for (Node n : released) {
        Ordered e = n.held();
        if (e != null) {
          n.force();
          return e;
        }
      }
    }
    return null;
  }

  /** What is released and waits, in linear order. */
  public List<Ordered> waiting() {
    List<Ordered> list = new ArrayList<>();
    synchronized (released) {
      for (Node n : released) {
        Ordered e = n.held();
        if (e != null) {
          list.add(e);
        }
      }
    }
    return list;
  }

  /** How many keys it knows of. */
  int keys() {
    return footprints.keys();
  }

  /** Takes out what a session has here that is not released, in its order. */
  public List<Ordered> remove(Object session) {
    List<Ordered> out = new ArrayList<>();
    for (Iterator<Ordered> i = held.iterator(); i.hasNext(); ) {
      Ordered e = i.next();
      if (e.session() == session) {
        i.remove();
        if (!e.isReleased()) {
          out.add(e);
        }
      }
    }
    out.sort((a, b) -> Long.compare(a.index, b.index));
    for (Ordered e : out) {
      e.line().released++;
      if (e.kind() == Ordered.Kind.AUTOCOMMIT_WRITE) {
        announce(e, false);
      }
    }
    return out;
  }

  /**
   * An autocommit write lets its lock go before its reply comes. A statement that got the lock next
   * may have its own reply earlier: it would run first, hold the lock until its commit, and that
   * commit stands behind the write. So the write goes before it, provided it began before the
   * statement's finish, and no open transaction holds what it needs: else it came after that one.
   */
  private void pull(Ordered statement) {
    List<Access> accesses = Footprints.accesses(statement);
    for (int i = 0; i < accesses.size(); i++) {
      if (accesses.get(i).mode() == Access.Mode.READ) {
        continue;
      }
      Rows met;
      for (int k = 0; (met = footprints.rows(accesses.get(i)).met(k)) != null; k++) {
        List<Ordered> pending = met.pending();
        for (int j = 0; j < pending.size(); j++) {
          Ordered w = pending.get(j);
          if (w.start() < statement.place && w.line() != statement.line() && canRun(w)) {
            w.place = statement.place;
            release(w, true);
            j--;
          }
        }
      }
    }
  }

  /** Its session is so far, and no open transaction holds what it locks. */
  private boolean canRun(Ordered w) {
    if (w.index != w.line().released) {
      return false;
    }
    for (Access a : Footprints.accesses(w)) {
      if (a.mode() != Access.Mode.READ && Footprints.isHeldAgainst(footprints.rows(a), a)) {
        return false;
      }
    }
    return true;
  }

  private void announce(Ordered w, boolean comes) {
    for (Access a : Footprints.accesses(w)) {
      if (a.mode() == Access.Mode.WRITE) {
        Rows r = footprints.rows(a);
        Rows left;
        for (int k = 0; (left = r.left(k)) != null; k++) {
          if (comes) {
            left.await(w);
          } else {
            left.arrived(w);
          }
        }
      }
    }
  }

  private void release(Ordered e, boolean pulled) {
    if (!kept.isEmpty() && !e.isOneBatchWith(kept.get(0).event)) {
      leaveKept();
    }
    Line line = e.line();
    Transaction t = transaction(e, line);
    Node n = e.release(t);
    long stamp = ++stamps;
    if (line.last != null) {
      n.after(line.last, Node.Wait.CHAIN);
    }
    line.last = n;
    line.released++;
    lastPlace = Math.max(lastPlace, e.place);
    switch (e.kind()) {
      case STATEMENT:
        statement(e, n, t, stamp);
        break;
      case AUTOCOMMIT_WRITE:
        announce(e, false);
        autocommit(e, n, stamp, pulled);
        break;
      case COMMIT:
        if (t != null) {
          commit(e, n, t, stamp);
        }
        break;
      case ROLLBACK:
      case DEADLOCK:
        if (t != null) {
          undo(n, t, stamp);
        }
        break;
      default:
    }
    if (isEnd(e.kind())) {
      close(line);
    }
    record(n);
    n.release();
    listener.released(e);
  }

  /** A session's transaction ends with its end, or where another begins. */
  private static @Nullable Transaction transaction(Ordered e, Line line) {
    Transaction t = line.transaction;
    if (t != null && t.id != e.transaction()) {
      close(line);
      t = null;
    }
    if (t == null && e.transaction() != 0 && e.kind() == Ordered.Kind.STATEMENT) {
      t = new Transaction(e.transaction());
      line.transaction = t;
    }
    return t;
  }

  private static void close(Line line) {
    if (line.transaction != null) {
      line.transaction.touches().forEach(Footprints::letGo);
      line.transaction = null;
    }
  }

  private void statement(Ordered e, Node n, @Nullable Transaction t, long stamp) {
    List<Access> accesses = Footprints.accesses(e);
    find(accesses);
    for (int i = 0; i < rows.size(); i++) {
      Footprints.holdUp(rows.get(i), n, part(accesses.get(i), t), stamp);
    }
    Set<String> into = Footprints.written(accesses);
    if (t != null && Doubts.statement(e, accesses, rows)) {
      t.unsure.add(e);
      t.unsureInto.add(into);
    }
    for (int i = 0; i < rows.size(); i++) {
      Access a = accesses.get(i);
      Rows r = rows.get(i);
      enter(r, n, a, part(a, t));
      if (t != null) {
        if (a.mode() != Access.Mode.READ || a.isUnlocked()) {
          Touch touch = t.touch(r);
          touch.add(a, e, into);
          Footprints.hold(touch);
        }
        Doubts.leave(e, a, r, into);
      }
    }
    if (t != null) {
      t.tables.addAll(into);
    }
  }

  private void autocommit(Ordered e, Node n, long stamp, boolean pulled) {
    List<Access> accesses = Footprints.accesses(e);
    find(accesses);
    for (int i = 0; i < rows.size(); i++) {
      Access a = accesses.get(i);
      Footprints.holdUp(rows.get(i), n, before(a.mode()), stamp);
    }
    Set<String> into = Footprints.written(accesses);
    Set<String> doubtful = new LinkedHashSet<>();
    Doubts.autocommit(e, accesses, rows, into, doubtful);
    Ordered next = held.peek();
    boolean more = next != null && next.isOneBatchWith(e);
    for (int i = 0; i < rows.size(); i++) {
      Access a = accesses.get(i);
      Rows r = rows.get(i);
      enter(r, n, a, ending(a.mode()));
      Trace trace = new Trace(e, a, r, into, pulled);
      if (more) {
        kept.add(trace);
      } else {
        trace.leave();
      }
    }
    if (!doubtful.isEmpty()) {
      listener.ambiguous(e, doubtful);
    }
  }

  private void leaveKept() {
    for (Trace trace : kept) {
      trace.leave();
    }
    kept.clear();
  }

  /** What an autocommit write leaves for later ones to see. */
  private static final class Trace {
    final Ordered event;
    private final Access access;
    private final Rows rows;
    private final Set<String> into;
    private final boolean pulled;

    Trace(Ordered event, Access access, Rows rows, Set<String> into, boolean pulled) {
      this.event = event;
      this.access = access;
      this.rows = rows;
      this.into = into;
      this.pulled = pulled;
    }

    void leave() {
      Doubts.leave(event, access, rows, into);
      if (access.mode() == Access.Mode.WRITE) {
        Doubts.ended(event, rows);
      }
      if (pulled) {
        Doubts.pulled(event, access, rows);
      }
    }
  }

  private void commit(Ordered e, Node n, Transaction t, long stamp) {
    for (Touch touch : t.touches()) {
      if (touch.times.wrote()) {
        Footprints.holdUp(touch.rows, n, Part.END, stamp);
      }
    }
    e.unrepeatable(Doubts.unrepeatable(t));
    Set<String> doubtful = new LinkedHashSet<>();
    Doubts.commit(e, t, doubtful);
    for (Touch touch : t.touches()) {
      if (touch.times.wrote()) {
        Footprints.enter(touch.rows, n, Part.END);
      } else if (touch.times.locked()) {
        Footprints.enter(touch.rows, n, Part.RELEASE);
      }
      if (touch.isLoose() && !touch.times.wrote()) {
        // should it run again in this place, later ends must not have changed what it reads
        Footprints.enter(touch.rows, n, Part.READ);
      }
      if (touch.times.wrote()) {
        Doubts.ended(e, touch.rows);
      }
    }
    for (int i = 0; i < t.unsure.size(); i++) {
      Collection<String> into = t.unsureInto.get(i);
      listener.ambiguous(t.unsure.get(i), into.isEmpty() ? t.tables : into);
    }
    if (!doubtful.isEmpty()) {
      listener.ambiguous(e, doubtful);
    }
  }

  private static void undo(Node n, Transaction t, long stamp) {
    for (Touch touch : t.touches()) {
      if (touch.times.wrote()) {
        Footprints.holdUp(touch.rows, n, Part.UNDO, stamp);
      }
    }
    for (Touch touch : t.touches()) {
      if (touch.times.locked()) {
        Footprints.enter(touch.rows, n, touch.times.wrote() ? Part.UNDO : Part.RELEASE);
      }
    }
  }

  private void find(List<Access> accesses) {
    rows.clear();
    for (int i = 0; i < accesses.size(); i++) {
      rows.add(footprints.rows(accesses.get(i)));
    }
  }

  private static void enter(Rows r, Node n, Access a, Part part) {
    Footprints.enter(r, n, part);
    if (a.isUnlocked() && part == Part.WRITE) {
      Footprints.enter(r, n, Part.READ);
    }
  }

  /** Without a transaction nothing is held beyond the statement. */
  private static Part part(Access a, @Nullable Transaction t) {
    switch (a.mode()) {
      case WRITE:
        return t == null ? Part.READ : Part.WRITE;
      case SHARE:
        return t == null ? Part.READ : Part.SHARE;
      default:
        return Part.READ;
    }
  }

  private static Part before(Access.Mode mode) {
    switch (mode) {
      case WRITE:
        return Part.END;
      case SHARE:
        return Part.SHARE;
      default:
        return Part.READ;
    }
  }

  private static Part ending(Access.Mode mode) {
    switch (mode) {
      case WRITE:
        return Part.END;
      case SHARE:
        return Part.RELEASE;
      default:
        return Part.READ;
    }
  }

  private void record(Node n) {
    synchronized (released) {
      while (!released.isEmpty() && released.peek().isComplete()) {
        released.poll();
      }
      if (released.size() >= sweepReleasedAt) {
        released.removeIf(Node::isComplete);
        sweepReleasedAt = Math.max(1024, released.size() * 2);
      }
      released.add(n);
    }
    if (stamps % 1024 == 0 && footprints.isFull()) {
      leaveKept();
      footprints.sweep(horizon());
    }
  }

  /** What is still to be released began later: at the watermark, or it is here. */
  private long horizon() {
    long horizon = watermark;
    for (Ordered e : held) {
      horizon = Math.min(horizon, e.start());
    }
    return horizon;
  }

  private void sweepLines() {
    if (lines.size() >= sweepLinesAt) {
      lines.values().removeIf(l -> l.isForgettable(lastPlace));
      sweepLinesAt = Math.max(256, lines.size() * 2);
    }
  }

  private static boolean isEnd(Ordered.Kind kind) {
    return kind == Ordered.Kind.COMMIT
        || kind == Ordered.Kind.ROLLBACK
        || kind == Ordered.Kind.DEADLOCK;
  }

  private static boolean byStart(Ordered.Kind kind) {
    return isEnd(kind) || kind == Ordered.Kind.ROLLBACK_TO;
  }

  /** At the same tick an end stands before another's statement that may have waited for it. */
  private static int compare(Ordered a, Ordered b) {
    if (a.key != b.key) {
      return Long.compare(a.key, b.key);
    }
    return a.rank != b.rank ? a.rank - b.rank : Long.compare(a.arrival, b.arrival);
  }
}
