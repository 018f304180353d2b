package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that stand for one source connection: keeps them in its state, gets new ones, and
 * brings those into it.
 */
final class LaneSessions {
  private static final int ATTEMPTS = 6;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long GIVE_UP_NANOS = 2_000_000_000L;

  private final TargetContext target;
  private final SourceConnection source;
  private final ConnectionVariant variant;
  private final ControlRunner control;
  private final LanePins pins;

  /** Under {@code writes: rollback}, else null. */
  private final @Nullable Undo undo;

  private final LaneConnections connections = new LaneConnections();
  private SessionLog log = new SessionLog();

  /** Holds state that can't be brought to another connection. */
  private boolean sticky;

  /** Lacks state that the source has. */
  private boolean unseeded;

  private boolean brokeOff;
  private boolean crowded;
  private int attempts;
  private boolean gaveUp;
  private long gaveUpAt;
  private @Nullable Consumer<Runnable> waiting;
  private String lastHost;

  LaneSessions(TargetContext target, SourceConnection source, ConnectionVariant variant) {
    this.target = target;
    this.source = source;
    this.variant = variant;
    this.undo = target.undo ? new Undo(target) : null;
    this.control = new ControlRunner(target, undo);
    this.pins = new LanePins(target);
    this.lastHost = target.hosts.all().get(0).address();
  }

  SessionLog log() {
    return log;
  }

  /** Starts over from a state that the feeding side knows. */
  void join(SessionLog seed) {
    if (undo != null) {
      undo.leave();
    }
    log = seed.copy();
    unseeded = sticky && !connections.isEmpty();
    sticky = false;
    connections.releaseAll(null);
  }

  /** From now on the session stays where it is. */
  void stick() {
    sticky = true;
  }

  boolean sticks() {
    return sticky;
  }

  boolean unseeded() {
    return unseeded || log.overflowed();
  }

  /** A setting that the source has was refused here. */
  void failedSetting() {
    unseeded = true;
  }

  String lastHost() {
    return lastHost;
  }

  // Getting connections ----------------------------------------------------------------------

  /** The connection that all but plain reads need, if there is one in good health. */
  @Nullable TargetConnection writer() {
    TargetConnection writer = connections.writer();
    if (writer != null && !writer.alive()) {
      drop(writer);
      return null;
    }
    return writer;
  }

  /**
   * A connection in the source's state; null where there is none now: then {@link #mayWait} tells
   * whether to wait for one.
   *
   * @param anyRole for a plain read, which may go to a reader
   */
  @Nullable TargetConnection connection(boolean anyRole) {
    brokeOff = false;
    crowded = false;
    waiting = null;
    if (!anyRole && connections.writer() != null) {
      TargetConnection writer = writer();
      if (writer != null) {
        return writer;
      }
      brokeOff = true;
    }
    long seen = target.hosts.changes();
    TargetHost host = target.hosts.choose(anyRole);
    if (host == null) {
      if (target.hosts.hope(anyRole)) {
        waiting = resume -> target.hosts.await(seen, resume);
      }
      return null;
    }
    TargetConnection known = connections.on(host);
    if (known != null && known.alive()) {
      if (!anyRole) {
        connections.writer(known);
        seedTransaction(known);
      }
      return known;
    }
    if (known != null) {
      drop(known);
    }
    return connect(host, anyRole);
  }

  private @Nullable TargetConnection connect(TargetHost host, boolean anyRole) {
    if (gaveUp && System.nanoTime() - gaveUpAt < GIVE_UP_NANOS) {
      return null;
    }
    gaveUp = false;
    lastHost = host.address();
    try {
      TargetConnection c = host.connect(variant, source, log.signature());
      connections.add(c, !anyRole);
      seedSettings(c);
      if (!anyRole) {
        seedTransaction(c);
      }
      if (c.alive()) {
        attempts = 0;
        return c;
      }
      drop(c);
    } catch (SQLException e) {
      target.log.debug(host.address() + ": " + e.getMessage());
      crowded = Errors.tooManyConnections(e);
    }
    if (++attempts > ATTEMPTS) {
      // The host is up and yet gives no connection: what is queued may not grow old over it.
      attempts = 0;
      gaveUp = true;
      gaveUpAt = System.nanoTime();
    } else {
      long millis = FIRST_PAUSE_MILLIS << attempts;
      waiting = resume -> later(resume, millis);
    }
    return null;
  }

  private void later(Runnable resume, long millis) {
    try {
      target.timer.schedule(resume, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The agent ends, and counts what is queued.
    }
  }

  /** Whether the last {@link #connection} lost the session that the lane had. */
  boolean brokeOff() {
    return brokeOff;
  }

  boolean mayWait() {
    return waiting != null;
  }

  /** Whether the last {@link #connection} failed because the server has none left. */
  boolean crowded() {
    return crowded;
  }

  void await(Runnable resume) {
    Consumer<Runnable> how = waiting;
    if (how != null) {
      how.accept(resume);
    }
  }

  void drop(TargetConnection c) {
    if (sticky && c == connections.writer()) {
      unseeded = true;
    }
    if (undo != null) {
      undo.gone(c);
    }
    connections.drop(c);
  }

  /** Gives all connections back; another lane may have them where their state is known. */
  void release(boolean known) {
    if (undo != null) {
      undo.leave();
    }
    connections.releaseAll(known && !sticky && !unseeded ? log.signature() : null);
  }

  // Bringing them into the source's state ----------------------------------------------------

  private void seedSettings(TargetConnection c) {
    String known = log.signature();
    boolean there = known != null && !known.isEmpty() && c.signature().equals(known);
    for (Execution e : log.settings()) {
      if (!there && !isAligned(e) && !controlOn(c, e).ok()) {
        unseeded = true;
      }
      if (!c.alive()) {
        return;
      }
    }
    if (log.dependent()) {
      unseeded = true;
    }
  }

  private void seedTransaction(TargetConnection c) {
    for (Execution e : log.open()) {
      controlOn(c, e);
    }
  }

  // Running ----------------------------------------------------------------------------------

  /** Runs a statement's copy, with the schema and the autocommit mode that it had. */
  CopyResult copy(TargetConnection c, Execution e) {
    lastHost = c.host().address();
    String sql;
    try {
      sql = target.texts.map(e.sql());
      align(c, e);
    } catch (NotRepeatableException ex) {
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
    }
    CopyResult refused = undo == null ? null : undo.before(c, e, false);
    if (refused != null) {
      return refused;
    }
    Pin pin = pins.of(e, sql, log.ownClock());
    c.pin(pin);
    CopyResult result = c.copy(e, sql);
    pins.ran(e, pin, result);
    if (undo != null) {
      undo.after(c, e, result);
    }
    return result;
  }

  /** Runs the copies of steps of one schema and one autocommit mode; see the connection's. */
  List<CopyResult> copyAll(TargetConnection c, List<Step> steps) {
    lastHost = c.host().address();
    List<Execution> all = new ArrayList<>(steps.size());
    List<String> texts = new ArrayList<>(steps.size());
    try {
      align(c, steps.get(0).execution());
      for (Step step : steps) {
        texts.add(target.texts.map(step.execution().sql()));
        all.add(step.execution());
      }
    } catch (NotRepeatableException | SQLException ex) {
      // It runs by itself then, and its end tells why.
    }
    return all.size() < 2 ? List.of() : c.copyAll(all, texts);
  }

  private void align(TargetConnection c, Execution e) throws SQLException {
    alignAutocommit(c, e);
    Schemas.use(c, target.texts.schema(e.schema()));
  }

  private void alignAutocommit(TargetConnection c, Execution e) throws SQLException {
    if (undo == null && c.autocommit() != e.autocommit()) {
      c.run(Marker.COPY + "SET autocommit=" + (e.autocommit() ? "1" : "0"));
      c.autocommit(e.autocommit());
    }
  }

  /** Runs a piece of session control; settings on every connection of the lane. */
  CopyResult control(TargetConnection c, Execution e) {
    lastHost = c.host().address();
    ControlType type = e.control();
    if (type != null && ControlRunner.isSetting(type)) {
      for (TargetConnection other : connections.all()) {
        if (other != c
            && !ControlRunner.isAutocommit(type)
            && !controlOn(other, e).ok()
            && !other.alive()) {
          drop(other);
        }
      }
    }
    return controlOn(c, e);
  }

  /** Whether every statement brings its connection into this state by itself, where need be. */
  static boolean isAligned(Execution e) {
    ControlType type = e.control();
    return !e.isStatement()
        && type != null
        && (type == ControlType.SCHEMA || ControlRunner.isAutocommit(type));
  }

  /**
   * A mode that waited goes before what begins or marks a transaction, which it would end. A SET
   * that may read tables or call functions needs its schema.
   */
  private CopyResult controlOn(TargetConnection c, Execution e) {
    ControlType type = e.control();
    try {
      if (type != null && !endsOrSwitches(type)) {
        alignAutocommit(c, e);
        if (type == ControlType.SET && e.isStatement() && e.sql().indexOf('(') >= 0) {
          Schemas.use(c, target.texts.schema(e.schema()));
        }
      }
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
    }
    if (type != ControlType.SET || !e.isStatement()) {
      return control.run(c, e);
    }
    Pin pin = pins.of(e, e.sql(), log.ownClock());
    c.pin(pin);
    CopyResult result = control.run(c, e);
    c.pin(Pin.NONE); // Not every control is sent.
    pins.ran(e, pin, result);
    return result;
  }

  private static boolean endsOrSwitches(ControlType type) {
    return type == ControlType.COMMIT
        || type == ControlType.ROLLBACK
        || type == ControlType.SCHEMA
        || ControlRunner.isAutocommit(type);
  }

  /** Rolls back what is open on the writer, if anything can be. */
  void rollback() {
    TargetConnection c = connections.writer();
    if (c == null) {
      return;
    }
    if (undo != null) {
      undo.end();
      return;
    }
    try {
      c.run(Marker.OWN + "ROLLBACK");
    } catch (SQLException e) {
      drop(c);
    }
  }

  /** A transaction that was cut ended by COMMIT AND CHAIN: the next one is open at once. */
  void chain(Execution e) {
    TargetConnection c = writer();
    if (c != null && undo == null && ControlText.chains(e)) {
      try {
        c.run(Marker.OWN + "START TRANSACTION");
      } catch (SQLException ex) {
        drop(c);
      }
    }
  }
}
