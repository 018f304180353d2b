package io.querymirror.capture;

import io.querymirror.capture.Placed.Missing;
import io.querymirror.model.BatchEntries;
import io.querymirror.model.Binds;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Fate;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SqlShape;
import io.querymirror.model.StatementText;
import io.querymirror.sql.SqlParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows each session from its events: schema, autocommit, transactions. Turns every event into
 * executions that know their place. Used by the dispatcher's thread alone.
 *
 * <p>A transaction that a statement ends by the way (DDL, BEGIN inside another, a deadlock) is
 * ended by a control of its own, so that it reaches targets that do not get the statement.
 */
public final class SessionTracker {
  private static final int DEADLOCK = 1213;
  private static final int PARSE_ERROR = 1064;
  private static final long SPREAD_NANOS = 100_000_000L;

  private static final class Session {
    @Nullable String schema;
    boolean autocommit;
    long transaction;
    @Nullable Fate fate;
    Missing missing = Missing.NONE;
    final SqlModes modes;

    Session(SourceConnection source) {
      this.schema = source.schema();
      this.modes = new SqlModes(source);
      // A property of MariaDB Connector/J; nothing is called for it.
      boolean off = "false".equalsIgnoreCase(source.properties().get("autocommit"));
      this.autocommit = !off || !source.driver().startsWith("mariadb");
    }

    void begin(long id, long nanos) {
      transaction = id;
      fate = new Fate(nanos);
    }

    void over(Fate.End how) {
      Fate ended = fate;
      transaction = 0;
      fate = null;
      if (ended != null) {
        ended.end(how);
      }
    }
  }

  private final Map<SourceConnection, Session> sessions = new HashMap<>();
  private final DrawnKeys drawn = new DrawnKeys();
  private long sequence;
  private long transactions;

  /** The last transaction that has begun; their numbers grow. */
  public long lastTransaction() {
    return transactions;
  }

  /** The sessions that something was seen of and that have not ended. */
  public Collection<SourceConnection> sessions() {
    return new ArrayList<>(sessions.keySet());
  }

  /** Hands the executions of one event over, in order. */
  public void place(SourceEvent event, Placed to) {
    Session s = sessions.computeIfAbsent(event.connection(), Session::new);
    boolean rejoined =
        event.type() == SourceEvent.Type.AUTOCOMMIT
            && SourceEvent.REJOINED.equals(event.argument());
    if (event.lostBefore() > 0 || rejoined) {
      // An end of the transaction may be among what was lost: no target may commit half of it.
      end(event, s, Fate.End.UNKNOWN, ControlType.ROLLBACK, to);
    }
    BatchEntries batch = event.batch();
    StatementText text = event.text();
    if (batch != null) {
      long key = text == null ? 0 : drawn.first(event, batch, shape(s, text), s.schema);
      for (int i = 0; i < batch.size(); i++) {
        String own = batch.text(i);
        StatementText t =
            own != null || text == null ? new StatementText(own == null ? "" : own) : text;
        boolean told = key == 0 || i == batch.size() - 1;
        Outcome outcome = told ? batch.outcome(i) : Outcome.success(false, 1, key + i);
        statement(event, s, t, batch.binds(i), outcome, spread(event, batch, i, to));
      }
    } else if (text != null) {
      statement(event, s, text, event.binds(), event.outcome(), to);
    } else {
      method(event, s, to);
    }
    if (event.joinedInTransaction()) {
      // Told with the session's autocommit mode, so that it is the last word on where it stands.
      end(event, s, Fate.End.UNKNOWN, ControlType.ROLLBACK, to);
      s.missing = event.lostBefore() > 0 ? Missing.LOST : Missing.DISABLED;
    }
  }

  /** The entries of a batch that took long were sent one after the other. */
  private static Placed spread(SourceEvent event, BatchEntries batch, int i, Placed to) {
    long took = event.finishNanos() - event.startNanos();
    String rewritten = event.connection().properties().get("rewriteBatchedStatements");
    if (took < SPREAD_NANOS || "true".equalsIgnoreCase(rewritten)) {
      return to;
    }
    long sent = event.startNanos() + took / batch.size() * i;
    return (e, missing) -> to.accept(e.isStatement() ? e.sentAt(sent) : e, missing);
  }

  private void statement(
      SourceEvent event, Session s, StatementText text, Binds binds, Outcome outcome, Placed to) {
    SqlShape shape = shape(s, text);
    ControlType control = outcome.ok() ? control(shape, binds) : null;
    if (outcome.ok() && "xa".equals(shape.unsupported())) {
      globalTransaction(event, s, text, shape, outcome, to);
      return;
    }
    if (control != null) {
      control(event, s, text, shape, binds, outcome, control, to);
      return;
    }
    if (outcome.ok() && !shape.parts().isEmpty()) {
      several(event, s, text, shape, binds, outcome, to);
      return;
    }
    if (shape.commits() && (outcome.ok() || outcome.vendorCode() != PARSE_ERROR)) {
      end(event, s, Fate.End.COMMITTED, ControlType.COMMIT, to);
    } else if (!s.autocommit && s.transaction == 0 && shape.control() == null) {
      s.begin(++transactions, event.startNanos());
    }
    drawn.ran(event, shape, s.schema, outcome);
    Execution e = execution(event, s, text, shape, binds, outcome, null, null, 0, false);
    to.accept(complete(e, event, shape, binds, outcome), s.missing);
    if (isConnectionLost(outcome)) {
      drawn.clear(); // With its server, counters may fall back to what was kept.
    }
    if (outcome.vendorCode() == DEADLOCK || isConnectionLost(outcome)) {
      // A COMMIT among those that got no answer may have been the last thing that the server did.
      boolean mayBeKept = shape.control() == ControlType.COMMIT || shape.commits();
      Fate.End how =
          mayBeKept && isConnectionLost(outcome) ? Fate.End.UNKNOWN : Fate.End.ROLLED_BACK;
      end(event, s, how, ControlType.ROLLBACK, to);
    }
  }

  private static SqlShape shape(Session s, StatementText text) {
    SqlShape known = text.shape();
    if (known == null
        || known.ansiQuotes() != s.modes.ansiQuotes()
        || known.noBackslashEscapes() != s.modes.noBackslashEscapes()) {
      known = SqlParser.parse(text.sql(), s.modes.ansiQuotes(), s.modes.noBackslashEscapes());
      text.shape(known);
    }
    return known;
  }

  /** What a text does to its session; of {@code SET autocommit = ?} only the bind tells. */
  private static @Nullable ControlType control(SqlShape shape, Binds binds) {
    ControlType control = shape.control();
    if (control != ControlType.SET || !"autocommit".equals(shape.argument()) || binds.size() != 1) {
      return control;
    }
    ControlType autocommit = ControlType.autocommit(String.valueOf(binds.value(1)));
    return autocommit == null ? control : autocommit;
  }

  /**
   * Several statements in one text, some of them session control, that run on the target as they
   * stand. What they find open ends with their first end, before them where that is the same; the
   * text belongs to the transaction that it leaves open.
   */
  private void several(
      SourceEvent event,
      Session s,
      StatementText text,
      SqlShape shape,
      Binds binds,
      Outcome outcome,
      Placed to) {
    Parts parts = Parts.of(shape.parts(), s.autocommit, s.transaction != 0 && !shape.commits());
    boolean endsBefore = s.transaction != 0 && (parts.ends() || shape.commits());
    boolean endsBehind = endsBefore && parts.rollsBack() && parts.worksBeforeEnd();
    if (endsBefore && !endsBehind) {
      end(
          event,
          s,
          parts.rollsBack() ? Fate.End.ROLLED_BACK : Fate.End.COMMITTED,
          parts.rollsBack() ? ControlType.ROLLBACK : ControlType.COMMIT,
          to);
    }
    if (parts.leavesOpen() && s.transaction == 0) {
      s.begin(++transactions, event.startNanos());
    }
    Execution e = execution(event, s, text, shape, binds, outcome, null, null, 0, false);
    to.accept(complete(e, event, shape, binds, outcome), s.missing);
    if (endsBehind) {
      end(event, s, Fate.End.ROLLED_BACK, ControlType.ROLLBACK, to);
      if (parts.leavesOpen()) {
        // Its beginning is rolled back with what was before it.
        s.begin(++transactions, event.startNanos());
        s.missing = Missing.LOST;
      }
    }
    s.autocommit = parts.autocommit();
    s.schema = parts.schema() == null ? s.schema : parts.schema();
    if (parts.sets()) {
      s.modes.assigned(text.sql(), binds);
    }
  }

  /**
   * XA is repeated nowhere, so what runs in a global transaction is not either: by itself, each
   * statement would stay where the transaction is rolled back.
   */
  private void globalTransaction(
      SourceEvent event,
      Session s,
      StatementText text,
      SqlShape shape,
      Outcome outcome,
      Placed to) {
    to.accept(
        execution(event, s, text, shape, Binds.NONE, outcome, null, null, 0, false), Missing.NONE);
    String[] words = shape.digestText().toLowerCase(Locale.ROOT).split(" ", 3);
    String verb = words.length > 1 ? words[1] : "";
    if (verb.equals("start") || verb.equals("begin")) {
      end(event, s, Fate.End.ROLLED_BACK, ControlType.ROLLBACK, to);
      s.begin(++transactions, event.startNanos());
      s.missing = Missing.LOST;
    } else if (!verb.equals("end") && !verb.equals("recover")) {
      end(event, s, Fate.End.UNKNOWN, ControlType.ROLLBACK, to);
    }
  }

  /** An error of ours may have cost a statement: no target may commit the rest of a transaction. */
  public void lost(SourceEvent event, Placed to) {
    Session s = sessions.get(event.connection());
    if (s != null && s.transaction != 0) {
      end(event, s, Fate.End.UNKNOWN, ControlType.ROLLBACK, to);
      s.missing = Missing.LOST;
    }
  }

  /** A bind that no setter was seen to set, of a statement that the server did execute. */
  private static Execution complete(
      Execution e, SourceEvent event, SqlShape shape, Binds binds, Outcome outcome) {
    if (event.form() == SourceEvent.Form.TEXT
        || e.unsupported() != null
        || binds == Binds.OVERSIZED
        || !outcome.ok() && outcome.vendorCode() == 0) {
      return e;
    }
    Binds.Callable callable = binds.callable();
    if (callable != null && !callable.named().isEmpty()) {
      return e;
    }
    for (int i = 1; i <= shape.parameters(); i++) {
      if (i > binds.size() || binds.kind(i) == null) {
        int position = i;
        if (callable == null || callable.out().stream().noneMatch(o -> o.index() == position)) {
          return e.unsupported("bind not seen");
        }
      }
    }
    return e;
  }

  private void control(
      SourceEvent event,
      Session s,
      StatementText text,
      SqlShape shape,
      Binds binds,
      Outcome outcome,
      ControlType control,
      Placed to) {
    long ended = 0;
    boolean committed = false;
    Missing missing = s.missing;
    switch (control) {
      case BEGIN:
        end(event, s, Fate.End.COMMITTED, ControlType.COMMIT, to);
        s.missing = Missing.NONE;
        missing = Missing.NONE;
        s.begin(++transactions, event.startNanos());
        break;
      case COMMIT:
      case ROLLBACK:
        ended = s.transaction;
        committed = control == ControlType.COMMIT;
        s.missing = Missing.NONE;
        break;
      case AUTOCOMMIT_ON:
        ended = s.transaction;
        committed = true;
        s.autocommit = true;
        s.missing = Missing.NONE;
        break;
      case AUTOCOMMIT_OFF:
        s.autocommit = false;
        break;
      case SCHEMA:
        s.schema = shape.argument();
        break;
      case SET:
        s.modes.assigned(text.sql(), binds);
        break;
      case SAVEPOINT:
        if (!s.autocommit && s.transaction == 0) {
          s.begin(++transactions, event.startNanos());
        }
        break;
      default:
    }
    Execution e =
        execution(
            event, s, text, shape, binds, outcome, control, shape.argument(), ended, committed);
    if (ended != 0) {
      s.over(committed ? Fate.End.COMMITTED : Fate.End.ROLLED_BACK);
    }
    if ("chain".equals(shape.argument())
        && (control == ControlType.COMMIT || control == ControlType.ROLLBACK)) {
      s.begin(++transactions, event.startNanos());
    }
    to.accept(e, missing);
  }

  private void method(SourceEvent event, Session s, Placed to) {
    boolean ok = event.outcome().ok();
    switch (event.type()) {
      case COMMIT:
        if (ok || reachedServer(event.outcome())) {
          end(event, s, ofCommit(event.outcome()), ControlType.COMMIT, to);
        }
        break;
      case ROLLBACK:
        if (ok || reachedServer(event.outcome())) {
          end(event, s, Fate.End.ROLLED_BACK, ControlType.ROLLBACK, to);
        }
        break;
      case CLOSE:
        end(event, s, Fate.End.ROLLED_BACK, ControlType.ROLLBACK, to);
        tell(event, s, ControlType.CLOSE, null, to);
        sessions.remove(event.connection());
        break;
      case AUTOCOMMIT:
        if (ok) {
          autocommit(event, s, event.number() == 1, to);
        } else if (event.number() == 1 && isConnectionLost(event.outcome())) {
          end(event, s, Fate.End.UNKNOWN, ControlType.ROLLBACK, to);
        }
        break;
      case SCHEMA:
        if (ok && event.argument() != null && !event.argument().equals(s.schema)) {
          s.schema = event.argument();
          tell(event, s, ControlType.SCHEMA, s.schema, to);
        }
        break;
      default:
        if (ok) {
          others(event, s, to);
        }
    }
  }

  private void autocommit(SourceEvent event, Session s, boolean on, Placed to) {
    if (on == s.autocommit && !SourceEvent.REJOINED.equals(event.argument())) {
      return;
    }
    s.autocommit = on;
    if (on) {
      long ended = s.transaction;
      Execution e =
          execution(
              event,
              s,
              null,
              null,
              Binds.NONE,
              event.outcome(),
              ControlType.AUTOCOMMIT_ON,
              "1",
              ended,
              true);
      s.over(Fate.End.COMMITTED);
      s.missing = Missing.NONE;
      to.accept(e, Missing.NONE);
    } else {
      tell(event, s, ControlType.AUTOCOMMIT_OFF, "0", to);
    }
  }

  private void others(SourceEvent event, Session s, Placed to) {
    switch (event.type()) {
      case SAVEPOINT:
        if (!s.autocommit && s.transaction == 0) {
          s.begin(++transactions, event.startNanos());
        }
        tell(event, s, ControlType.SAVEPOINT, event.argument(), to);
        break;
      case ROLLBACK_TO:
        tell(event, s, ControlType.ROLLBACK_TO, event.argument(), to);
        break;
      case RELEASE_SAVEPOINT:
        tell(event, s, ControlType.RELEASE_SAVEPOINT, event.argument(), to);
        break;
      case ISOLATION:
        tell(event, s, ControlType.ISOLATION, Integer.toString(event.number()), to);
        break;
      case READ_ONLY:
        if (event.connection().tellsReadOnly()) {
          tell(event, s, ControlType.READ_ONLY, Integer.toString(event.number()), to);
        }
        break;
      default:
        throw new IllegalStateException("not a method: " + event.type());
    }
  }

  /** Ends the open transaction, if there is one, by a control that every target gets. */
  private void end(SourceEvent event, Session s, Fate.End how, ControlType control, Placed to) {
    s.missing = Missing.NONE;
    if (s.transaction != 0) {
      Execution e =
          execution(
              event,
              s,
              null,
              null,
              Binds.NONE,
              event.outcome(),
              control,
              null,
              s.transaction,
              how == Fate.End.COMMITTED);
      s.over(how);
      to.accept(e, Missing.NONE);
    }
  }

  private void tell(
      SourceEvent event, Session s, ControlType control, @Nullable String argument, Placed to) {
    Execution e =
        execution(event, s, null, null, Binds.NONE, event.outcome(), control, argument, 0, false);
    to.accept(e, s.missing);
  }

  private Execution execution(
      SourceEvent event,
      Session s,
      @Nullable StatementText text,
      @Nullable SqlShape shape,
      Binds binds,
      Outcome outcome,
      @Nullable ControlType control,
      @Nullable String argument,
      long ended,
      boolean committed) {
    String own = text == null ? null : event.argument();
    return new Execution(
        event,
        ++sequence,
        text,
        shape,
        binds,
        outcome,
        own == null ? s.schema : own,
        s.autocommit,
        s.transaction,
        ended,
        committed,
        control,
        argument,
        s.fate);
  }

  private static Fate.End ofCommit(Outcome outcome) {
    if (outcome.ok()) {
      return Fate.End.COMMITTED;
    }
    return isConnectionLost(outcome) ? Fate.End.UNKNOWN : Fate.End.ROLLED_BACK;
  }

  /** Connector/J refuses commit() under autocommit by itself: what BEGIN opened stays open. */
  private static boolean reachedServer(Outcome error) {
    return error.vendorCode() != 0 || isConnectionLost(error);
  }

  private static boolean isConnectionLost(Outcome outcome) {
    String state = outcome.sqlState();
    return state != null
        && (state.startsWith("08") || outcome.vendorCode() == 2006 || outcome.vendorCode() == 2013);
  }
}
