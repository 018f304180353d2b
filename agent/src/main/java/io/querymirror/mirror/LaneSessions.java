package io.querymirror.mirror;

import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.Pin;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import io.querymirror.sql.Traits;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that stand for one source connection: keeps them in its state, gets new ones, and
 * brings those into it.
 */
final class LaneSessions {
  private final TargetContext target;
  private final SourceConnection source;
  private final ConnectionVariant variant;
  private final ControlRunner control;
  private final LanePins pins;
  private Pin lastPin = Pin.NONE;

  /** Under {@code writes: rollback}, else null. */
  private final @Nullable Undo undo;

  private final LaneConnections connections = new LaneConnections();
  private SessionLog log = new SessionLog();

  private final Holds holds = new Holds();

  private final LastInsertId lastInsertId = new LastInsertId();

  /** Nothing ran on the writer since it was had. */
  private boolean moved;

  /** Lacks state that the source has. */
  private boolean unseeded;

  /** The statement that ran last asked for what was on another connection. */
  private boolean lacking;

  private boolean joined;

  private boolean brokeOff;
  private final LaneHosts hosts;
  private String lastHost;

  LaneSessions(TargetContext target, SourceConnection source, ConnectionVariant variant) {
    this.target = target;
    this.source = source;
    this.variant = variant;
    this.undo = target.undo ? new Undo(target) : null;
    this.control = new ControlRunner(target, undo);
    this.pins = new LanePins(target);
    this.hosts = new LaneHosts(target);
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
    unseeded = (holds.any() && !connections.isEmpty()) || log.holdsMore();
    if (joined) {
      lastInsertId.unknown();
    }
    joined = true;
    gone();
    connections.releaseAll(null);
  }

  /** What was on the writer alone is lost. */
  private void gone() {
    holds.clear();
    lastInsertId.gone();
  }

  /** Takes note of a statement, no control, that succeeded on the connection. */
  void ran(Execution e) {
    holds.ran(e);
    log.ran(e);
    moved = false;
    lastInsertId.ran(e);
  }

  /** Takes note of a BEGIN that succeeded. */
  void begun() {
    holds.begun();
  }

  /** Whether it can't leave its connection. */
  boolean sticks() {
    return holds.any();
  }

  boolean unseeded() {
    return unseeded
        || lacking
        || log.overflowed()
        || log.unknown()
        || (connections.writer() != null && !holds.has(log.tables()));
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
    hosts.forget();
    if (!anyRole && connections.writer() != null) {
      TargetConnection writer = writer();
      if (writer != null) {
        return writer;
      }
      brokeOff = true;
    }
    TargetHost host = hosts.choose(anyRole);
    if (host == null) {
      return null;
    }
    TargetConnection known = connections.on(host);
    if (known != null && known.alive()) {
      if (!anyRole) {
        connections.writer(known);
        moved = true;
        seedTables(known);
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
    if (!hosts.due()) {
      return null;
    }
    lastHost = host.address();
    try {
      TargetConnection c = host.connect(variant, source, log.signature());
      connections.add(c, !anyRole);
      unseeded |= !c.carries(variant);
      seedSettings(c);
      if (!anyRole) {
        moved = true;
        seedTables(c);
        seedTransaction(c);
      }
      if (c.alive()) {
        hosts.connected();
        return c;
      }
      drop(c);
      hosts.failed(false);
    } catch (SQLException e) {
      target.log.debug(host.address() + ": " + Errors.words(e));
      hosts.failed(Errors.tooManyConnections(e));
    }
    return null;
  }

  /** Whether a host came up since this lane took its place: it may belong there now. */
  boolean displaced() {
    return connections.writer() != null && hosts.haveGrown();
  }

  /** Whether the last {@link #connection} lost the session that the lane had. */
  boolean brokeOff() {
    return brokeOff;
  }

  boolean mayWait() {
    return hosts.mayWait();
  }

  /** Whether the last {@link #connection} failed because the server has none left. */
  boolean crowded() {
    return hosts.crowded();
  }

  void await(Runnable resume) {
    hosts.await(resume);
  }

  void drop(TargetConnection c) {
    if (c == connections.writer()) {
      // What SETs made is set again; what a SELECT assigned is not.
      unseeded |= holds.any() || log.holdsMore();
      gone();
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
    boolean as = known && !holds.any() && !unseeded;
    gone();
    connections.releaseAll(as ? log.signature() : null);
  }

  /** Gives all connections back, and takes along what it takes to go on with others. */
  void leave() {
    TargetConnection c = connections.writer();
    if (c != null && (lastInsertId.changed() || !log.asked().isEmpty())) {
      try {
        Luggage luggage = Luggage.of(c, log.asked());
        log.carry(luggage.settings());
        lastInsertId.read(luggage.identity());
      } catch (SQLException e) {
        target.log.debug(c.host().address() + ": " + Errors.words(e));
        unseeded |= log.holdsMore();
      }
    }
    release(true);
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
    for (String text : log.carried()) {
      if (!there && !set(c, text)) {
        unseeded = true;
      }
      if (!c.alive()) {
        return;
      }
    }
    if (log.inexact()) {
      unseeded = true;
    }
  }

  private boolean set(TargetConnection c, String text) {
    try {
      c.run(Marker.COPY + text);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Temporary tables that the session has and that the connection does not: empty ones. */
  private void seedTables(TargetConnection c) {
    for (Execution e : log.temporary()) {
      unseeded = true;
      if (!target.deny && c.alive()) {
        copy(c, e);
      }
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
    return copy(c, e, false);
  }

  /** The same, and keeps the rows of its first result where asked to. */
  CopyResult copy(TargetConnection c, Execution e, boolean keepRows) {
    lastHost = c.host().address();
    String sql;
    try {
      sql = target.texts.map(e);
      if (undo == null && c.autocommit() != e.autocommit()) {
        c.turn(e.autocommit());
      }
      Schemas.use(c, target.texts.schema(e.schema()));
      identify(c, e);
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
    boolean asks = Traits.of(e.statementShape()).readsCount() || Judge.asksForWarnings(e);
    pin = asks ? pin.untold() : pin;
    c.pin(pin);
    lastPin = pin;
    CopyResult result = c.copy(e, sql, keepRows);
    pins.ran(e, pin, result);
    if (undo != null) {
      undo.after(c, e, result);
    }
    if (result.ok()) {
      ran(e);
    }
    return result;
  }

  /** Runs a read that just ran once more, for its rows alone. */
  CopyResult again(TargetConnection c, Execution e) {
    try {
      c.pin(lastPin);
      return c.copy(e, target.texts.map(e), true);
    } catch (NotRepeatableException ex) {
      return CopyResult.unsupported(String.valueOf(ex.getMessage()));
    }
  }

  /** Whether the last {@link #copy} was told the time. */
  boolean clocked() {
    return lastPin.clock();
  }

  /** Whether the last {@link #copy} was told the keys that it generated. */
  boolean keyed() {
    return lastPin.key() != 0;
  }

  /** Runs the copies of steps of one schema and one autocommit mode; see the connection's. */
  List<CopyResult> copyAll(TargetConnection c, List<Step> steps) {
    lastPin = Pin.NONE;
    lastHost = c.host().address();
    List<Execution> all = new ArrayList<>(steps.size());
    List<String> texts = new ArrayList<>(steps.size());
    try {
      align(c, steps.get(0).execution());
      for (Step step : steps) {
        texts.add(target.texts.map(step.execution()));
        all.add(step.execution());
      }
    } catch (NotRepeatableException | SQLException ex) {
      // It runs by itself then, and its end tells why.
    }
    return all.size() < 2 ? List.of() : c.copyAll(all, texts, target.judge != null);
  }

  /** What asks for the last id finds the one that its session was given elsewhere. */
  private void identify(TargetConnection c, Execution e) throws SQLException {
    lacking = moved && Traits.of(e.statementShape()).asksBack();
    lacking |= !lastInsertId.tell(c, e);
  }

  /** LAST_INSERT_ID() on the writer is what it once was. */
  void identity(TargetConnection c, Object id) throws SQLException {
    lastInsertId.back(c, id);
  }

  /** Whether FOUND_ROWS() or ROW_COUNT() may yet be asked for what ran last. */
  boolean tellsOfLast() {
    return holds.tellsOfLast();
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
    lacking = false;
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
        if (type == ControlType.SET && e.isStatement()) {
          identify(c, e);
        }
      }
    } catch (SQLException ex) {
      return CopyResult.ran(Errors.outcome(ex), System.nanoTime(), 0);
    }
    if (type != ControlType.SET || !e.isStatement()) {
      return control.run(c, e);
    }
    Pin pin = pins.of(e, e.sql(), log.ownClock());
    pin = Traits.of(e.statementShape()).readsCount() ? pin.untold() : pin;
    c.pin(pin);
    CopyResult result = control.run(c, e);
    c.pin(Pin.NONE); // Not every control is sent.
    pins.ran(e, pin, result);
    if (result.ok() && c == connections.writer()) {
      holds.ran(e);
      moved = false;
    }
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
