package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencyPair;
import io.querymirror.stats.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Verdicts on latencies that were made by a known rule, with noise as machines have it. */
class TargetJudgeTest {
  private static final Distribution ROUND_TRIP = Timings.of(80, 85, 90, 95, 120);
  private static final Circumstances USUAL =
      new Circumstances(false, ROUND_TRIP, Distribution.NONE);

  /** Seconds of a run, and executions a second. */
  private final Load minute = new Load(60, 20);

  @Test
  void whatIsTheSameIsCalledSoSoon() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      digests.add(digest(i, new Load(12, 10).run(i, 300 * (i + 1), 1)));
    }
    TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.SAME, judgement.verdict(), judgement.missing().toString());
    assertEquals(1, judgement.decided().orElseThrow());
  }

  @Test
  void oneSlowStatementIsFoundAndNoOther() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      digests.add(digest(i, minute.run(i, 1000 + 100 * i, i == 7 ? 3 : 1)));
    }
    TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
    for (int i = 0; i < 20; i++) {
      DigestJudgement d = judgement.digests().get(i);
      assertEquals(i == 7 ? Verdict.DEGRADED : Verdict.SAME, d.verdict(), "digest " + i);
    }
    Ratio ratio = judgement.digests().get(7).source().p50;
    assertTrue(ratio.low() > 1.2 && ratio.low() < 3 && ratio.high() > 2.8, ratio.low() + "");
    assertEquals(Verdict.DEGRADED, judgement.verdict());
  }

  @Test
  void oneFastStatementIsFound() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      digests.add(digest(i, minute.run(i, 5000, i == 2 ? 0.4 : 1)));
    }
    TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.IMPROVED, judgement.digests().get(2).verdict());
    assertEquals(Verdict.IMPROVED, judgement.verdict());
  }

  @Test
  void aSlowStatementThatIsAloneIsFound() {
    TargetJudgement judgement =
        TargetJudge.judge(List.of(digest(1, minute.run(1, 800, 5))), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.DEGRADED, judgement.verdict());
  }

  @Test
  void aLongerWayIsNoSlowerStatement() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      digests.add(digest(i, minute.run(i, 100 + 300 * i, 1, at -> i0(at), 2_000)));
    }
    Circumstances far = new Circumstances(false, Timings.of(2000, 2080, 2090), Distribution.NONE);
    TargetJudgement judgement = TargetJudge.judge(digests, far, Thresholds.DEFAULT);
    assertEquals(0, judgement.count(Verdict.DEGRADED));
    assertEquals(2000, judgement.surroundings().offsetMicros(), 150);
    assertTrue(judgement.digests().get(0).source().p50.value() > 10, "the ratio is what it is");
  }

  @Test
  void aSlowerMachineIsSaidAndNotHeldAgainstStatements() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      digests.add(digest(i, minute.run(i, 2000 + 500 * i, i == 4 ? 6 : 1.4)));
    }
    TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
    assertEquals(1, judgement.count(Verdict.DEGRADED));
    assertEquals(Verdict.DEGRADED, judgement.digests().get(4).verdict());
    assertEquals(1.35, judgement.surroundings().factor(), 0.08);
  }

  @Test
  void byAControlASlowerMachineIsFound() {
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      LatencyPair control = minute.run(100 + i, 2000 + 500 * i, 1.3);
      digests.add(
          new DigestCounts(
              "" + i, 1200, 0, 0, minute.run(i, 2000 + 500 * i, i == 4 ? 1.3 : 2), control));
    }
    TargetJudgement judgement =
        TargetJudge.judge(
            digests, new Circumstances(false, ROUND_TRIP, ROUND_TRIP), Thresholds.DEFAULT);
    assertTrue(judgement.byControl());
    assertEquals(8, judgement.count(Verdict.DEGRADED));
    assertEquals(Verdict.SAME, judgement.digests().get(4).verdict());
    assertEquals(2 / 1.3, judgement.digests().get(0).control().p50.value(), 0.1);
  }

  @Test
  void waitsAreNotTheStatements() {
    // Four of ten executions meet a lock on the target, and none at the source.
    List<DigestCounts> digests = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      digests.add(digest(i, minute.run(i, 1500, 1)));
    }
    SplittableRandom random = new SplittableRandom(5);
    digests.add(digest(9, minute.run(9, 1500, 1, at -> random.nextInt(10) < 4 ? 20_000 : 0, 0)));
    TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
    assertEquals(0, judgement.count(Verdict.DEGRADED));
    Ratio p95 = judgement.digests().get(6).source().p95;
    assertTrue(p95.low() > 3, "the ratio of the slowest shows it: " + p95.low());
  }

  @Test
  void fewSamplesCannotTellAndSayHowMany() {
    LatencyPair few = new Load(6, 1).run(1, 1000, 5);
    TargetJudgement judgement =
        TargetJudge.judge(List.of(digest(1, few)), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.CANNOT_TELL, judgement.verdict());
    assertTrue(
        judgement.digests().get(0).missing().get(0).startsWith("2 more samples"),
        judgement.digests().get(0).missing().toString());
    assertTrue(judgement.missing().get(0).contains("95.0 %"), judgement.missing().toString());
  }

  @Test
  void aShortBurstOfManyIsNotEnough() {
    LatencyPair burst = new Load(1, 5000).run(1, 1000, 5);
    TargetJudgement judgement =
        TargetJudge.judge(List.of(digest(1, burst)), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.CANNOT_TELL, judgement.verdict());
  }

  @Test
  void errorsAndMismatchesNeedNoTimes() {
    DigestCounts failing = new DigestCounts("a", 5, 1, 3, LatencyPair.NONE, null);
    DigestCounts differing = new DigestCounts("b", 5, 0, 3, LatencyPair.NONE, null);
    TargetJudgement judgement =
        TargetJudge.judge(List.of(failing, differing), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.ERRORS, judgement.verdict());
    assertEquals(Verdict.MISMATCH, judgement.digests().get(1).verdict());
  }

  @Test
  void cheapestJudgesNoTimes() {
    Circumstances cheapest = new Circumstances(true, ROUND_TRIP, Distribution.NONE);
    TargetJudgement judgement =
        TargetJudge.judge(List.of(digest(1, minute.run(1, 800, 5))), cheapest, Thresholds.DEFAULT);
    assertEquals(Verdict.CANNOT_TELL, judgement.verdict());
    assertTrue(judgement.missing().get(0).contains("protocol: same"));
  }

  @Test
  void whatIsUndecidedKeepsTheTargetUndecided() {
    DigestCounts known = digest(1, minute.run(1, 800, 1));
    DigestCounts unknown = new DigestCounts("x", 100, 0, 0, LatencyPair.NONE, null);
    TargetJudgement judgement =
        TargetJudge.judge(List.of(known, unknown), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.CANNOT_TELL, judgement.verdict());
    assertEquals(1200 / 1300.0, judgement.decided().orElseThrow(), 1e-9);
    assertEquals(
        Verdict.SAME,
        TargetJudge.judge(List.of(known, unknown), USUAL, Thresholds.DEFAULT.withMinCoverage(0.9))
            .verdict());
  }

  @Test
  void nothingIsNotTheSame() {
    TargetJudgement judgement = TargetJudge.judge(List.of(), USUAL, Thresholds.DEFAULT);
    assertEquals(Verdict.CANNOT_TELL, judgement.verdict());
    assertFalse(judgement.decided().isPresent());
  }

  private static double i0(long at) {
    return 0;
  }

  private static DigestCounts digest(int i, LatencyPair pair) {
    return new DigestCounts("" + i, pair.source().count(), 0, 0, pair, null);
  }

  /** Executions spread over a while. */
  private static final class Load {
    private final int seconds;
    private final int each;

    Load(int seconds, int each) {
      this.seconds = seconds;
      this.each = each;
    }

    LatencyPair run(long seed, double micros, double ratio) {
      return run(seed, micros, ratio, at -> 0, 0);
    }

    LatencyPair run(
        long seed, double micros, double ratio, LongToDoubleFunction waits, double way) {
      SplittableRandom random = new SplittableRandom(seed);
      Timings timings = new Timings();
      for (int i = 0; i < seconds * each; i++) {
        long at = i * 1000L / each;
        double size = Math.exp(random.nextDouble() - 0.5);
        double source = 60 + micros * size * noise(random);
        double target = 60 + micros * size * noise(random) * ratio + waits.applyAsDouble(at) + way;
        timings.add(at, Math.round(source), Math.round(target));
      }
      return timings.pair();
    }

    private static double noise(SplittableRandom random) {
      double usual = Math.exp(0.2 * (random.nextDouble() + random.nextDouble() - 1));
      return random.nextInt(20) == 0 ? usual * (1 + 5 * random.nextDouble()) : usual;
    }
  }
}
