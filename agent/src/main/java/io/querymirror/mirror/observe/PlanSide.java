package io.querymirror.mirror.observe;

import io.querymirror.config.PlanMode;
import io.querymirror.config.PlanSettings;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.LatestUsed;
import io.querymirror.plan.PlanBook;
import io.querymirror.plan.PlanShape;
import io.querymirror.plan.TakenPlan;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes plans from one database: so many a second, within a share of the time that the database is
 * busy with what the application asks, one after the other on a worker. What waits is bounded; what
 * fails is counted, and a database that is gone is left in peace for a while.
 */
final class PlanSide {
  private static final int WAITING = 256;
  private static final int KEPT = 500;
  private static final long LARGEST_KEPT = 8 << 10;
  private static final long LARGEST = 256 << 10;
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** So that the first plans need not wait for others' work. */
  private static final long CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** One plan to be taken. */
  private static final class Wanted {
    final PlanRequest request;
    final String host;
    final @Nullable PlanWatch watch;

    /** The plan that it had, to be taken again with its values; null for the first time. */
    final @Nullable PlanShape before;

    Wanted(
        PlanRequest request, String host, @Nullable PlanWatch watch, @Nullable PlanShape before) {
      this.request = request;
      this.host = host;
      this.watch = watch;
      this.before = before;
    }
  }

  private final PlanBook book;
  private final PlanAsker asker;
  private final PlanConnections connections;
  private final TargetLog log;
  private final PlanMode mode;
  private final int perSecond;
  private final double share;
  private final LongAdder busy = new LongAdder();
  private final AtomicBoolean working = new AtomicBoolean();

  /** Guarded by itself. */
  private final Deque<Wanted> waiting = new ArrayDeque<>();

  /** The request that each digest's latest plan was taken with; for the working thread. */
  private final Map<Object, PlanRequest> latest = new LatestUsed<>(KEPT);

  private final AtomicInteger tokens = new AtomicInteger();
  private volatile boolean closed;
  private long restsUntil;
  private boolean rests;

  /**
   * @param mode how this database is asked
   */
  PlanSide(
      PlanSettings settings,
      PlanMode mode,
      PlanBook book,
      PlanAsker asker,
      PlanConnections connections,
      TargetLog log) {
    this.mode = mode;
    this.book = book;
    this.asker = asker;
    this.connections = connections;
    this.log = log;
    this.perSecond = settings.perSecond();
    this.share = settings.busy();
    book.mode(word(PlanMode.EXPLAIN), null);
  }

  private static String word(PlanMode mode) {
    return mode == PlanMode.ANALYZE ? "analyze" : "explain";
  }

  /** Whether plans are kept with the values that are in them; not unless told. */
  void show(boolean values) {
    asker.show(values);
  }

  /** The database worked so long for the application. */
  void busy(long nanos) {
    busy.add(nanos);
  }

  /** Whether one more may wait. */
  boolean hasRoom() {
    synchronized (waiting) {
      return waiting.size() < WAITING;
    }
  }

  /**
   * Asks for a plan, sooner or later.
   *
   * @param watch is told when that is over
   */
  void want(PlanRequest r, String host, @Nullable PlanWatch watch) {
    boolean taken = false;
    if (r.bytes() > LARGEST) {
      book.left("a statement of over 256 KB");
    } else if (!book.hasRoom(r.key())) {
      book.left("more digests than plans are kept of");
    } else {
      taken = put(new Wanted(r, host, watch, null), r.urgent());
    }
    if (!taken && watch != null) {
      watch.answered();
    }
  }

  private boolean put(Wanted wanted, boolean first) {
    synchronized (waiting) {
      if (closed || waiting.size() >= WAITING) {
        return false;
      }
      if (first) {
        waiting.addFirst(wanted);
      } else {
        waiting.addLast(wanted);
      }
      return true;
    }
  }

  /** To be called once a second, by one thread. */
  void look(Executor workers) {
    tokens.updateAndGet(left -> Math.min(perSecond, left + perSecond));
    boolean idle;
    synchronized (waiting) {
      idle = waiting.isEmpty();
    }
    if ((idle && connections.isEmpty()) || closed || !working.compareAndSet(false, true)) {
      return;
    }
    workers.execute(
        () -> {
          try {
            work();
          } catch (RuntimeException e) {
            log.internal("taking plans", e);
          } finally {
            working.set(false);
          }
        });
  }

  private void work() {
    connections.expire();
    if (rests && System.nanoTime() - restsUntil < 0) {
      return;
    }
    rests = false;
    while (tokens.get() > 0 && !closed) {
      if (!affords(0)) {
        return;
      }
      Wanted next;
      synchronized (waiting) {
        next = waiting.pollFirst();
      }
      if (next == null) {
        return;
      }
      try {
        take(next);
      } finally {
        if (next.watch != null && rests) {
          next.watch.unanswered();
        } else if (next.watch != null) {
          next.watch.answered();
        }
      }
      if (rests) {
        return;
      }
    }
    if (closed) {
      connections.close();
    }
  }

  private boolean affords(long nanos) {
    return book.nanos() + nanos < CREDIT_NANOS + (long) (share * busy.sum());
  }

  private void take(Wanted wanted) {
    PlanRequest r = wanted.request;
    long start = System.nanoTime();
    PlanConnections.Session session = null;
    try {
      session = connections.get(wanted.host, r, PlanAsker.reads(r), asker.schema(r));
      if (!session.server().explains()) {
        book.left("a server without EXPLAIN FORMAT=JSON: " + session.server());
        return;
      }
      boolean analyze = analyzes(session, r);
      tokens.addAndGet(analyze && !session.server().analyzesInJson() ? -2 : -1);
      start = System.nanoTime(); // Connecting is no work of the server's.
      TakenPlan plan = asker.ask(session, r, analyze);
      book.asked(System.nanoTime() - start);
      note(wanted, plan);
    } catch (NotRepeatableException e) {
      book.left(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      book.asked(System.nanoTime() - start);
      book.left("an answer that is no plan");
      log.debug("plan of " + r.key().digest() + ": " + e.getMessage());
    } catch (SQLException e) {
      failed(wanted, session, e, System.nanoTime() - start);
    }
  }

  private boolean analyzes(PlanConnections.Session session, PlanRequest r) {
    if (mode != PlanMode.ANALYZE) {
      return false;
    }
    if (!session.server().analyzes()) {
      book.mode(word(PlanMode.EXPLAIN), session.server().lacksAnalyze());
      return false;
    }
    book.mode(word(PlanMode.ANALYZE), null);
    if (!PlanAsker.runsAgain(r.shape())) {
      return false;
    }
    if (!affords(2 * r.nanos())) {
      book.left("analyze would take more than its share: explain");
      return false;
    }
    return true;
  }

  private void note(Wanted wanted, TakenPlan plan) {
    PlanRequest r = wanted.request;
    PlanShape shape = plan.shape();
    if (!shape.decided()) {
      book.undecided();
      return;
    }
    PlanShape before = wanted.before;
    if (before != null) {
      if (shape.hash() != before.hash()) {
        book.changed(r.key(), before, plan);
      }
      return;
    }
    PlanShape known = book.latest(r.key());
    book.add(r.key(), plan);
    PlanRequest old = latest.get(r.key());
    if (known != null && known.hash() != shape.hash() && old != null) {
      // Other values may have another plan; only the same ones tell that it has changed.
      put(new Wanted(old, wanted.host, null, known), true);
    }
    if (r.bytes() <= LARGEST_KEPT) {
      latest.put(r.key(), r);
    } else {
      latest.remove(r.key());
    }
  }

  private void failed(
      Wanted wanted, PlanConnections.@Nullable Session session, SQLException e, long nanos) {
    log.debug("plan of " + wanted.request.key().digest() + ": " + e.getMessage());
    if (session == null) {
      book.left("no connection");
    } else {
      book.asked(nanos);
      book.left("error " + e.getErrorCode() + " (" + e.getSQLState() + ")");
    }
    if (PlanConnections.lost(e)) {
      if (session != null) {
        connections.abandon(session);
      }
      rests = true;
      restsUntil = System.nanoTime() + REST_NANOS;
    }
  }

  /** Takes no more plans; does not wait. */
  void close() {
    closed = true;
    synchronized (waiting) {
      waiting.clear();
    }
    if (working.compareAndSet(false, true)) {
      connections.close();
    }
  }
}
