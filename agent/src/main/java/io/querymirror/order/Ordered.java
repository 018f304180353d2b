package io.querymirror.order;

import java.util.ArrayList;
import java.util.List;
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

  private boolean complete;
  private int before = 1;
  private @Nullable List<Ordered> successors;
  private @Nullable List<Runnable> waiting;
  long place;
  long arrival;

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

  /** True once it was released and all that it waits for is done. */
  public synchronized boolean isFree() {
    return before == 0;
  }

  /**
   * @return false: it is free already, and r will not run; true: r runs once, on the thread that
   *     frees it
   */
  public synchronized boolean whenFree(Runnable r) {
    if (before == 0) {
      return false;
    }
    if (waiting == null) {
      waiting = new ArrayList<>(1);
    }
    waiting.add(r);
    return true;
  }

  /** It ran, was dropped, or counts as done. A second call does nothing. */
  public void done() {
    List<Ordered> freed;
    synchronized (this) {
      if (complete) {
        return;
      }
      complete = true;
      freed = successors;
      successors = null;
    }
    if (freed != null) {
      for (Ordered o : freed) {
        o.less();
      }
    }
  }

  /** Waits for another, unless that one is done. */
  void after(Ordered other) {
    synchronized (other) {
      if (other.complete) {
        return;
      }
      if (other.successors == null) {
        other.successors = new ArrayList<>(4);
      }
      other.successors.add(this);
    }
    synchronized (this) {
      before++;
    }
  }

  /** One reason less to wait; the first is that it is not released. */
  void less() {
    List<Runnable> run;
    synchronized (this) {
      if (before == 0 || --before > 0) {
        return;
      }
      run = waiting;
      waiting = null;
    }
    run(run);
  }

  void force() {
    List<Runnable> run;
    synchronized (this) {
      before = 0;
      run = waiting;
      waiting = null;
    }
    run(run);
  }

  synchronized boolean isComplete() {
    return complete;
  }

  private static void run(@Nullable List<Runnable> waiting) {
    if (waiting != null) {
      for (Runnable r : waiting) {
        r.run();
      }
    }
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

    /** INSERT … SELECT at READ COMMITTED: it read when it began. */
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
