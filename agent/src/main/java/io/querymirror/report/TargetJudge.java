package io.querymirror.report;

import io.querymirror.stats.LatencyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives verdicts to all digests of a target at once: many are judged, so each of them has to be
 * surer than one alone (Holm's method): in a report of statements that did not change the chance
 * that any of them is called slower or faster is below {@link #WRONG} twice, however many there
 * are.
 */
public final class TargetJudge {
  /** Chance of one false "degraded" in a whole report; the same again for "improved". */
  static final double WRONG = 0.005;

  private final List<DigestCounts> digests;
  private final Circumstances circumstances;
  private final Thresholds thresholds;
  private final @Nullable LatencyTest[] tests;
  private final @Nullable Series[] series;
  private final boolean byControl;

  private TargetJudge(
      List<DigestCounts> digests, Circumstances circumstances, Thresholds thresholds) {
    this.digests = digests;
    this.circumstances = circumstances;
    this.thresholds = thresholds;
    this.tests = new LatencyTest[digests.size()];
    this.series = new Series[digests.size()];
    boolean control = false;
    for (DigestCounts digest : digests) {
      control |= digest.control() != null;
    }
    this.byControl = control;
  }

  public static TargetJudgement judge(
      List<DigestCounts> digests, Circumstances circumstances, Thresholds thresholds) {
    return new TargetJudge(digests, circumstances, thresholds).judge();
  }

  private TargetJudgement judge() {
    Surroundings bySource = test(false);
    Surroundings surroundings = byControl ? test(true) : bySource;
    int tested = 0;
    for (LatencyTest test : tests) {
      tested += test == null ? 0 : 1;
    }
    double[] slower = new double[tests.length];
    double[] faster = new double[tests.length];
    for (int i = 0; i < tests.length; i++) {
      LatencyTest test = tests[i];
      slower[i] = test == null ? 2 : test.slowerByChance();
      faster[i] = test == null ? 2 : test.fasterByChance();
    }
    boolean[] degraded = holm(slower, tested);
    boolean[] improved = holm(faster, tested);
    List<DigestJudgement> judgements = new ArrayList<>(digests.size());
    for (int i = 0; i < tests.length; i++) {
      judgements.add(digest(i, degraded[i], improved[i], WRONG / Math.max(1, tested)));
    }
    return target(judgements, surroundings);
  }

  /** Of several baselines a digest is judged by its control where that ran it often enough. */
  private Surroundings test(boolean control) {
    List<Series> all = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < digests.size() && !circumstances.cheapest(); i++) {
      DigestCounts digest = digests.get(i);
      LatencyPair other = digest.control();
      if (digest.mixture() || control && other == null) {
        continue;
      }
      Series one =
          control && other != null
              ? Series.ofControl(digest.latency(), other)
              : Series.ofSource(digest.latency());
      if (LatencyTest.enough(one)) {
        all.add(one);
        places.add(i);
      } else if (series[i] == null) {
        series[i] = one;
      }
    }
    Surroundings surroundings =
        control
            ? Surroundings.ofControl(circumstances.roundTrip(), circumstances.controlRoundTrip())
            : Surroundings.ofSource(all, circumstances.roundTrip(), thresholds.floorMicros());
    for (int i = 0; i < all.size(); i++) {
      series[places.get(i)] = all.get(i);
      tests[places.get(i)] = new LatencyTest(all.get(i), surroundings, thresholds, control);
    }
    return surroundings;
  }

  /** The least likely first: each must be less likely than the share that is left for it. */
  private static boolean[] holm(double[] chances, int tested) {
    Integer[] order = new Integer[chances.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> chances[i]));
    boolean[] sure = new boolean[chances.length];
    for (int rank = 0; rank < tested; rank++) {
      if (chances[order[rank]] > WRONG / (tested - rank)) {
        break;
      }
      sure[order[rank]] = true;
    }
    return sure;
  }

  private DigestJudgement digest(int i, boolean degraded, boolean improved, double needed) {
    DigestCounts digest = digests.get(i);
    LatencyTest test = tests[i];
    Supplier<List<String>> missing = List::of;
    Verdict verdict;
    if (digest.newErrors() > 0) {
      verdict = Verdict.ERRORS;
    } else if (digest.different() > 0) {
      verdict = Verdict.MISMATCH;
    } else if (test == null) {
      verdict = Verdict.CANNOT_TELL;
      Series few = series[i];
      missing = () -> untested(digest, few);
    } else if (degraded) {
      verdict = Verdict.DEGRADED;
    } else if (improved) {
      verdict = Verdict.IMPROVED;
    } else if (test.same()) {
      verdict = Verdict.SAME;
    } else {
      verdict = Verdict.CANNOT_TELL;
      missing = () -> test.missing(needed);
    }
    if (circumstances.control() && verdict != Verdict.SAME) {
      verdict = Verdict.CANNOT_TELL;
      // What a control differs by is noise: there is nothing that it lacks.
      missing = List::of;
    }
    return new DigestJudgement(
        verdict, missing, digest.latency(), digest.mixture() ? null : digest.control());
  }

  private List<String> untested(DigestCounts digest, @Nullable Series few) {
    if (circumstances.cheapest()) {
      return List.of("protocol: same, as latencies are not judged under cheapest");
    }
    if (digest.mixture()) {
      return List.of("fewer digests: these are summed, and of a mixture no latency tells anything");
    }
    if (digest.latency().source().count() == 0) {
      return digest.executed() == 0
          ? List.of("executions that succeed on both sides")
          : List.of(
              "executions whose source tells their time: batches, cursors and streams do not");
    }
    return few == null ? List.of() : LatencyTest.tooFew(few);
  }

  private TargetJudgement target(List<DigestJudgement> judgements, Surroundings surroundings) {
    Verdict worst = Verdict.CANNOT_TELL;
    long all = 0;
    long known = 0;
    for (int i = 0; i < judgements.size(); i++) {
      Verdict one = judgements.get(i).verdict();
      worst = worst.worse(one);
      all += digests.get(i).executed();
      known += one == Verdict.CANNOT_TELL ? 0 : digests.get(i).executed();
    }
    OptionalDouble decided =
        all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) known / all);
    List<String> missing = new ArrayList<>();
    boolean covered = all > 0 && (double) known / all >= thresholds.minCoverage();
    Verdict verdict = worst.ofLatency() && !covered ? Verdict.CANNOT_TELL : worst;
    if (verdict == Verdict.CANNOT_TELL && !circumstances.control()) {
      missing.addAll(missing(judgements, decided));
    }
    return new TargetJudgement(verdict, judgements, decided, missing, surroundings, byControl);
  }

  /** The share that is decided, and what the largest undecided digests lack. */
  private List<String> missing(List<DigestJudgement> judgements, OptionalDouble decided) {
    List<String> missing = new ArrayList<>();
    if (!decided.isPresent()) {
      missing.add("anything that was executed");
      return missing;
    }
    if (circumstances.cheapest()) {
      missing.add("protocol: same, as latencies are not judged under cheapest");
      return missing;
    }
    missing.add(
        "verdicts on "
            + TargetJudgement.percent(thresholds.minCoverage())
            + " of what was executed: so far on "
            + TargetJudgement.percent(decided.getAsDouble()));
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < judgements.size(); i++) {
      if (judgements.get(i).verdict() == Verdict.CANNOT_TELL && digests.get(i).executed() > 0) {
        open.add(i);
      }
    }
    open.sort(Comparator.comparingLong((Integer i) -> digests.get(i).executed()).reversed());
    for (int i : open.stream().limit(3).collect(Collectors.toList())) {
      for (String words : judgements.get(i).missing()) {
        missing.add(digests.get(i).digest() + ": " + words);
      }
    }
    return missing;
  }
}
