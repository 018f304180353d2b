package io.querymirror.capture;

import io.querymirror.capture.CallContext.Call;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.BatchEntries;
import io.querymirror.model.Binds;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches: what is added to them, and their execution. */
final class BatchCalls {
  private final CaptureSettings settings;
  private final Followed followed;
  private final Handover handover;

  BatchCalls(CaptureSettings settings, Followed followed, Handover handover) {
    this.settings = settings;
    this.followed = followed;
    this.handover = handover;
  }

  /** {@code sql} is null where the binds of a prepared statement were added. */
  void added(Frame f, Object statement, @Nullable String sql) {
    StatementState state =
        sql == null ? followed.state(statement, f) : followed.batching(statement, f);
    if (state == null) {
      return;
    }
    if (sql != null) {
      state.addBatch(sql);
    } else {
      RawBinds held =
          state.bindsMayBeMissing() ? DriverAccess.of(statement).binds(statement) : null;
      state.addBatch(held == null ? state.binds.snapshot() : held);
    }
  }

  void cleared(Frame f, Object statement) {
    StatementState state = followed.known(statement, f);
    if (state != null) {
      state.clearBatch();
    }
  }

  void enter(Frame f, Object statement) {
    f.call = Call.OTHER;
    if (!f.known) {
      f.start = System.nanoTime();
      return;
    }
    f.parts = new ArrayList<>();
    DriverAccess access = DriverAccess.of(statement);
    StatementState state = followed.known(statement, f);
    Session s;
    if (state != null) {
      state.refresh(settings.generation);
      s = followed.sessionOf(state, statement, f);
    } else {
      s = followed.session(access, statement, access.keyOfStatement(statement), f);
    }
    if (s == null) {
      f.call = Call.NONE;
    } else {
      f.begin(s, settings.ordered && (state == null || state.mayEnd()));
    }
  }

  void exit(Frame f, Object statement, @Nullable Object counts, @Nullable Throwable thrown) {
    if (!f.known) {
      followed.identify(f, statement);
    }
    Session s = f.session();
    if (f.call == Call.NONE || s == null) {
      return;
    }
    if (settings.ordered) {
      f.finishes(s);
    }
    long finish = System.nanoTime();
    StatementState state = followed.known(statement, f);
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
    long[] keys =
        state == null || added.isEmpty()
            ? null
            : BatchKeys.of(DriverAccess.of(statement), statement, state, added, counts, f.parts);
    List<Outcome> outcomes = Outcomes.batch(counts, thrown, size, keys);
    if (thrown != null && BatchKeys.isOfRows(state, f.parts) && !Outcomes.ofTexts(thrown)) {
      outcomes = Outcomes.ofRows(outcomes);
    }
    if (!outcomes.isEmpty()) {
      handover.publish(s, event(f, s, statement, finish, state, added, outcomes));
    }
  }

  private SourceEvent event(
      Frame f,
      Session s,
      Object statement,
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
        binds.add(raw.freeze(settings.largestBinds));
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
        DriverAccess.of(statement).ownSchema(s, statement));
  }
}
