package io.querymirror.mirror.judging;

import io.querymirror.compare.CompareOptions;
import io.querymirror.compare.Expectation;
import io.querymirror.compare.ExpectedDifferences;
import io.querymirror.compare.ResultComparer;
import io.querymirror.compare.ResultDifference;
import io.querymirror.compare.ResultDigest;
import io.querymirror.config.CompareSettings;
import io.querymirror.config.StringComparison;
import io.querymirror.model.Execution;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import io.querymirror.model.RowOrder;
import io.querymirror.model.UnreadableRowsException;
import io.querymirror.sql.RowOrderReader;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.Mask;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the differences that the user expects for such; and where results are saved, notes what is
 * needed to judge them once more.
 */
public final class SettledResults implements Comparing {
  private final String target;
  private final ExpectedDifferences expected;
  private final ExpectedCounts counts;
  private final boolean saves;
  private final CompareOptions exact;
  private final @Nullable ControlMeeting meeting;
  private final TargetLedger ledger;

  /**
   * @param meeting where this target's rows meet another's; null for nowhere
   * @param ledger of the target
   */
  public SettledResults(
      String target,
      CompareSettings settings,
      ExpectedDifferences expected,
      ExpectedCounts counts,
      @Nullable ControlMeeting meeting,
      TargetLedger ledger) {
    this.target = target;
    this.meeting = meeting;
    this.ledger = ledger;
    this.expected = expected;
    this.counts = counts;
    this.saves = settings.save();
    this.exact =
        CompareOptions.DEFAULT
            .tolerance(0, 0)
            .exactStrings(settings.strings() == StringComparison.EXACT)
            .examples(0, 0);
  }

  @Override
  public ResultFinding judged(ComparedPair pair, ResultFinding finding) {
    if (meeting != null
        && meeting.decides(pair, finding, (said, rows) -> later(pair, said, rows))) {
      return ResultFinding.PENDING;
    }
    return judged(pair, finding, pair.source());
  }

  /** A result that had to wait for another's rows is settled. */
  private void later(ComparedPair pair, ResultFinding said, @Nullable ResultRows rows) {
    Execution e = pair.execution();
    ResultFinding judged = judged(pair, said, rows);
    ledger.compared(e.original(), judged);
    settled(e, judged);
  }

  private ResultFinding judged(
      ComparedPair pair, ResultFinding finding, @Nullable ResultRows source) {
    ResultExample example = finding.example();
    ResultFinding judged = example == null ? finding : expected(pair, finding, example, source);
    return saves && judged.compared() ? noted(pair, judged, source) : judged;
  }

  private ResultFinding expected(
      ComparedPair pair,
      ResultFinding finding,
      ResultExample example,
      @Nullable ResultRows source) {
    ResultRows rows = pair.target();
    Expectation about =
        expected.about(
            target, pair.execution().original(), rows == null ? List.of() : labels(rows));
    String reason =
        about.reason(
            finding.profile(),
            source == null || rows == null ? null : sameUnder(pair.execution(), source, rows));
    ResultFinding judged = reason == null ? finding : finding.example(example.asExpected(reason));
    return saves ? judged.rules(about.reasons()) : judged;
  }

  private static Predicate<CompareOptions> sameUnder(
      Execution e, ResultRows source, ResultRows target) {
    RowOrder order = RowOrderReader.of(e.statementShape(), e.sql());
    return options -> ResultComparer.compare(source, target, order, options).same();
  }

  private static List<String> labels(ResultRows rows) {
    List<String> labels = new ArrayList<>();
    for (ResultColumn column : rows.columns()) {
      labels.add(column.label());
    }
    return labels;
  }

  /** Rows that are the same, but not in every digit, would differ under another tolerance. */
  private ResultFinding noted(
      ComparedPair pair, ResultFinding finding, @Nullable ResultRows source) {
    ResultRows rows = pair.target();
    if (source == null || rows == null) {
      return finding;
    }
    ResultFinding noted = finding;
    if (finding.example() == null && hasApproximate(source, rows)) {
      Execution e = pair.execution();
      RowOrder order = RowOrderReader.of(e.statementShape(), e.sql());
      ResultDifference found = ResultComparer.compare(source, rows, order, exact);
      noted = finding.profile(found.profile());
    }
    String ofSource = hash(source);
    String ofTarget = hash(rows);
    return ofSource == null || ofTarget == null ? noted : noted.hashes(ofSource, ofTarget);
  }

  private static boolean hasApproximate(ResultRows source, ResultRows target) {
    return source.columns().stream().anyMatch(ResultColumn::isApproximate)
        || target.columns().stream().anyMatch(ResultColumn::isApproximate);
  }

  private static @Nullable String hash(ResultRows rows) {
    try {
      return Mask.hashOf(ResultDigest.of(rows).bag());
    } catch (UnreadableRowsException e) {
      return null;
    }
  }

  @Override
  public void settled(Execution e, ResultFinding finding) {
    ResultExample example = finding.example();
    if (example != null && example.expected()) {
      counts.used(example.reason());
    }
  }
}
