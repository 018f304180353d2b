package io.querymirror.mirror.judging;

import io.querymirror.catalog.Called;
import io.querymirror.compare.CompareOptions;
import io.querymirror.compare.Rendezvous;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.Role;
import io.querymirror.config.StringComparison;
import io.querymirror.config.TargetData;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.model.CallResults;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultRows;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.Mask;
import io.querymirror.stats.ResultFinding;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares a candidate's rows with a control's where production's say nothing: they can't be had,
 * the data are the targets' own, or both lack the same writes. Only between targets whose data stay
 * as they were, so that both had the same to read from whenever they did: what differs then needs
 * no second run.
 */
public final class ControlMeeting {
  private static final Set<Incomparable> UNDECIDED =
      EnumSet.of(Incomparable.NO_ROWS, Incomparable.OWN_DATA, Incomparable.OUT_OF_STEP);

  private final Rendezvous rendezvous;
  private final boolean control;
  private final CompareOptions options;
  private final Mask mask;

  public ControlMeeting(Rendezvous rendezvous, TargetSettings target, Mask mask) {
    CompareSettings compare = target.compare();
    this.rendezvous = rendezvous;
    this.control = target.role() == Role.CONTROL;
    this.options =
        CompareOptions.DEFAULT
            .tolerance(compare.floatTolerance(), compare.doubleTolerance())
            .exactStrings(compare.strings() == StringComparison.EXACT);
    this.mask = mask;
  }

  /** Whether the target's data stay as they were. */
  public static boolean isFor(TargetSettings target) {
    return target.compare().results()
        && target.compare().data() != TargetData.REPLICATED
        && target.writes() != Writes.APPLY;
  }

  /**
   * Whether what is to be said of a candidate's result is said later.
   *
   * @param later takes what is said then, and the rows that the control had; null for none
   */
  boolean decides(
      ComparedPair pair,
      ResultFinding finding,
      BiConsumer<ResultFinding, @Nullable ResultRows> later) {
    ResultRows own = pair.target();
    Incomparable why = finding.why();
    if (own == null || why == null || !UNDECIDED.contains(why)) {
      return false;
    }
    Execution e = pair.execution();
    if (control) {
      rendezvous.control(e.sequence(), own);
      return false;
    }
    rendezvous.candidate(
        e.sequence(),
        own.bytes(),
        rows -> later.accept(rows == null ? finding : compare(e, rows, own), rows));
    return true;
  }

  private ResultFinding compare(Execution e, ResultRows ofControl, ResultRows own) {
    Answers answers = new Answers(e, options, mask.of(e), Called.ANYTHING);
    if (answers.neverTheSame()) {
      return ResultFinding.nonDeterministic(answers.causes());
    }
    ResultRows theirs = CallResults.beside(SafeLabels.of(ofControl, e), own);
    ResultRows ours = CallResults.beside(own, theirs);
    if (theirs == null || ours == null) {
      return ResultFinding.incomparable(Incomparable.NO_ROWS);
    }
    ResultFinding found = answers.rows(theirs, ours);
    return found.example() != null && answers.mayDiffer()
        ? ResultFinding.nonDeterministic(answers.causes())
        : found;
  }
}
