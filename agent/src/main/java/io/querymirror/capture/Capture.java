package io.querymirror.capture;

import io.querymirror.bootstrap.Probe;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.BatchEntries;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.FastVerdict;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The probe that the instrumented drivers call. Runs on the application's threads: no I/O, no lock,
 * no wait, no exception. A call is announced in its session's slot when it enters, and becomes one
 * event when it has finished, so that the event knows start, finish and outcome.
 *
 * <p>One class although it is long: it is the whole of what runs in the application's calls, and is
 * read as such.
 */
public final class Capture extends Probe {
  private static final BindKind[] KINDS = BindKind.values();
  private static final String MARKER = "/* querymirror";
  private static final int OVERHEAD_SAMPLE = 255;

  private final ThreadLocal<CallContext> contexts = ThreadLocal.withInitial(CallContext::new);
  private final EventRing ring;
  private final CaptureLedger ledger;
  private final CaptureErrors errors;
  private final Sessions sessions = new Sessions(this::abandoned);
  private final WeakIdentityMap<StatementState> statements = new WeakIdentityMap<>(s -> {});
  private final WeakIdentityMap<String> savepoints = new WeakIdentityMap<>(s -> {});
  private final AtomicLong savepointIds = new AtomicLong();

  /** Ends of sessions that found the ring full; a target's open transaction waits for them. */
  private final Queue<SourceEvent> lostCloses = new ConcurrentLinkedQueue<>();

  private volatile Object rules = this;
  private volatile @Nullable RuleCounts ruleCounts;
  private volatile long largestBinds = 1 << 20;
  private volatile Runnable opened = () -> {};
  private volatile int generation = 1;

  public Capture(EventRing ring, CaptureLedger ledger) {
    this.ring = ring;
    this.ledger = ledger;
    this.errors = new CaptureErrors(ledger);
  }

  /** Makes this the probe and lets calls in. */
  public void switchOn() {
    if (!errors.beyondBound()) {
      generation++;
      Probe.probe = this;
      Probe.on = true;
    }
  }

  /** Calls that have begun still end and are handed over. */
  public void switchOff() {
    Probe.on = false;
  }

  /**
   * What the configuration decides.
   *
   * @param current the rule set whose {@link FastVerdict} holds, compared by identity
   * @param counts its rules' counts
   * @param largest bytes of binary binds that are copied at most
   */
  public void configure(Object current, RuleCounts counts, long largest) {
    this.largestBinds = largest;
    this.ruleCounts = counts;
    this.rules = current;
  }

  /** Runs {@code action} on the application's thread whenever it has opened a connection. */
  public void whenOpened(Runnable action) {
    opened = action;
  }

  /** Connections of the application that are open now. */
  public Collection<SourceConnection> liveConnections() {
    return sessions.live();
  }

  /** Start of the oldest call in flight (nanoTime): the low watermark; Long.MAX_VALUE for none. */
  public long oldestInFlight() {
    return sessions.oldestInFlight();
  }

  /** Lets go of what belonged to collected connections; for the dispatcher, now and then. */
  public void purge() {
    sessions.purge();
    statements.purge();
    savepoints.purge();
    SourceEvent close;
    while ((close = lostCloses.peek()) != null && ring.offer(close)) {
      lostCloses.poll();
    }
  }

  // ---- entering -----------------------------------------------------------------------------

  @Override
  public @Nullable Object enterText(Object statement, String sql, boolean known) {
    Frame f = null;
    try {
      CallContext c = contexts.get();
      f = c.enter(known);
      if (f == null || sql == null || sql.startsWith(MARKER)) {
        return f;
      }
      f.subject = statement;
      if (known) {
        DriverAccess access = DriverAccess.of(statement);
        if (access.isPing(sql)) {
          return f;
        }
        f.session = session(access, statement, access.keyOfStatement(statement), c);
        if (f.session != null && StatementState.mayChangeSession(sql)) {
          f.session.epoch++;
        }
      }
      f.text = new StatementText(sql);
      start(f);
    } catch (Throwable e) {
      if (f == null) {
        errors.caught(e);
      } else {
        f.failed = e;
      }
    }
    return f;
  }

  @Override
  public @Nullable Object enterPrepared(Object statement, boolean known) {
    Frame f = null;
    try {
      CallContext c = contexts.get();
      f = c.enter(known);
      if (f == null) {
        return null;
      }
      f.subject = statement;
      if (!known) {
        f.start = System.nanoTime();
        return f;
      }
      StatementState state = state(statement, c);
      if (state == null || state.text == null) {
        return f;
      }
      f.state = state;
      f.text = state.text;
      FastVerdict verdict = state.text.fastVerdict();
      if (verdict != null
          && state.session.generation == generation
          && state.session.lost == 0
          && verdict.holds(rules, state.session.connection(), state.session.epoch)) {
        f.fast = verdict;
        return f;
      }
      f.session = sessionOf(state, DriverAccess.of(statement), statement, c);
      if (state.mayChangeSession()) {
        f.session.epoch++;
      }
      start(f);
    } catch (Throwable e) {
      if (f == null) {
        errors.caught(e);
      } else {
        f.failed = e;
      }
    }
    return f;
  }

  @Override
  public @Nullable Object enterBatch(Object statement, boolean known) {
    Frame f = null;
    try {
      CallContext c = contexts.get();
      f = c.enter(known);
      if (f == null) {
        return null;
      }
      f.subject = statement;
      if (known) {
        DriverAccess access = DriverAccess.of(statement);
        StatementState state = statements.get(statement, c.probe);
        f.state = state;
        if (state != null) {
          state.refresh(generation);
        }
        f.session =
            state != null
                ? sessionOf(state, access, statement, c)
                : session(access, statement, access.keyOfStatement(statement), c);
      }
      start(f);
    } catch (Throwable e) {
      if (f == null) {
        errors.caught(e);
      } else {
        f.failed = e;
      }
    }
    return f;
  }

  @Override
  public @Nullable Object enterControl(
      Object connection, int what, @Nullable Object argument, int number, boolean known) {
    Frame f = null;
    try {
      CallContext c = contexts.get();
      f = c.enter(known);
      if (f == null) {
        return null;
      }
      f.subject = connection;
      f.what = what;
      f.first = argument;
      f.number = number;
      if (known) {
        DriverAccess access = DriverAccess.of(connection);
        Object key = access.keyOfConnection(connection);
        f.session =
            ends(what)
                ? key == null ? null : sessions.get(key, c.probe)
                : session(access, connection, key, c);
        if (f.session != null && ends(what)) {
          f.session.leave();
        }
      }
      start(f);
    } catch (Throwable e) {
      if (f == null) {
        errors.caught(e);
      } else {
        f.failed = e;
      }
    }
    return f;
  }

  @Override
  public @Nullable Object enterGuard(boolean known) {
    try {
      return contexts.get().enter(known);
    } catch (Throwable e) {
      errors.caught(e);
      return null;
    }
  }

  @Override
  public @Nullable Object enterArguments(
      boolean known,
      Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    try {
      Frame f = contexts.get().enter(known);
      if (f != null) {
        f.first = first;
        f.second = second;
        f.third = third;
        f.fourth = fourth;
      }
      return f;
    } catch (Throwable e) {
      errors.caught(e);
      return null;
    }
  }

  private static void start(Frame f) {
    Session s = f.session;
    f.start = s == null ? System.nanoTime() : s.begin();
  }

  private static boolean ends(int what) {
    return what == CONTROL_CLOSE || what == CONTROL_RESET;
  }

  // ---- leaving ------------------------------------------------------------------------------

  @Override
  public void exitRows(Object token, Object resultSet, Throwable thrown) {
    exitStatement((Frame) token, true, Outcome.NO_COUNT, thrown);
  }

  @Override
  public void exitCount(Object token, long count, Throwable thrown) {
    exitStatement((Frame) token, false, count, thrown);
  }

  @Override
  public void exitFlag(Object token, boolean rows, Throwable thrown) {
    Frame f = (Frame) token;
    long count = Outcome.NO_COUNT;
    if (!rows && thrown == null && f.fast == null && f.known && f.session != null) {
      count = updateCount(f.subject);
    }
    exitStatement(f, rows, count, thrown);
  }

  private static long updateCount(@Nullable Object statement) {
    try {
      return statement == null ? Outcome.NO_COUNT : ((Statement) statement).getUpdateCount();
    } catch (SQLException | RuntimeException e) {
      return Outcome.NO_COUNT;
    }
  }

  private void exitStatement(Frame f, boolean rows, long count, @Nullable Throwable thrown) {
    try {
      if (f.failed != null) {
        errors.caught(f.failed);
        return;
      }
      FastVerdict fast = f.fast;
      if (fast != null) {
        if (thrown == null) {
          count(fast);
          return;
        }
        // It may have ended a transaction: the dispatcher must know.
        f.start = System.nanoTime();
        f.session = f.state == null ? null : f.state.session;
      }
      if (!f.known) {
        identifyOther(f);
      }
      Session s = f.session;
      StatementText text = f.text;
      Object subject = f.subject;
      if (s == null || text == null || subject == null) {
        return;
      }
      long finish = System.nanoTime();
      DriverAccess access = DriverAccess.of(subject);
      Outcome outcome =
          thrown != null
              ? Outcomes.error(thrown)
              : rows
                  ? rows(access.warnings(keyOf(access, subject)))
                  : Outcome.success(
                      false,
                      count,
                      access.generatedKey(subject),
                      access.warnings(keyOf(access, subject)));
      Binds binds = Binds.NONE;
      String unsupported = null;
      SourceEvent.Form form = SourceEvent.Form.TEXT;
      StatementState state = f.state;
      if (state != null) {
        form = state.form;
        RawBinds raw = state.binds.snapshot();
        if (state.bindsMayBeMissing()) {
          RawBinds held = access.binds(subject);
          raw = held == null ? raw : held;
        }
        binds = raw.freeze(largestBinds);
        unsupported = raw.reason();
      }
      publish(
          s,
          SourceEvent.statement(
              s.connection(),
              f.start,
              finish,
              s.epoch,
              s.lost,
              s.takeJoined(),
              form,
              text,
              binds,
              outcome,
              unsupported,
              ownSchema(s, subject)));
      if ((finish & OVERHEAD_SAMPLE) == 0) {
        ledger.overhead(System.nanoTime() - finish);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  /** The schema that a driver runs this statement in, where that is not its connection's now. */
  private static @Nullable String ownSchema(Session s, Object statement) {
    String changed = s.changedSchema;
    String own = changed == null ? null : DriverAccess.of(statement).ownSchema(statement);
    return own == null || own.equals(changed) ? null : own;
  }

  private void count(FastVerdict verdict) {
    if (verdict.skipped()) {
      ledger.fastSkipped();
    } else {
      ledger.fastUnmatched();
    }
    RuleCounts counts = ruleCounts;
    if (counts != null) {
      for (int rule : verdict.tookIt()) {
        counts.matched(rule);
      }
    }
  }

  private static Outcome rows(boolean warnings) {
    return warnings ? Outcome.success(true, Outcome.NO_COUNT, Outcome.NO_KEY, true) : Outcome.ROWS;
  }

  private static Object keyOf(DriverAccess access, Object statement) {
    Object key = access.keyOfStatement(statement);
    return key == null ? statement : key;
  }

  @Override
  public void exitBatch(Object token, Object counts, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (f.failed != null) {
        errors.caught(f.failed);
        return;
      }
      if (!f.known) {
        identifyOther(f);
      }
      Session s = f.session;
      if (s == null) {
        return;
      }
      long finish = System.nanoTime();
      StatementState state = f.state;
      if (state == null || state.mayChangeSession()) {
        s.epoch++;
      }
      boolean missed = state != null && state.batchMayBeMissing();
      List<Object> added = state == null ? List.of() : state.takeBatch();
      int size = added.size();
      int reported = Outcomes.reported(counts, thrown);
      if (thrown == null ? reported != size : missed || reported > size) {
        // What the driver sent is not what was seen to be added.
        size = Math.max(size, reported);
        added = List.of();
      }
      List<Outcome> outcomes = Outcomes.batch(counts, thrown, size);
      if (outcomes.isEmpty()) {
        return;
      }
      publish(s, batchEvent(f, s, finish, state, added, outcomes));
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  private SourceEvent batchEvent(
      Frame f,
      Session s,
      long finish,
      @Nullable StatementState state,
      List<Object> added,
      List<Outcome> outcomes) {
    List<String> texts = new ArrayList<>();
    List<Binds> binds = new ArrayList<>();
    String unsupported = added.isEmpty() ? "batch added before mirroring was on" : null;
    for (Object entry : added) {
      if (entry instanceof RawBinds) {
        RawBinds raw = (RawBinds) entry;
        binds.add(raw.freeze(largestBinds));
        unsupported = unsupported == null ? raw.reason() : unsupported;
      } else {
        texts.add((String) entry);
      }
    }
    boolean prepared = state != null && state.text != null;
    if (prepared && !texts.isEmpty()) {
      unsupported = "texts in a prepared statement's batch";
      binds.clear();
    }
    if (!prepared && added.isEmpty()) {
      outcomes.forEach(o -> texts.add(""));
    }
    return SourceEvent.batch(
        s.connection(),
        f.start,
        finish,
        s.epoch,
        s.lost,
        s.takeJoined(),
        state == null ? SourceEvent.Form.TEXT : state.form,
        prepared && state != null ? state.text : null,
        new BatchEntries(prepared ? null : texts, binds, outcomes),
        unsupported,
        f.subject == null ? null : ownSchema(s, f.subject));
  }

  @Override
  public void exitControl(Object token, Object result, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      Object connection = f.subject;
      if (f.failed != null) {
        errors.caught(f.failed);
        return;
      }
      if (connection == null) {
        return;
      }
      CallContext c = f.context;
      DriverAccess access = DriverAccess.of(connection);
      if (!f.known) {
        if (f.inner) {
          return;
        }
        Object key = access.keyOfConnection(connection);
        f.session =
            ends(f.what)
                ? key == null ? null : sessions.get(key, c.probe)
                : session(access, connection, key, c);
      }
      Session s = f.session;
      if (s == null) {
        return;
      }
      s.epoch++;
      if (ends(f.what)) {
        s.ended = true;
        Object key = access.keyOfConnection(connection);
        if (key != null) {
          sessions.remove(key, c.probe);
        }
      }
      SourceEvent.Type type = type(f.what);
      String name = name(f.what, result == null ? f.first : result, thrown == null, c);
      if (type == SourceEvent.Type.SCHEMA) {
        // setCatalog or setSchema: which of them does anything is the driver's matter.
        Object key = access.keyOfConnection(connection);
        String now = key == null ? null : access.schema(key, connection);
        name = now == null ? name : now;
        if (name == null) {
          return;
        }
        s.changedSchema = name;
      }
      publish(
          s,
          SourceEvent.control(
              type,
              s.connection(),
              f.start,
              System.nanoTime(),
              s.epoch,
              s.lost,
              s.takeJoined(),
              thrown == null || ends(f.what) ? Outcome.ROWS : Outcomes.error(thrown),
              name,
              f.number));
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  private static SourceEvent.Type type(int what) {
    switch (what) {
      case CONTROL_COMMIT:
        return SourceEvent.Type.COMMIT;
      case CONTROL_ROLLBACK:
        return SourceEvent.Type.ROLLBACK;
      case CONTROL_AUTOCOMMIT:
        return SourceEvent.Type.AUTOCOMMIT;
      case CONTROL_SAVEPOINT:
        return SourceEvent.Type.SAVEPOINT;
      case CONTROL_ROLLBACK_TO:
        return SourceEvent.Type.ROLLBACK_TO;
      case CONTROL_RELEASE:
        return SourceEvent.Type.RELEASE_SAVEPOINT;
      case CONTROL_SCHEMA:
        return SourceEvent.Type.SCHEMA;
      case CONTROL_ISOLATION:
        return SourceEvent.Type.ISOLATION;
      case CONTROL_READ_ONLY:
        return SourceEvent.Type.READ_ONLY;
      default:
        return SourceEvent.Type.CLOSE;
    }
  }

  /** Savepoints without a name get one of ours: the target needs some name, not the same. */
  private @Nullable String name(int what, @Nullable Object argument, boolean ok, CallContext c) {
    if (what == CONTROL_SCHEMA) {
      return (String) argument;
    }
    if (!ok || !(argument instanceof Savepoint)) {
      return null;
    }
    String name = savepoints.get(argument, c.probe);
    if (name == null) {
      try {
        name = ((Savepoint) argument).getSavepointName();
      } catch (SQLException | RuntimeException unnamed) {
        name = null;
      }
      if (name == null) {
        name = "querymirror_" + savepointIds.incrementAndGet();
      }
      savepoints.put(argument, name);
    }
    return name;
  }

  @Override
  public void exitGuard(Object token) {
    Frame f = (Frame) token;
    f.busy = false;
    f.release();
  }

  @Override
  public void exitPrepare(Object token, Object connection, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    String sql = (String) f.first;
    try {
      if (thrown != null
          || statement == null
          || sql == null
          || sql.startsWith(MARKER)
          || !f.known && f.inner) {
        return;
      }
      CallContext c = f.context;
      DriverAccess access = DriverAccess.of(statement);
      Session s = session(access, connection, access.keyOfStatement(statement), c);
      if (s != null) {
        SourceEvent.Form form =
            f.known
                ? access.form(statement)
                : statement instanceof java.sql.CallableStatement
                    ? SourceEvent.Form.CALL
                    : SourceEvent.Form.PREPARED;
        statements.put(statement, new StatementState(s, new StatementText(sql), form, generation));
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  @Override
  public void exitConnect(Object token, Object connection, Throwable thrown) {
    Frame f = (Frame) token;
    Object url = f.first;
    Object properties = f.second;
    try {
      if (thrown != null || connection == null || !f.known && f.inner) {
        return;
      }
      if (f.known && Proxy.isProxyClass(connection.getClass())) {
        // Of several nodes: each has its session, this is none, and would never be shown to be.
        return;
      }
      DriverAccess access = DriverAccess.of(connection);
      Object key = access.keyOfConnection(connection);
      if (key == null) {
        return;
      }
      Map<String, String> given = new LinkedHashMap<>();
      if (properties instanceof Properties) {
        Properties p = (Properties) properties;
        for (String name : p.stringPropertyNames()) {
          String value = p.getProperty(name);
          if (value != null) {
            given.put(name, value);
          }
        }
      }
      SourceConnection identity =
          access.identify(
              sessions.nextId(),
              key,
              connection,
              url instanceof String ? (String) url : null,
              given);
      sessions.add(key, new Session(identity, generation));
      opened.run();
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  // ---- binds and batches --------------------------------------------------------------------

  @Override
  public void exitBind(Object token, Object statement, int kind, String reason, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      if (thrown != null || !f.known && f.inner) {
        return;
      }
      StatementState state = state(statement, f.context);
      if (state == null) {
        return;
      }
      BindKind k = KINDS[kind];
      Object v = f.second;
      Object x = typeOf(f.third);
      if (k == BindKind.NULL) {
        v = null;
        x = typeOf(f.second);
      } else if (k == BindKind.NULL_NAMED) {
        v = f.third;
        x = typeOf(f.second);
      } else if (k == BindKind.UNSUPPORTED) {
        v = reason;
        x = null;
      } else if (k == BindKind.OBJECT_SCALED) {
        x = new Object[] {typeOf(f.third), f.fourth};
      }
      if (v != null) {
        // Nothing of the application's own classes is kept: its loader would stay with it.
        String unsupported = k == BindKind.UNSUPPORTED ? null : BindValues.unsupported(k, v);
        if (unsupported != null) {
          k = BindKind.UNSUPPORTED;
          v = unsupported;
          x = null;
        } else if (!DriverAccess.of(statement).bindsByReference()) {
          v = BindValues.freeze(v);
        }
      }
      Object position = f.first;
      if (position instanceof Integer) {
        state.binds.set((Integer) position, k, v, x);
      } else if (position instanceof String) {
        state.binds.set((String) position, k, v, x);
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  private static @Nullable Object typeOf(@Nullable Object type) {
    return type == null ? null : BindValues.typeOf(type);
  }

  @Override
  public void exitRegisterOut(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    Object position = f.first;
    Object type = f.second;
    Object extra = f.third;
    try {
      StatementState state =
          thrown != null || !f.known && f.inner ? null : state(statement, f.context);
      if (state != null && type != null) {
        int index = position instanceof Integer ? (Integer) position : 0;
        String name = position instanceof String ? (String) position : null;
        state.binds.registerOut(
            new Binds.OutParameter(index, name, BindValues.typeOf(type), extra));
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  @Override
  public void exitAddBatch(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    String sql = (String) f.first;
    try {
      if (thrown != null || !f.known && f.inner) {
        return;
      }
      CallContext c = f.context;
      StatementState state = state(statement, c);
      if (state == null && sql != null) {
        DriverAccess access = DriverAccess.of(statement);
        Session s = session(access, statement, access.keyOfStatement(statement), c);
        if (s == null) {
          return;
        }
        state =
            statements.putIfAbsent(
                statement, new StatementState(s, null, SourceEvent.Form.TEXT, generation));
      }
      if (state != null) {
        if (sql != null) {
          state.addBatch(sql);
        } else {
          RawBinds held =
              state.bindsMayBeMissing() ? DriverAccess.of(statement).binds(statement) : null;
          state.addBatch(held == null ? state.binds.snapshot() : held);
        }
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  @Override
  public void exitClearBatch(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      StatementState state = statements.get(statement, f.context.probe);
      if (state != null && thrown == null) {
        state.clearBatch();
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  @Override
  public void exitClearParameters(Object token, Object statement, Throwable thrown) {
    Frame f = (Frame) token;
    try {
      StatementState state = statements.get(statement, f.context.probe);
      if (state != null && thrown == null) {
        state.binds.clear();
      }
    } catch (Throwable e) {
      errors.caught(e);
    } finally {
      f.busy = false;
      f.release();
    }
  }

  // ---- sessions and statements --------------------------------------------------------------

  /** The session of a statement, which may have outlived the one that it was prepared in. */
  private Session sessionOf(
      StatementState state, DriverAccess access, Object statement, CallContext c) {
    Session s = state.session;
    if (!s.ended) {
      return rejoin(s, access, statement);
    }
    Session next = session(access, statement, access.keyOfStatement(statement), c);
    if (next == null) {
      return s;
    }
    state.session = next;
    return next;
  }

  /** The session behind a key, joined anew after the agent was off or lost events of it. */
  private @Nullable Session session(
      DriverAccess access, Object subject, @Nullable Object key, CallContext c) {
    if (key == null) {
      return null;
    }
    Session s = sessions.get(key, c.probe);
    if (s == null) {
      Object connection = subject instanceof java.sql.Connection ? subject : null;
      SourceConnection identity =
          access.identify(sessions.nextId(), key, connection, null, Map.of());
      s = sessions.add(key, new Session(identity, generation - 1));
    }
    return rejoin(s, access, subject);
  }

  /**
   * Events of this session may have been missed: tells the dispatcher where it stands now, and
   * whether a transaction is open whose beginning was not seen.
   */
  private Session rejoin(Session s, DriverAccess access, Object subject) {
    int current = generation;
    if (s.generation == current && s.lost == 0) {
      return s;
    }
    Object key =
        subject instanceof Statement
            ? access.keyOfStatement(subject)
            : access.keyOfConnection(subject);
    if (key == null) {
      return s;
    }
    boolean autocommit = access.autocommit(key);
    s.joinedInTransaction = access.inTransaction(key);
    s.generation = current;
    s.epoch++;
    long now = System.nanoTime();
    // The first word that arrives ends the loss, so it must be the one that tells of it.
    boolean told =
        tell(s, SourceEvent.Type.AUTOCOMMIT, SourceEvent.REJOINED, autocommit ? 1 : 0, now);
    String schema = access.schema(key, subject);
    if (told && schema != null) {
      tell(s, SourceEvent.Type.SCHEMA, schema, 0, now);
    }
    return s;
  }

  private boolean tell(
      Session s, SourceEvent.Type type, @Nullable String argument, int number, long now) {
    return offer(
        s,
        SourceEvent.control(
            type,
            s.connection(),
            now,
            now,
            s.epoch,
            s.lost,
            s.takeJoined(),
            Outcome.ROWS,
            argument,
            number));
  }

  private @Nullable StatementState state(Object statement, CallContext c) {
    StatementState state = statements.get(statement, c.probe);
    if (state != null) {
      state.refresh(generation);
      return state;
    }
    if (!(statement instanceof java.sql.PreparedStatement)) {
      return null;
    }
    DriverAccess access = DriverAccess.of(statement);
    String sql = access.sql(statement);
    Session s =
        sql == null ? null : session(access, statement, access.keyOfStatement(statement), c);
    if (sql == null || s == null || sql.startsWith(MARKER)) {
      return null;
    }
    // Prepared before the agent saw it: its binds so far are unknown.
    StatementState late =
        new StatementState(s, new StatementText(sql), access.form(statement), generation);
    late.missed();
    return statements.putIfAbsent(statement, late);
  }

  /** A class of no known driver: a driver if nothing inside it was one, else a wrapper. */
  private void identifyOther(Frame f) {
    Object subject = f.subject;
    if (f.inner || subject == null) {
      f.text = null;
      return;
    }
    CallContext c = f.context;
    DriverAccess access = DriverAccess.of(subject);
    StatementState state = state(subject, c);
    f.state = state;
    if (f.text == null && state != null) {
      f.text = state.text;
    }
    f.session =
        state != null
            ? sessionOf(state, access, subject, c)
            : session(access, subject, access.keyOfStatement(subject), c);
  }

  /** After a loss nothing can be placed until the session was joined anew. */
  private void publish(Session s, SourceEvent event) {
    boolean close = event.type() == SourceEvent.Type.CLOSE;
    if (close) {
      if (!offer(s, event)) {
        lostCloses.add(event);
      }
    } else if (s.lost == 0) {
      offer(s, event);
      if (s.ended) {
        // Closed while it ran: whoever follows sessions has begun one for it again.
        abandoned(s);
      }
    } else {
      lose(s, event);
    }
  }

  private boolean offer(Session s, SourceEvent event) {
    if (ring.offer(event)) {
      s.lost = 0;
      return true;
    }
    lose(s, event);
    return false;
  }

  private void lose(Session s, SourceEvent event) {
    s.lost++;
    ledger.ringFull(event.statements());
  }

  /** The end of a session that nothing else will tell of, as where it was never closed. */
  private void abandoned(Session s) {
    long now = System.nanoTime();
    publish(
        s,
        SourceEvent.control(
            SourceEvent.Type.CLOSE,
            s.connection(),
            now,
            now,
            s.epoch,
            s.lost,
            false,
            Outcome.ROWS,
            null,
            0));
  }
}
