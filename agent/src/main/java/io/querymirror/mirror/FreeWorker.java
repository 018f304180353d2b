package io.querymirror.mirror;

import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.observe.Plans;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import io.querymirror.stats.DropReason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker under {@code order: none}, with its hold on a connection from one statement to the
 * next.
 */
final class FreeWorker {
  private static final int CONNECT_ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;

  private final TargetContext target;

  /** Under {@code writes: rollback}, else null. */
  private final @Nullable Undo undo;

  private @Nullable TargetConnection connection;
  private @Nullable ConnectionVariant variant;

  FreeWorker(TargetContext target) {
    this.target = target;
    this.undo = target.undo ? new Undo(target) : null;
  }

  /**
   * False where others took the step over.
   *
   * @param leave hands it to others, if there are any, when the server has no connection to give
   */
  boolean run(Step step, BooleanSupplier leave) throws InterruptedException {
    Execution e = step.execution();
    step.begins();
    for (int attempt = 1; ; attempt++) {
      if (target.account.discards()) {
        target.account.dropped(step, DropReason.SHED);
        return true;
      }
      long seen = target.hosts.changes();
      boolean anywhere = Admission.plainRead(e);
      TargetHost host = target.hosts.choose(anywhere);
      if (host == null) {
        if (!target.hosts.hope(anywhere)) {
          target.account.dropped(step, DropReason.UNAVAILABLE);
          return true;
        }
        attempt = 0;
        awaitChange(seen);
        continue;
      }
      try {
        copy(step, e, connect(host, step));
        return true;
      } catch (SQLException ex) {
        giveBack();
        if (Errors.tooManyConnections(ex) && leave.getAsBoolean()) {
          return false;
        }
        if (attempt >= CONNECT_ATTEMPTS) {
          target.account.dropped(step, DropReason.UNAVAILABLE);
          return true;
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

  private TargetConnection connect(TargetHost host, Step step) throws SQLException {
    Execution e = step.execution();
    ConnectionVariant wanted = ConnectionVariant.of(e.connection());
    if (step.further() && target.applies) {
      wanted = wanted.readOnly();
    }
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
    boolean keep = target.judge != null && !step.further() && Judge.wantsRows(e);
    CopyResult result = send(e, c, keep);
    while (Errors.deadlock(result.outcome()) && Pause.more(step)) {
      target.ledger.fidelity().retried();
      result = send(e, c, keep);
    }
    boolean writes = writes(e.statementShape());
    if (result.lost()) {
      giveBack();
      if (!writes && Pause.more(step)) {
        target.ledger.fidelity().retried();
        throw new SQLException("lost, to be tried again");
      }
    }
    String why = result.unsupported();
    if (why == null && target.judge != null) {
      target.judge.ran(step, result, c.host(), new FreeRun(step, e, c, result));
    }
    if (why != null) {
      target.account.unsupported(step, why);
    } else if (result.ok()) {
      target.catalogs.ran(e.statementShape());
      target.account.executed(step, c.host().address(), result);
      Plans plans = target.plans;
      if (plans != null && !step.further()) {
        plans.ran(e, result.nanos(), c.host(), null);
      }
    } else if ((!target.applies || step.further()) && Errors.readOnly(result.outcome())) {
      target.account.deniedByServer(step);
    } else {
      if (result.lost() && writes && target.applies) {
        target.ledger.fidelity().unknownOutcome();
      }
      target.account.failed(step, c.host().address(), result);
    }
    forget(Traits.of(e.statementShape()), c);
  }

  /** Locks, temporary tables, variables: the next statement may not find them. */
  private void forget(Traits traits, TargetConnection c) {
    if (traits.lasting()) {
      drop();
      return;
    }
    if (traits.assigned().isEmpty() || c != connection) {
      return;
    }
    List<String> nulls = new ArrayList<>();
    traits.assigned().forEach(name -> nulls.add(Luggage.quoted(name) + "=NULL"));
    try {
      c.run(Marker.OWN + "SET " + String.join(",", nulls));
    } catch (SQLException ex) {
      drop();
    }
  }

  private final class FreeRun implements Judge.Run {
    private final Step step;
    private final Execution e;
    private final TargetConnection c;
    private final CopyResult result;

    FreeRun(Step step, Execution e, TargetConnection c, CopyResult result) {
      this.step = step;
      this.e = e;
      this.c = c;
      this.result = result;
    }

    @Override
    public long since() {
      return result.startNanos();
    }

    @Override
    public boolean unseeded() {
      return step.isUnseeded();
    }

    @Override
    public boolean moved() {
      return false;
    }

    @Override
    public boolean keyed() {
      return false;
    }

    @Override
    public boolean clocked() {
      return false;
    }

    @Override
    public @Nullable List<Integer> warned() {
      if (undo != null || !c.alive()) {
        return null;
      }
      try {
        return c.warnings();
      } catch (SQLException ex) {
        return null;
      }
    }

    @Override
    public @Nullable CopyResult again() {
      if (!Judge.isRepeatable(e, target.calls) || !c.alive()) {
        return null;
      }
      CopyResult second = send(e, c, true);
      return second.ok() ? second : null;
    }
  }

  private CopyResult send(Execution e, TargetConnection c, boolean keepRows) {
    try {
      String sql = target.texts.map(e);
      Schemas.use(c, target.texts.schema(e.schema()));
      CopyResult refused = undo == null ? null : undo.before(c, e, true);
      if (refused != null) {
        return refused;
      }
      CopyResult result = c.copy(e, sql, keepRows);
      if (undo != null) {
        undo.after(c, e, result);
      }
      return result;
    } catch (NotRepeatableException ex) {
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
    }
  }

  void giveBack() {
    if (undo != null) {
      undo.leave();
    }
    TargetConnection held = connection;
    connection = null;
    if (held != null) {
      held.release(held.alive() ? "" : null);
    }
  }

  private void drop() {
    if (undo != null) {
      undo.leave();
    }
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

  private static boolean writes(SqlShape shape) {
    return shape.isWrite() || shape.kind() == Kind.OTHER;
  }
}
