package io.querymirror.mirror.judging;

import io.querymirror.catalog.Calls;
import io.querymirror.catalog.Concern;
import io.querymirror.catalog.Reach;
import io.querymirror.compare.CompareOptions;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.Order;
import io.querymirror.config.StringComparison;
import io.querymirror.config.TargetData;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.model.CallResults;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Kind;
import io.querymirror.model.ResultRows;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.Traits;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.Mask;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.TargetLedger;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what copies answered on one target with what production got. A difference counts only
 * where both sides must have been alike: the target says the same a second time, and nothing that
 * concerns it was committed, on either side, of which it is not known whether that came before or
 * after. What agrees needs no such proof. From any thread.
 */
public final class Judge implements Suspects.Court {
  /** How far behind a replica may be. */
  private static final long LAG_NANOS = 60_000_000_000L;

  /** One that is judged once it ran. */
  public interface Copy {
    Execution execution();

    /** Whether it is there for volume alone. */
    boolean further();

    boolean hasEnded();

    /** The rows that production returned; null where they can't be had. */
    @Nullable HeldRows rows();

    /** Since when the source may have been as its result tells (nanoTime). */
    long seenSince();

    /** What others come to see with it. */
    @Nullable Mark mark();
  }

  /** Runs reads once more, later. */
  public interface Later {
    /**
     * @param then takes what came of it, null where it could not run; called once
     */
    void again(Execution e, Consumer<@Nullable CopyResult> then);

    /** What still waits will not run. */
    void close();
  }

  /** What is known of a copy's run beside its result. */
  public interface Run {
    /** Since when the target's data may be as the result tells (nanoTime). */
    long since();

    /** Whether its session lacked something that the source's had. */
    boolean unseeded();

    /** Whether it ran behind other statements than its original did. */
    boolean moved();

    /** Whether the keys that it generated were told to it. */
    boolean keyed();

    /** Whether it was told the time. */
    boolean clocked();

    /** The codes of the warnings that it raised; null where its connection can't be asked. */
    default @Nullable List<Integer> warned() {
      return null;
    }

    /** Runs it once more on the same connection; null where that can't be. */
    @Nullable CopyResult again();
  }

  private final TargetLedger ledger;
  private final TargetLog log;
  private final CompareSettings settings;
  private final CompareOptions options;
  private volatile Mask mask = Mask.hidden();
  private final Calls calls;
  private final Reach reach;
  private final InStep inStep;
  private final Clocked clocked;
  private final Findings findings;
  private final boolean applies;
  private final boolean alone;
  private final Ends ends;
  private final @Nullable Crossings crossings;
  private final Suspects suspects = new Suspects(this);

  private final SessionTables temporary = new SessionTables();
  private final ListedWarnings warnings;

  private final Later delayed;
  private volatile Comparing comparing = Comparing.NONE;

  /**
   * @param concern makes one more of its kind
   * @param delayed for when a replication's lag must be over
   */
  public Judge(
      TargetSettings target,
      TargetLedger ledger,
      TargetLog log,
      Calls calls,
      Reach reach,
      Supplier<Concern> concern,
      Later delayed) {
    this.ledger = ledger;
    this.log = log;
    this.warnings = new ListedWarnings(ledger);
    this.settings = target.compare();
    this.options =
        CompareOptions.DEFAULT
            .tolerance(settings.floatTolerance(), settings.doubleTolerance())
            .exactStrings(settings.strings() == StringComparison.EXACT);
    this.calls = calls;
    this.reach = reach;
    this.clocked = new Clocked(reach);
    this.applies = target.writes() == Writes.APPLY;
    this.alone = target.order() == Order.NONE;
    this.delayed = delayed;
    this.inStep = new InStep(ledger.outOfStep(), reach, alone);
    this.findings = new Findings(settings, inStep, clocked, warnings);
    boolean sideBySide = target.order() == Order.SESSION && applies;
    this.crossings = sideBySide ? new Crossings(concern.get(), calls, ledger.outOfStep()) : null;
    this.ends =
        new Ends(
            crossings != null,
            mark -> {
              if (crossings != null) {
                crossings.over(mark);
              }
            });
    ledger.compares();
  }

  /** How values may be shown; hidden unless told. */
  public void mask(Mask how) {
    mask = how;
  }

  public void comparing(Comparing follower) {
    comparing = follower;
  }

  /** Moments at which writes come to be seen. */
  public Ends ends() {
    return ends;
  }

  /** A statement of a session; in its order, whether it is queued then or not. */
  public void arrives(Execution e) {
    temporary.enters(e);
    warnings.arrives(e);
    if (!e.outcome().ok()) {
      temporary.failed(e);
    }
  }

  /**
   * A copy did not get its locks, or did not run as its transaction was rolled back at the source,
   * and is not judged for that; in its session's order.
   */
  public void brokeOff(Execution e) {
    temporary.failed(e);
  }

  /** A statement is about to be queued; in its session's order. */
  public void enters(Execution e) {
    if (crossings != null && e.statementShape().temporaryTable()) {
      crossings.temporary(e);
    }
  }

  /** Whether the application asks for its warnings itself. */
  public static boolean asksForWarnings(Execution e) {
    return ListedWarnings.isAskedBy(e);
  }

  /** Whether the rows of a copy are wanted, or its OUT parameters. */
  public static boolean wantsRows(Execution e) {
    return e.outcome().ok() && Answers.hasRows(e);
  }

  /** Whether a statement may run a second time without anybody noticing it. */
  public static boolean isRepeatable(Execution e, Calls calls) {
    SqlShape shape = e.statementShape();
    boolean reads =
        shape.kind() == Kind.SELECT
            || shape.kind() == Kind.CALL && calls.of(shape, e.schema()).reads();
    return reads
        && !shape.several()
        && !Traits.of(shape).sticky()
        && (!shape.locking() || e.inTransaction());
  }

  /** A step's copy ran; before its end is counted, and before its lane goes on. */
  public void ran(Copy step, CopyResult result, TargetHost host, Run run) {
    Execution e = step.execution();
    if (step.further() || step.hasEnded() || e.control() != null) {
      return;
    }
    try {
      if (applies && result.ok()) {
        wrote(e, run);
      }
      judge(step, e, result, host, run);
    } catch (RuntimeException ex) {
      // A copy may not suffer from being looked at.
      log.internal("a comparison", ex);
    }
  }

  private void wrote(Execution e, Run run) {
    if (!OutOfStep.concerns(e.original().statementShape())) {
      return;
    }
    if (alone) {
      // In no order, at no time and with no keys of the source's.
      ledger.outOfStep().missed(e, OutOfStep.Reason.AMBIGUOUS);
    } else if (run.clocked()) {
      clocked.wrote(e);
    }
  }

  private void judge(Copy step, Execution e, CopyResult result, TargetHost host, Run run) {
    HeldRows held = step.rows();
    ComparedPair pair = new ComparedPair(e, held == null ? null : held.rows(), result);
    if (!result.ok() || run.moved()) {
      temporary.failed(e);
    }
    if (!e.outcome().ok() || !result.ok()) {
      comparing.failed(pair);
      return;
    }
    if (!Answers.hasRows(e) && !Answers.tellsCount(e.statementShape())) {
      return;
    }
    Answers answers = new Answers(e, options, mask.of(e), calls.of(e.statementShape(), e.schema()));
    carries(e, answers, result, run);
    ResultFinding found = findings.of(pair, answers, result, run);
    warned(pair, found, result);
    if (found.example() == null) {
      settle(e, comparing.judged(pair, found));
      return;
    }
    View view =
        new View(
            step.seenSince() - (ends.isWriter(e.connection().host()) ? 0 : lag(step.seenSince())),
            e.event().finishNanos(),
            run.since() - (host.writer() ? 0 : LAG_NANOS),
            result.startNanos() + result.nanos());
    if (settings.data() == TargetData.REPLICATED) {
      doubtLagging(pair, found, answers, view);
    } else {
      doubt(pair, found, answers, run, view, step.mark());
    }
  }

  /** What a session's own table has come to be may go on into tables that stay. */
  private void carries(Execution e, Answers answers, CopyResult result, Run run) {
    if (!e.outcome().rows()
        && temporary.tornFor(e)
        && temporary.changesOthers(e)
        && answers.counts(result, run.keyed()).example() != null) {
      ledger.outOfStep().missed(e, OutOfStep.Reason.AMBIGUOUS);
    }
  }

  /** Long.MIN_VALUE is before everything already. */
  private static long lag(long since) {
    return since == Long.MIN_VALUE ? 0 : LAG_NANOS;
  }

  /** Where the application asks for its warnings itself, both sides tell which ones. */
  private void warned(ComparedPair pair, ResultFinding found, CopyResult result) {
    Execution e = pair.execution();
    if (!settings.warnings() || alone) {
      return;
    }
    if (ListedWarnings.isAskedBy(e)) {
      warnings.answered(e, pair.source(), pair.target());
    } else {
      warnings.compared(e, found.compared(), result.warnings());
    }
  }

  /** It differs on a target that follows production by itself, and may lag behind. */
  private void doubtLagging(ComparedPair pair, ResultFinding found, Answers answers, View view) {
    Execution e = pair.execution();
    ResultRows source = pair.source();
    ResultRows target = pair.target();
    if (answers.mayDiffer()) {
      settle(e, comparing.judged(pair, ResultFinding.nonDeterministic(answers.causes())));
    } else if (!inStep.holdsOwn(e)) {
      settle(e, comparing.judged(pair, ResultFinding.incomparable(Incomparable.OUT_OF_STEP)));
    } else if (source == null || target == null || !isRepeatable(e, calls)) {
      settle(e, comparing.judged(pair, ResultFinding.incomparable(Incomparable.UNCONFIRMED)));
    } else {
      ResultFinding said = comparing.judged(pair, found);
      delayed.again(
          e,
          second -> {
            ResultRows rows = again(second, e, target);
            settle(
                e,
                rows == null ? unconfirmed() : late(e, said, answers, source, target, rows, view));
          });
    }
  }

  /** What a second run returned, named as the pair's rows are. */
  private static @Nullable ResultRows again(
      @Nullable CopyResult second, Execution e, @Nullable ResultRows first) {
    ResultRows rows = second == null ? null : second.rows();
    return rows == null ? null : CallResults.beside(SafeLabels.of(rows, e), first);
  }

  private static ResultFinding unconfirmed() {
    return ResultFinding.incomparable(Incomparable.UNCONFIRMED);
  }

  private ResultFinding late(
      Execution e,
      ResultFinding found,
      Answers answers,
      ResultRows source,
      ResultRows first,
      ResultRows second,
      View view) {
    ResultFinding again = answers.rows(source, second);
    if (again.example() == null) {
      return again;
    }
    if (!answers.agree(first, second)) {
      return unconfirmed();
    }
    return inStep.changedSince(e, view.sourceStart())
        ? ResultFinding.incomparable(Incomparable.OVERLAP)
        : found;
  }

  /** It differs: whether that says anything of the target. */
  private void doubt(
      ComparedPair pair,
      ResultFinding found,
      Answers answers,
      Run run,
      View view,
      @Nullable Mark own) {
    Execution e = pair.execution();
    Incomparable why =
        answers.mayDiffer()
            ? Incomparable.NON_DETERMINISTIC
            : temporary.tornFor(e) ? Incomparable.OUT_OF_STEP : obstacle(e, view, own);
    View seen = view;
    ResultRows target = pair.target();
    if (why == null && Answers.hasRows(e) && target != null) {
      CopyResult second = run.again();
      ResultRows rows = again(second, e, target);
      if (second == null || rows == null || !answers.agree(target, rows)) {
        why = Incomparable.UNCONFIRMED;
      } else {
        seen = view.until(second.startNanos() + second.nanos());
      }
    }
    if (why != null) {
      ResultFinding other =
          why == Incomparable.NON_DETERMINISTIC
              ? ResultFinding.nonDeterministic(answers.causes())
              : ResultFinding.incomparable(why);
      settle(e, comparing.judged(pair, other));
      return;
    }
    ResultFinding said = comparing.judged(pair, found);
    suspects.add(new Suspects.Suspect(e, said, seen, own, clocked.concerns(e)));
  }

  /** Why the two sides need not have been alike; null where they must have been. */
  private @Nullable Incomparable obstacle(Execution e, View view, @Nullable Mark own) {
    Set<String> met = reach.surely(e);
    if (met.isEmpty()) {
      return null;
    }
    List<Mark> unclear = ends.unclear(view);
    if (unclear == null) {
      return Incomparable.OVERLAP;
    }
    for (Mark mark : unclear) {
      if (mark == own) {
        continue;
      }
      if (mark.overflowed()) {
        return Incomparable.OVERLAP;
      }
      for (Mark.Text text : mark.texts()) {
        if (Reach.meet(met, reach.changedBy(text.shape, text.schema))) {
          return Incomparable.OVERLAP;
        }
      }
    }
    // After the marks: what was not committed here is out of step before it is done.
    return inStep.holds(e, met) ? null : Incomparable.OUT_OF_STEP;
  }

  private void settle(Execution e, ResultFinding finding) {
    if (finding == ResultFinding.PENDING) {
      return;
    }
    ledger.compared(e.original(), finding);
    if (finding.why() == Incomparable.NO_ROWS) {
      ledger.noRows(NoRowsReason.of(e));
    }
    comparing.settled(e, finding);
  }

  @Override
  public void settle(Suspects.Suspect suspect, ResultFinding finding) {
    settle(suspect.execution, finding);
  }

  @Override
  public ResultFinding review(Suspects.Suspect suspect) {
    Incomparable why = obstacle(suspect.execution, suspect.view, suspect.own);
    if (why == null && !suspect.clocked && clocked.concerns(suspect.execution)) {
      // It was filled from a clock at that moment.
      why = Incomparable.UNCONFIRMED;
    }
    return why == null ? suspect.finding : ResultFinding.incomparable(why);
  }

  /** All that has its place up to here (nanoTime) was seen. */
  public void certain(long nanos) {
    suspects.certain(nanos);
  }

  /** Now and then: settles what had to wait. */
  public void look() {
    if (crossings != null) {
      crossings.look();
      if (!crossings.isIdle()) {
        return;
      }
    }
    suspects.look();
  }

  /** Nothing more is to come. */
  public void close() {
    boolean known = true;
    if (crossings != null) {
      crossings.look();
      known = crossings.isIdle();
    }
    suspects.close(known);
    delayed.close();
  }
}
