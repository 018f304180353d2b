package io.querymirror.mirror.judging;

import io.querymirror.config.CompareSettings;
import io.querymirror.config.TargetData;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultRows;
import io.querymirror.model.Volatile;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.WarningFinding;
import java.util.List;

/**
 * What the answers of both sides say of each other, where they can be compared at all. Whether both
 * sides were bound to be alike is not asked here.
 */
final class Findings {
  private final CompareSettings settings;
  private final InStep inStep;
  private final Clocked clocked;
  private final ListedWarnings warnings;

  Findings(CompareSettings settings, InStep inStep, Clocked clocked, ListedWarnings warnings) {
    this.settings = settings;
    this.inStep = inStep;
    this.clocked = clocked;
    this.warnings = warnings;
  }

  /** What is found before anybody doubts it. */
  ResultFinding of(ComparedPair pair, Answers answers, CopyResult result, Judge.Run run) {
    Execution e = pair.execution();
    boolean rows = Answers.hasRows(e);
    ResultRows source = pair.source();
    ResultRows target = pair.target();
    if (settings.data() == TargetData.OWN) {
      return ResultFinding.incomparable(Incomparable.OWN_DATA);
    }
    if (answers.neverTheSame()) {
      return ResultFinding.nonDeterministic(answers.causes());
    }
    if (run.moved()) {
      return ResultFinding.incomparable(Incomparable.TRANSACTION);
    }
    if (run.unseeded()) {
      return ResultFinding.incomparable(Incomparable.UNSEEDED);
    }
    if (settings.data() == TargetData.MIRRORED && !inStep.holds(e)) {
      return ResultFinding.incomparable(Incomparable.OUT_OF_STEP);
    }
    if (!rows) {
      ResultFinding counts = answers.counts(result, run.keyed());
      boolean mayVary = counts.example() != null && clocked.concerns(e) && clocked.decides(e);
      return mayVary
          ? ResultFinding.nonDeterministic(Volatile.CLOCK_DECIDES.bit())
          : warnings(counts, e, result, run);
    }
    if (e.outcome().rows() && !result.outcome().rows()) {
      return Answers.onlyOneHasRows();
    }
    if (result.rowsCapped() || (source != null && isTooLarge(source))) {
      return ResultFinding.incomparable(Incomparable.TOO_LARGE);
    }
    if (source == null) {
      return ResultFinding.incomparable(
          NoRowsReason.of(e).equals(NoRowsReason.TOO_LARGE)
              ? Incomparable.TOO_LARGE
              : Incomparable.NO_ROWS);
    }
    if (target == null) {
      return ResultFinding.incomparable(Incomparable.NO_ROWS);
    }
    return warnings(rows(e, answers, source, target), e, result, run);
  }

  private ResultFinding rows(Execution e, Answers answers, ResultRows source, ResultRows target) {
    ResultFinding found = answers.rows(source, target);
    if (found.example() == null || !clocked.concerns(e)) {
      return found;
    }
    ResultFinding byClock = answers.rowsByClock(source, target);
    DifferenceProfile profile = byClock.profile();
    boolean values = profile != null && profile.inColumnsAlone();
    return byClock.example() == null || values || !clocked.decides(e)
        ? byClock
        : ResultFinding.nonDeterministic(Volatile.CLOCK_DECIDES.bit());
  }

  private boolean isTooLarge(ResultRows rows) {
    return rows.count() > settings.rows() || rows.bytes() > settings.bytes();
  }

  private ResultFinding warnings(
      ResultFinding found, Execution e, CopyResult result, Judge.Run run) {
    boolean told = e.sourceWarnings() >= 0 && result.warnings() >= 0;
    if (!settings.warnings() || !found.compared() || !told) {
      return found;
    }
    boolean same = e.sourceWarnings() == result.warnings();
    WarningFinding warned = WarningFinding.of(same);
    if (!same && result.warnings() > 0 && warnings.mayAsk(e)) {
      List<Integer> codes = run.warned();
      warned = warned.listed(codes == null ? null : ListedWarnings.named(codes));
    }
    return found.warnings(warned);
  }
}
