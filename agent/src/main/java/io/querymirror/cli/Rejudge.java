package io.querymirror.cli;

import io.querymirror.archive.SavedRun;
import io.querymirror.compare.Expectation;
import io.querymirror.compare.ExpectedDifferences;
import io.querymirror.config.ExpectedSettings;
import io.querymirror.config.MatchSettings;
import io.querymirror.model.Execution;
import io.querymirror.rule.Matches;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExpectedCounts;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.ResultKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges one saved result once more, by another tolerance or by other expected differences. What
 * was equal in every bit stays so; what was not saved in full keeps what was found of it.
 */
final class Rejudge {
  /** What a server's own text of a FLOAT leaves open, whatever is asked for. */
  private static final double FLOAT_TEXT = 1.0001e-5;

  private final @Nullable Double tolerance;
  private final @Nullable ExpectedDifferences expected;
  private final ExpectedCounts counts;
  private final Set<String> reasons = new HashSet<>();
  private ResultFinding current = ResultFinding.same();

  /**
   * @param tolerance of approximate numbers, relative; null for the one that was in force
   * @param rules expected differences; null for those that were in force
   * @param counts of these rules
   */
  Rejudge(
      @Nullable Double tolerance, @Nullable List<ExpectedSettings> rules, ExpectedCounts counts) {
    this.tolerance = tolerance;
    this.counts = counts;
    if (rules == null) {
      this.expected = null;
      return;
    }
    List<Predicate<Execution>> matches = new ArrayList<>();
    for (ExpectedSettings rule : rules) {
      reasons.add(rule.reason());
      if (asksForValues(rule.match())) {
        // Texts and binds are not saved: it takes what a rule of its reason took when it ran.
        matches.add(e -> current.rules().contains(rule.reason()));
      } else {
        matches.add(Matches.of(rule.match()));
      }
    }
    this.expected = ExpectedDifferences.of(rules, matches, LocalDate::now, counts);
  }

  private static boolean asksForValues(@Nullable MatchSettings m) {
    return m != null && (!m.sql().isEmpty() || !m.binds().isEmpty() || asksForValues(m.not()));
  }

  JudgedCopy judge(SavedRun run, JudgedCopy copy) {
    ResultFinding finding = copy.finding();
    if (finding == null || !finding.compared() || tolerance == null && expected == null) {
      return copy;
    }
    current = finding;
    return JudgedCopy.compared(copy.original(), judge(run, copy.original(), finding));
  }

  private ResultFinding judge(SavedRun run, Execution original, ResultFinding finding) {
    ResultExample was = finding.example();
    DifferenceProfile profile = finding.profile();
    if (profile == null) {
      return was == null ? finding : whole(run, original, finding, was);
    }
    DifferenceProfile left = differing(run, profile);
    if (left.columns().isEmpty() && left.unpaired() == 0 && !left.order()) {
      return finding.example(null);
    }
    List<String> labels = new ArrayList<>();
    for (ColumnDifference c : left.columns()) {
      labels.add(c.label());
    }
    ResultExample example =
        was == null
            ? ResultExample.of(ResultKind.ROWS, labels, labels, 0, 0, List.of())
            : was.asDifferent(labels);
    String reason =
        expected == null
            ? was != null && was.expected() ? was.reason() : null
            : about(run, original, example, expected).reason(left, null);
    return settled(finding, example, reason);
  }

  private ResultFinding settled(
      ResultFinding finding, ResultExample example, @Nullable String reason) {
    if (reason == null) {
      return finding.example(example);
    }
    counts.used(reason);
    return finding.example(example.asExpected(reason));
  }

  /** Of the whole result nothing is known but that it differs. */
  private ResultFinding whole(
      SavedRun run, Execution original, ResultFinding finding, ResultExample was) {
    if (expected == null) {
      return finding;
    }
    ResultExample example = was.asDifferent(was.differing());
    String reason = about(run, original, example, expected).reason(null, null);
    if (reason == null && was.expected() && reasons.contains(was.reason())) {
      reason = was.reason();
    }
    return settled(finding, example, reason);
  }

  private static Expectation about(
      SavedRun run, Execution original, ResultExample example, ExpectedDifferences expected) {
    return expected.about(run.target(), original, example.columns());
  }

  private DifferenceProfile differing(SavedRun run, DifferenceProfile profile) {
    List<ColumnDifference> columns = new ArrayList<>();
    for (ColumnDifference c : profile.columns()) {
      if (c.unmeasured() || c.nanos() > 0 || over(run, c)) {
        columns.add(c);
      }
    }
    return new DifferenceProfile(columns, profile.unpaired(), profile.order());
  }

  private boolean over(SavedRun run, ColumnDifference c) {
    switch (c.measure()) {
      case FLOAT:
        return c.share()
            > Math.max(FLOAT_TEXT, tolerance == null ? run.floatTolerance() : tolerance);
      case DOUBLE:
        return c.share() > (tolerance == null ? run.doubleTolerance() : tolerance);
      default:
        return c.number() > 0;
    }
  }
}
