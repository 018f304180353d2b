package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.stats.DropReason;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code order: none}: one queue, and as many workers at it as there may be connections. Each
 * statement stands alone, in autocommit mode, in the schema that it had; nothing else of its
 * session is repeated.
 */
final class FreeLanes {
  private static final int CONNECT_ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;

  private final TargetContext target;
  private final IntSupplier limit;
  private final ArrayDeque<Step> queue = new ArrayDeque<>();
  private final Set<Step> taken = ConcurrentHashMap.newKeySet();
  private int workers;

  /**
   * @param limit connections at most, at the moment
   */
  FreeLanes(TargetContext target, IntSupplier limit) {
    this.target = target;
    this.limit = limit;
  }

  void statement(Execution e, Verdict verdict, boolean available) {
    DropReason reason = verdict.reason();
    if (verdict.notRepeated()) {
      target.ledger.notRepeated();
    } else if (verdict.unsupported() != null) {
      target.ledger.unsupported(verdict.unsupported());
    } else {
      if (reason == null) {
        reason = available ? target.account.full(e.bytes()) : DropReason.UNAVAILABLE;
      }
      if (reason == null) {
        offer(Step.copy(e, null));
      } else {
        target.ledger.dropped(reason);
      }
    }
  }

  private void offer(Step step) {
    target.account.enter(step);
    boolean more;
    synchronized (this) {
      queue.add(step);
      more = workers < Math.max(1, limit.getAsInt());
      if (more) {
        workers++;
      }
    }
    if (more) {
      target.workers.execute(this::work);
    }
  }

  private void work() {
    Slot slot = new Slot();
    while (true) {
      Step step;
      synchronized (this) {
        step = queue.poll();
        if (step == null) {
          workers--;
        } else {
          taken.add(step);
        }
      }
      if (step == null) {
        slot.giveBack();
        return;
      }
      try {
        slot.run(step);
      } catch (Throwable t) {
        slot.died(step, t);
      } finally {
        taken.remove(step);
      }
    }
  }

  /** Counts all that is here as dropped, also what is with a worker. */
  void purge(DropReason reason) {
    List<Step> all;
    synchronized (this) {
      all = new ArrayList<>(queue);
      queue.clear();
    }
    all.addAll(taken);
    for (Step step : all) {
      target.account.dropped(step, reason);
    }
  }

  private static boolean writes(SqlShape shape) {
    return shape.isWrite() || shape.kind() == Kind.OTHER;
  }

  /** One worker's hold on a connection, from one statement to the next. */
  private final class Slot {
    private @Nullable TargetConnection connection;
    private @Nullable ConnectionVariant variant;

    void run(Step step) throws InterruptedException {
      Execution e = step.execution();
      for (int attempt = 1; ; attempt++) {
        long seen = target.hosts.changes();
        boolean anywhere = Admission.plainRead(e);
        TargetHost host = target.hosts.choose(anywhere);
        if (host == null) {
          if (!target.hosts.hope(anywhere)) {
            target.account.dropped(step, DropReason.UNAVAILABLE);
            return;
          }
          attempt = 0;
          awaitChange(seen);
          continue;
        }
        try {
          copy(step, e, connect(host, e));
          return;
        } catch (SQLException ex) {
          giveBack();
          if (attempt >= CONNECT_ATTEMPTS) {
            target.account.dropped(step, DropReason.UNAVAILABLE);
            return;
          }
          TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << attempt);
        }
      }
    }

    private void awaitChange(long seen) throws InterruptedException {
      Object monitor = new Object();
      boolean[] changed = new boolean[1];
      target.hosts.await(
          seen,
          () -> {
            synchronized (monitor) {
              changed[0] = true;
              monitor.notifyAll();
            }
          });
      synchronized (monitor) {
        while (!changed[0]) {
          monitor.wait();
        }
      }
    }

    private TargetConnection connect(TargetHost host, Execution e) throws SQLException {
      ConnectionVariant wanted = ConnectionVariant.of(e.connection());
      TargetConnection held = connection;
      if (held != null
          && (held.host() != host || !Objects.equals(wanted, variant) || !held.alive())) {
        giveBack();
        held = null;
      }
      if (held == null) {
        held = host.connect(wanted, e.connection(), "");
        connection = held;
        variant = wanted;
      }
      return held;
    }

    private void copy(Step step, Execution e, TargetConnection c) throws SQLException {
      CopyResult result = send(e, c);
      while (Errors.deadlock(result.outcome()) && Pause.more(step)) {
        target.ledger.retried();
        result = send(e, c);
      }
      boolean writes = writes(e.statementShape());
      if (result.lost()) {
        giveBack();
        if (!writes && Pause.more(step)) {
          target.ledger.retried();
          throw new SQLException("lost, to be tried again");
        }
      }
      String why = result.unsupported();
      if (why != null) {
        target.account.unsupported(step, why);
      } else if (result.ok()) {
        target.account.executed(step, c.host().address(), result);
      } else if (target.deny && Errors.readOnly(result.outcome())) {
        target.account.dropped(step, DropReason.WRITE_DENIED);
      } else {
        target.account.failed(step, c.host().address(), result);
        if (result.lost() && writes) {
          target.ledger.unknownOutcome();
        }
      }
      if (Traits.of(e.statementShape()).sticky()) {
        // Locks, temporary tables, variables: the next statement may not find them.
        drop();
      }
    }

    private CopyResult send(Execution e, TargetConnection c) {
      try {
        String sql = target.texts.map(e.sql());
        Schemas.use(c, target.texts.schema(e.schema()));
        return c.copy(e, sql);
      } catch (NotRepeatableException ex) {
        return CopyResult.unsupported(String.valueOf(ex.getMessage()));
      } catch (SQLException ex) {
        return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
      }
    }

    void giveBack() {
      TargetConnection held = connection;
      connection = null;
      if (held != null) {
        held.release(held.alive() ? "" : null);
      }
    }

    private void drop() {
      TargetConnection held = connection;
      connection = null;
      if (held != null) {
        held.release(null);
      }
    }

    void died(Step step, Throwable t) {
      target.log.internal("a worker", t);
      String host =
          connection == null ? target.hosts.all().get(0).address() : connection.host().address();
      drop();
      Outcome outcome = Outcome.error("08000", 0, "internal error: " + t.getClass().getName());
      target.account.failed(step, host, CopyResult.ran(outcome, System.nanoTime(), 0));
    }
  }
}
