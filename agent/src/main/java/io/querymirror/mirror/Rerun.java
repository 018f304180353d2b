package io.querymirror.mirror;

import io.querymirror.mirror.Lane.Progress;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a deferred transaction again, as a whole, up to its end. A lock that it does not get rolls
 * it back for one more attempt; what was counted before is not counted again.
 */
final class Rerun {
  /** Attempts after the first; one was always enough so far. */
  private static final int MOST = 5;

  /** What it needs of its lane. */
  interface Ground {
    @Nullable TargetConnection connection();

    void begin(long transaction);

    /** Brings the session back into the state that it had before these steps ran. */
    void restore(TargetConnection c, List<Step> steps);

    void ran(Execution e);

    void rollback();

    void lost(TargetConnection c);

    /** A statement, or a piece of control, is about to run for the first time. */
    void first(TargetConnection c, Execution e);

    /**
     * @param known whether it ran before, so that the session's log has what it sets
     */
    CopyResult control(TargetConnection c, Execution e, boolean known);

    CopyResult copy(TargetConnection c, Execution e);

    /** Whether the target now lacks something that the source has. */
    boolean tears(Execution e, CopyResult result);

    /** Counts a step's end, unless it had one. */
    void count(Step step, TargetConnection c, CopyResult result);

    void retried();
  }

  private enum End {
    WHOLE,
    AGAIN,
    TORN
  }

  private final Ground ground;

  /** So many of the steps at hand ran before, in whatever attempt. */
  private int known;

  Rerun(Ground ground) {
    this.ground = ground;
  }

  /**
   * DONE where all of it ran and is open now; WAIT where there is no connection.
   *
   * @return null where it can't be had whole: it is rolled back
   */
  @Nullable Progress run(Deferral deferral) {
    known = deferral.ranBefore();
    for (int attempt = 0; ; attempt++) {
      TargetConnection c = ground.connection();
      if (c == null) {
        return Progress.WAIT;
      }
      ground.begin(deferral.transaction());
      End end = attempt(deferral, c);
      if (end == End.WHOLE) {
        return Progress.DONE;
      }
      ground.rollback();
      if (end == End.TORN || attempt == MOST || !Pause.millis(5L << attempt)) {
        return null;
      }
      ground.retried();
    }
  }

  private End attempt(Deferral deferral, TargetConnection c) {
    List<Step> steps = deferral.kept();
    ground.restore(c, steps);
    for (Execution e : deferral.before()) {
      if (!ground.control(c, e, true).ok()) {
        return again(c);
      }
    }
    List<CopyResult> results = new ArrayList<>(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Execution e = step.execution();
      boolean first = i >= known;
      if (first) {
        known = i + 1;
        ground.first(c, e);
      }
      CopyResult result = e.control() == null ? ground.copy(c, e) : control(c, e, !first);
      if (result.lost()) {
        ground.lost(c);
        return End.AGAIN;
      }
      if (Errors.locked(result.outcome())) {
        return again(c);
      }
      boolean torn =
          e.control() == null
              ? ground.tears(e, result) && !SessionBefore.isDropped(e, result)
              : !result.ok() && !isSetting(e);
      if (torn) {
        ground.count(step, c, result);
        return End.TORN;
      }
      results.add(result);
      if (step.counted() && result.ok()) {
        ground.ran(e);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      ground.count(steps.get(i), c, results.get(i));
    }
    return End.WHOLE;
  }

  private CopyResult control(TargetConnection c, Execution e, boolean again) {
    return LaneSessions.isAligned(e)
        ? CopyResult.ran(Outcome.ROWS, System.nanoTime(), 0)
        : ground.control(c, e, again);
  }

  private static boolean isSetting(Execution e) {
    ControlType type = e.control();
    return type != null && ControlRunner.isSetting(type);
  }

  private End again(TargetConnection c) {
    if (!c.alive()) {
      ground.lost(c);
    }
    return End.AGAIN;
  }
}
