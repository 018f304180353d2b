package io.querymirror.capture;

import io.querymirror.bootstrap.Probe;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.FastVerdict;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import java.lang.instrument.Instrumentation;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The probe that the instrumented drivers call. Runs on the application's threads: no I/O, no lock,
 * no wait, no exception. A call becomes one event when it has finished, so that the event knows
 * start, finish and outcome.
 *
 * <p>This class keeps the frames and catches what goes wrong; what a call means is for {@link
 * StatementCalls} and its like.
 */
public final class Capture extends Probe {
  /** Token of a setter that was given null. */
  private static final Object NULL = new Object();

  private final ThreadContexts contexts = new ThreadContexts();
  private final CaptureErrors errors;
  private final CaptureLedger ledger;
  private final CaptureSettings settings;
  private final Handover handover;
  private final Followed followed;
  private final StatementCalls statements;
  private final BatchCalls batches;
  private final BindCalls binds;
  private final ControlCalls controls;
  private final OpenCalls opens;
  private long watermark = Long.MIN_VALUE;
  private volatile boolean left;

  public Capture(EventRing ring, CaptureLedger ledger) {
    this.errors = new CaptureErrors(ledger);
    this.ledger = ledger;
    ledger.overheadIsClocked();
    this.settings = new CaptureSettings(ledger);
    this.handover = new Handover(ring, ledger);
    this.followed = new Followed(settings, handover);
    this.statements = new StatementCalls(settings, followed, handover);
    this.batches = new BatchCalls(settings, followed, handover);
    this.binds = new BindCalls(followed);
    this.controls = new ControlCalls(settings, followed, handover);
    this.opens = new OpenCalls(settings, followed);
  }

  /** Lets drivers that are named modules be looked into. */
  public static void openModulesBy(Instrumentation instrumentation) {
    ClosedModules.openedBy(instrumentation);
  }

  /** Makes this the probe and lets calls in. */
  public void switchOn() {
    if (!left && !errors.beyondBound()) {
      settings.generation++;
      settings.onSince = System.currentTimeMillis();
      Probe.probe = this;
      Probe.on = true;
    }
  }

  /** Calls that have begun still end and are handed over. */
  public void switchOff() {
    Probe.on = false;
  }

  /**
   * Leaves the application's threads and classes for good: behind this nothing of them refers to
   * the agent. A call that is in a driver meanwhile ends without a probe, as its hook expects.
   */
  public void leave() {
    left = true;
    Probe.on = false;
    if (Probe.probe == this) {
      Probe.probe = null;
    }
    contexts.close();
    ByClass.forget();
  }

  /**
   * What the configuration decides.
   *
   * @param counts of the rules in force, new for each set of rules: {@link FastVerdict}s hold for
   *     these alone
   * @param largest bytes of binary binds that are copied at most
   */
  public void configure(RuleCounts counts, long largest) {
    settings.largestBinds = largest;
    settings.rules = counts;
  }

  /** Runs {@code action} on the application's thread whenever it has opened a connection. */
  public void whenOpened(Runnable action) {
    settings.opened = action;
  }

  /** Connections of the application that are open now. */
  public Collection<SourceConnection> liveConnections() {
    return followed.sessions().live();
  }

  /** Whether calls are announced, which {@link #watermark} needs and nothing else. */
  public void ordered(boolean ordered) {
    settings.ordered = ordered;
  }

  /**
   * Whether the rows that drivers hold are wanted; nothing is read of a result otherwise.
   *
   * @param bytes that they may take, all together, about; 0 for none
   * @param count of rows in one result, at most
   */
  public void rows(long bytes, int count) {
    RowBudget now = settings.rows;
    if (bytes <= 0) {
      settings.rows = null;
    } else if (now == null || !now.allows(bytes, count)) {
      settings.rows = new RowBudget(bytes, count);
    }
  }

  /**
   * The low watermark (nanoTime): every event whose place in the commit order is up to here is in
   * the ring already, or was taken from it. Never falls. For the dispatcher's thread alone.
   */
  public long watermark() {
    // The clock first: what finds its slot idle after this begins, or ends, after it.
    long now = System.nanoTime();
    long oldest = followed.sessions().oldestInFlight();
    if (oldest != Session.BUSY) {
      watermark = Math.max(watermark, Math.min(now, oldest) - 1);
    }
    return watermark;
  }

  /** Lets go of what belonged to collected connections; for the dispatcher, now and then. */
  public void purge() {
    followed.purge();
    contexts.purge();
    controls.purge();
    handover.tellLostCloses();
  }

  /** How many statements of the application are followed. */
  int statements() {
    return followed.statements();
  }

  // ---- frames ---------------------------------------------------------------------------------

  private @Nullable Frame enter(boolean known) {
    return contexts.get().enter(known);
  }

  /** An error before there was a frame is told at once, later ones at the exit. */
  private @Nullable Object failed(@Nullable Frame f, Throwable e) {
    if (f == null) {
      errors.caught(e);
    } else {
      f.failed = e;
    }
    return f;
  }

  /** Whether the call's end means something: it began well, and is no wrapper's. */
  private boolean ends(Frame f) {
    Throwable failed = f.failed;
    if (failed != null) {
      errors.caught(failed);
      return false;
    }
    return true;
  }

  private boolean succeeded(Frame f, @Nullable Throwable thrown) {
    return ends(f) && thrown == null && (f.known || !f.inner);
  }

  private static void release(Frame f) {
    f.busy = false;
    f.release();
  }

  private void timed(Frame f) {
    try {
      long nanos = f.took();
      if (nanos >= 0) {
        ledger.overhead(nanos);
      }
    } catch (Throwable e) {
      errors.caught(e);
    }
  }

  @Override
  public @Nullable Object enterGuard(boolean known) {
    try {
      return enter(known);
    } catch (Throwable e) {
      return failed(null, e);
    }
  }

  @Override
  public void exitGuard(Object token) {
    release((Frame) token);
  }

  @Override
  public @Nullable Object enterArguments(
      boolean known,
      Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    try {
      Frame f = enter(known);
      if (f != null) {
        f.given = true;
        f.first = first;
        f.second = second;
        f.third = third;
        f.fourth = fourth;
      }
      return f;
    } catch (Throwable e) {
      return failed(null, e);
    }
  }

  // ---- statements and batches -----------------------------------------------------------------

  @Override
  public @Nullable Object enterText(Object statement, String sql, boolean known) {
    Frame f = null;
    try {
      f = enter(known);
      if (f != null) {
        boolean timed = f.begins();
        statements.enterText(f, statement, sql);
        if (timed) {
          f.entered();
        }
      }
      return f;
    } catch (Throwable e) {
      return failed(f, e);
    }
  }

  @Override
  public @Nullable Object enterPrepared(Object statement, boolean known) {
    Frame f = null;
    try {
      CallContext context = contexts.get();
      f = context.enter(known);
      if (f != null) {
        boolean timed = f.begins();
        statements.enterPrepared(f, statement);
        if (timed) {
          f.entered();
        }
      } else {
        context.part(statement);
      }
      return f;
    } catch (Throwable e) {
      return failed(f, e);
    }
  }

  @Override
  public void exitRows(Object token, Object statement, Object resultSet, Throwable thrown) {
    exitStatement((Frame) token, statement, true, Outcome.NO_COUNT, thrown);
  }

  @Override
  public void exitCount(Object token, Object statement, long count, Throwable thrown) {
    exitStatement((Frame) token, statement, false, count, thrown);
  }

  private void exitStatement(
      Frame f, Object statement, boolean rows, long count, @Nullable Throwable thrown) {
    boolean timed = f.timed;
    if (timed) {
      f.leaves();
    }
    try {
      if (ends(f)) {
        statements.exit(f, statement, rows, count, thrown);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      if (timed) {
        timed(f);
      }
      release(f);
    }
  }

  @Override
  public void exitFlag(Object token, Object statement, boolean rows, Throwable thrown) {
    Frame f = (Frame) token;
    boolean timed = f.timed;
    if (timed) {
      f.leaves();
    }
    try {
      if (ends(f)) {
        statements.exitFlag(f, statement, rows, thrown);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      if (timed) {
        timed(f);
      }
      release(f);
    }
  }

  @Override
  public @Nullable Object enterBatch(Object statement, boolean known) {
    Frame f = null;
    try {
      f = enter(known);
      if (f != null) {
        batches.enter(f, statement);
      }
      return f;
    } catch (Throwable e) {
      return failed(f, e);
    }
  }

  @Override
  public void exitBatch(Object token, Object statement, Object counts, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (ends(f)) {
        batches.exit(f, statement, counts, thrown);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitAddBatch(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (succeeded(f, thrown)) {
        batches.added(f, statement, (String) f.first);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitClearBatch(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (ends(f) && thrown == null) {
        batches.cleared(f, statement);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitClose(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (ends(f) && thrown == null) {
        followed.closed(statement, f);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  // ---- connections ----------------------------------------------------------------------------

  @Override
  public @Nullable Object enterControl(
      Object connection, int what, @Nullable Object argument, int number, boolean known) {
    Frame f = null;
    try {
      f = enter(known);
      if (f != null) {
        f.what = what;
        f.given = true;
        f.first = argument;
        f.number = number;
        controls.enter(f, connection);
      }
      return f;
    } catch (Throwable e) {
      return failed(f, e);
    }
  }

  @Override
  public void exitControl(Object token, Object connection, Object result, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (ends(f)) {
        controls.exit(f, connection, result, thrown);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitPrepare(Object token, Object connection, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (succeeded(f, thrown) && statement != null) {
        opens.prepared(f, connection, statement);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitConnect(Object token, Object connection, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (succeeded(f, thrown) && connection != null) {
        opens.connected(f, connection);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  // ---- binds ----------------------------------------------------------------------------------

  @Override
  public @Nullable Object enterNumber(int position, long bits, boolean known) {
    try {
      Frame f = contexts.get().enterSetter(known);
      if (f != null) {
        f.position = position;
        f.bits = bits;
      }
      return f;
    } catch (Throwable e) {
      return failed(null, e);
    }
  }

  @Override
  public void exitNumber(Object token, Object statement, int kind, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (thrown == null && (f.known || !f.inner)) {
        binds.number(f, statement, kind);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.setterEnded();
    }
  }

  @Override
  public @Nullable Object enterValue(int position, @Nullable Object value, boolean known) {
    try {
      Frame f = contexts.get().enterSetter(known);
      if (f == null) {
        return null;
      }
      f.position = position;
      // On the driver's stack until the exit: a field of the frame would cost a memory barrier.
      return value == null ? NULL : value;
    } catch (Throwable e) {
      return failed(null, e);
    }
  }

  @Override
  public void exitValue(Object token, Object statement, int kind, boolean known, Throwable thrown) {
    try {
      Frame f = contexts.get().frame(known);
      try {
        if (thrown == null && (known || !f.inner)) {
          binds.value(f, statement, kind, token == NULL ? null : token);
        }
      } finally {
        f.setterEnded();
      }
    } catch (Throwable e) {
      errors.caught(e);
    }
  }

  @Override
  public void exitBind(Object token, Object statement, int kind, String reason, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (succeeded(f, thrown)) {
        binds.any(f, statement, kind, reason);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitRegisterOut(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (succeeded(f, thrown)) {
        binds.out(f, statement);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }

  @Override
  public void exitClearParameters(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (ends(f) && thrown == null) {
        binds.cleared(f, statement);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      release(f);
    }
  }
}
