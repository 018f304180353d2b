package io.querymirror.capture;

import io.querymirror.capture.CallContext.Call;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.Binds;
import io.querymirror.model.FastVerdict;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Executions of single statements: the path that everything else here is kept away from. */
final class StatementCalls {
  private final CaptureSettings settings;
  private final Followed followed;
  private final Handover handover;

  StatementCalls(CaptureSettings settings, Followed followed, Handover handover) {
    this.settings = settings;
    this.followed = followed;
    this.handover = handover;
  }

  void enterText(Frame f, Object statement, String sql) {
    if (sql == null || sql.startsWith(Followed.MARKER)) {
      return;
    }
    if (!f.known) {
      f.text(sql);
      f.call = Call.TEXT;
      f.start = System.nanoTime();
      return;
    }
    DriverAccess access = f.access(statement);
    if (access.isPing(sql)) {
      return;
    }
    Session s = followed.session(access, statement, access.keyOfStatement(statement), f);
    if (s == null || isLost(s)) {
      return;
    }
    f.text(sql);
    if (f.changesSession()) {
      s.epoch++;
    }
    f.call = Call.TEXT;
    f.begin(s, settings.ordered && f.mayEnd());
  }

  void enterPrepared(Frame f, Object statement) {
    StatementState state = f.known ? followed.state(statement, f) : followed.known(statement, f);
    if (state == null || !f.known && !isCurrent(state)) {
      if (!f.known) {
        f.call = Call.PREPARED;
        f.start = System.nanoTime();
      }
      return;
    }
    StatementText text = state.text;
    if (text == null) {
      return;
    }
    Session s = state.session;
    if (followed.isCurrent(s) && !state.several) {
      FastVerdict verdict = text.fastVerdict();
      if (verdict != null && verdict.holds(settings.rules, s.connection(), s.epoch)) {
        if (f.verdict != verdict) {
          f.verdict = verdict;
        }
        f.call = Call.UNWANTED;
        return;
      }
    } else {
      s = followed.sessionOf(state, statement, f);
      if (isLost(s)) {
        return;
      }
    }
    if (state.mayChangeSession()) {
      s.epoch++;
    }
    f.call = Call.PREPARED;
    f.begin(s, settings.ordered && state.mayEnd());
  }

  /** An unknown wrapper's statement may be followed too, but nothing is told of it on entry. */
  private boolean isCurrent(StatementState state) {
    return state.generation == settings.generation && followed.isCurrent(state.session);
  }

  private boolean isLost(Session s) {
    if (handover.isHopeless(s)) {
      handover.lose(s, 1);
      return true;
    }
    return false;
  }

  void exitFlag(Frame f, Object statement, boolean rows, @Nullable Throwable thrown) {
    long count = Outcome.NO_COUNT;
    if (!rows && thrown == null && f.announced && f.known) {
      count = updateCount(statement);
    }
    exit(f, statement, rows, count, thrown);
  }

  private static long updateCount(Object statement) {
    try {
      return ((Statement) statement).getUpdateCount();
    } catch (SQLException | RuntimeException e) {
      return Outcome.NO_COUNT;
    }
  }

  void exit(Frame f, Object statement, boolean rows, long count, @Nullable Throwable thrown) {
    if (f.call == Call.UNWANTED) {
      if (!f.known && f.inner) {
        return;
      }
      if (thrown == null && f.verdict != null) {
        settings.count(f.verdict, f.context);
        return;
      }
      // It may have ended a transaction: the dispatcher must know.
      StatementState state = f.state();
      f.start = System.nanoTime();
      f.session(state == null ? null : state.session);
      f.call = Call.PREPARED;
    } else if (!f.known) {
      followed.identify(f, statement);
    }
    if (f.call == Call.NONE) {
      return;
    }
    Session s = f.session();
    boolean prepared = f.call == Call.PREPARED;
    StatementState state =
        !prepared ? null : f.announced ? f.state() : followed.known(statement, f);
    StatementText text = prepared ? state == null ? null : state.text : f.text();
    if (s == null || text == null) {
      return;
    }
    if (settings.ordered) {
      f.finishes(s);
    }
    long finish = System.nanoTime();
    DriverAccess access = f.access(statement);
    Outcome outcome = outcome(access, statement, rows, count, thrown);
    Binds binds = Binds.NONE;
    String unsupported = null;
    SourceEvent.Form form = SourceEvent.Form.TEXT;
    if (state != null) {
      form = state.form;
      Binds constant = state.bindsMayBeMissing() ? null : state.binds.constants();
      if (constant != null) {
        binds = constant;
      } else {
        RawBinds raw = raw(access, state, statement);
        binds = raw.freeze(settings.largestBinds);
        unsupported = raw.reason();
      }
    }
    handover.publish(
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
            access.ownSchema(s, statement),
            thrown == null ? held(access, statement, form, rows) : null));
  }

  private @Nullable HeldRows held(
      DriverAccess access, Object statement, SourceEvent.Form form, boolean rows) {
    RowBudget budget = settings.rows;
    if (budget == null) {
      return null;
    }
    if (rows) {
      return access.rows(statement, budget);
    }
    return form == SourceEvent.Form.CALL ? access.parameters(statement, budget) : null;
  }

  private static RawBinds raw(DriverAccess access, StatementState state, Object statement) {
    RawBinds held = state.bindsMayBeMissing() ? access.binds(statement) : null;
    return held == null ? state.binds.snapshot() : held;
  }

  private static Outcome outcome(
      DriverAccess access, Object statement, boolean rows, long count, @Nullable Throwable thrown) {
    if (thrown != null) {
      return Outcomes.error(thrown);
    }
    int warnings = access.warnings(statement);
    long key = rows ? Outcome.NO_KEY : access.generatedKey(statement);
    return Outcome.success(rows, rows ? Outcome.NO_COUNT : count, key, warnings);
  }
}
