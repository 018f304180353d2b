package io.querymirror.order;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event in the linear order. Made and added by one thread; whoever runs it asks {@link #isFree}
 * and says {@link #done}, from any thread.
 */
public final class Ordered {
  public enum Kind {
    /** In a transaction, or an autocommit read. */
    STATEMENT,
    /** Its own transaction. */
    AUTOCOMMIT_WRITE,
    COMMIT,
    ROLLBACK,
    ROLLBACK_TO,
    /** A statement that got 1213: its transaction is gone. */
    DEADLOCK,
    /** Touches no row: settings, a statement that got 1205, the end of a session. */
    NONE
  }

  public enum Snapshot {
    /** Each read has its own, or there is none. */
    NONE,
    /** The first consistent read of a REPEATABLE READ transaction: it concerns every table. */
    FIRST,
    /** A later one, that sees what the first saw. */
    LATER
  }

  private final Object session;
  private final Kind kind;
  private final long start;
  private final long finish;
  private final long transaction;
  private final List<Access> accesses;
  private final Snapshot snapshot;
  private final boolean everything;
  private final boolean placedByStart;
  private final @Nullable Object payload;

  /** What the heap sorts by: it never changes, as a write's place may while it is in there. */
  long key;

  long place;
  int rank;
  long arrival;
  long index;
  private @Nullable Line line;
  private boolean released;
  private volatile Collection<String> unrepeatable = List.of();
  private final Node node = new Node(this);

  private Ordered(Builder b) {
    session = b.session;
    kind = b.kind;
    start = b.start;
    finish = b.finish;
    transaction = b.transaction;
    accesses = b.accesses;
    snapshot = b.snapshot;
    everything = b.everything;
    placedByStart = b.placedByStart;
    payload = b.payload;
  }

  /**
   * @param session who ran it; sessions are told apart by identity
   * @param start when the call began, by System.nanoTime
   * @param finish when it came back
   */
  public static Builder of(Object session, Kind kind, long start, long finish) {
    return new Builder(session, kind, start, finish);
  }

  public Object session() {
    return session;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether both are autocommit writes of one batch, of which only the whole's time is known. */
  boolean isOneBatchWith(Ordered other) {
    return kind == Kind.AUTOCOMMIT_WRITE
        && other.kind == kind
        && session == other.session
        && start == other.start
        && finish == other.finish;
  }

  public long start() {
    return start;
  }

  public long finish() {
    return finish;
  }

  /** 0: none. */
  public long transaction() {
    return transaction;
  }

  public List<Access> accesses() {
    return accesses;
  }

  public Snapshot snapshot() {
    return snapshot;
  }

  public boolean everything() {
    return everything;
  }

  public boolean placedByStart() {
    return placedByStart;
  }

  public @Nullable Object payload() {
    return payload;
  }

  /**
   * True once it was released and all that it waits for is over. What its own session did before is
   * the caller's to wait for.
   */
  public boolean isFree() {
    return node.isFree();
  }

  /**
   * @return false: it is free already, and r will not run; true: r runs once, on the thread that
   *     frees it
   */
  public boolean whenFree(Runnable r) {
    return node.whenFree(r);
  }

  /**
   * It ran, was dropped, or counts as done, as those of a deferred transaction do. May be said at
   * any time: those who wait for it still wait for what it waits for. A second call does nothing.
   */
  public void done() {
    node.done();
  }

  /**
   * For one at the head of its lane whose transaction keeps another's statement from its end, by
   * locks on the target: the rest of its transaction no longer waits for statements of open
   * transactions.
   *
   * @return true: it is free now; false: it waits for an end, or for a read, and its transaction
   *     has to be rolled back and run again at its own end
   */
  public boolean giveUp() {
    return node.giveUp();
  }

  /**
   * Which of these wait for this one, directly or through others, its own session's next among
   * them. Looks at all that waits for it, until all of them are found.
   */
  public Set<Ordered> holdsUp(Collection<Ordered> of) {
    Set<Ordered> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(of);
    Set<Ordered> found = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> next = new ArrayDeque<>();
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    node.addWaiters(next);
    for (Node n = next.poll(); n != null && !wanted.isEmpty(); n = next.poll()) {
      if (seen.add(n)) {
        Ordered e = n.event();
        if (e != null && wanted.remove(e)) {
          found.add(e);
        }
        n.addWaiters(next);
      }
    }
    return found;
  }

  /**
   * Of a commit, once released: the tables that may come out otherwise if its transaction runs
   * here, at its end, rather than statement by statement: what it read without locks was changed
   * since.
   */
  public Collection<String> unrepeatable() {
    return unrepeatable;
  }

  void unrepeatable(Collection<String> tables) {
    unrepeatable = tables;
  }

  void line(Line l) {
    line = l;
  }

  Line line() {
    if (line == null) {
      throw new IllegalStateException("not added");
    }
    return line;
  }

  boolean isReleased() {
    return released;
  }

  Node release(@Nullable Transaction t) {
    released = true;
    node.in(t);
    return node;
  }

  /** Collects what an event is. */
  public static final class Builder {
    private final Object session;
    private final Kind kind;
    private final long start;
    private final long finish;
    private long transaction;
    private List<Access> accesses = List.of();
    private Snapshot snapshot = Snapshot.NONE;
    private boolean everything;
    private boolean placedByStart;
    private @Nullable Object payload;

    private Builder(Object session, Kind kind, long start, long finish) {
      this.session = session;
      this.kind = kind;
      this.start = start;
      this.finish = finish;
    }

    /**
     * @param id the same for all statements of a transaction and its end, another for each; 0: none
     */
    public Builder transaction(long id) {
      this.transaction = id;
      return this;
    }

    /** A statement's; those of an end are its transaction's, and collected here. */
    public Builder accesses(List<Access> list) {
      this.accesses = list;
      return this;
    }

    public Builder snapshot(Snapshot s) {
      this.snapshot = s;
      return this;
    }

    /** It may touch anything: a text that tells nothing. */
    public Builder everything() {
      this.everything = true;
      return this;
    }

    /**
     * INSERT … SELECT at READ COMMITTED, in a transaction: it read when it began. An autocommit
     * write is placed by its finish whatever it reads.
     */
    public Builder placedByStart() {
      this.placedByStart = true;
      return this;
    }

    /** What the caller wants back. */
    public Builder payload(Object o) {
      this.payload = o;
      return this;
    }

    public Ordered build() {
      return new Ordered(this);
    }
  }
}
