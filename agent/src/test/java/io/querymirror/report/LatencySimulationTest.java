package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencyPair;
import io.querymirror.stats.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * How often a report of 500 digests raises a false alarm, and how many executions it takes to find
 * a slower one. Noise is unkind: each side has bursts of its own, in which everything takes up to
 * three times as long for seconds, sizes of statements differ by a factor of e, and every twentieth
 * execution is up to six times slower. {@link #main} prints the figures of the manual.
 */
class LatencySimulationTest {
  private static final int DIGESTS = 500;
  private static final Circumstances USUAL =
      new Circumstances(false, Timings.of(80, 90, 100), Distribution.NONE);

  @Test
  void reportsOfUnchangedStatementsRaiseNoAlarm() {
    int[] alarms = alarms(20, 60, 4, 1);
    assertEquals(0, alarms[0], "reports with a degraded digest");
    assertEquals(0, alarms[1], "reports with an improved digest");
  }

  @Test
  void twiceIsFoundAmongFiveHundred() {
    assertTrue(power(40, 120, 10, 2) >= 0.9);
  }

  /** Reports with a false alarm: degraded, improved. */
  private static int[] alarms(int reports, int seconds, int each, double ratio) {
    int[] alarms = new int[2];
    for (int r = 0; r < reports; r++) {
      List<DigestCounts> digests = new ArrayList<>();
      Weather source = new Weather(7919L * r + 1, seconds);
      Weather target = new Weather(7919L * r + 2, seconds);
      for (int i = 0; i < DIGESTS; i++) {
        digests.add(digest(i, run(31L * r + i, seconds, each, ratio, source, target)));
      }
      TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
      alarms[0] += judgement.count(Verdict.DEGRADED) > 0 ? 1 : 0;
      alarms[1] += judgement.count(Verdict.IMPROVED) > 0 ? 1 : 0;
    }
    return alarms;
  }

  /** Share of slower digests that are found, ten of them among 500. */
  private static double power(int times, int seconds, int each, double ratio) {
    int slower = 10;
    int found = 0;
    for (int r = 0; r < Math.max(1, times / slower); r++) {
      List<DigestCounts> digests = new ArrayList<>();
      Weather source = new Weather(104729L * r + 1, seconds);
      Weather target = new Weather(104729L * r + 2, seconds);
      for (int i = 0; i < DIGESTS; i++) {
        double its = i < slower ? ratio : 1;
        digests.add(digest(i, run(37L * r + i, seconds, each, its, source, target)));
      }
      TargetJudgement judgement = TargetJudge.judge(digests, USUAL, Thresholds.DEFAULT);
      for (int i = 0; i < slower; i++) {
        found += judgement.digests().get(i).verdict() == Verdict.DEGRADED ? 1 : 0;
      }
      for (int i = slower; i < DIGESTS; i++) {
        assertTrue(judgement.digests().get(i).verdict() != Verdict.DEGRADED, "a false alarm");
      }
    }
    return (double) found / (Math.max(1, times / slower) * slower);
  }

  private static DigestCounts digest(int i, LatencyPair pair) {
    return new DigestCounts("" + i, pair.source().count(), 0, 0, pair, null);
  }

  private static LatencyPair run(
      long seed, int seconds, int each, double ratio, Weather source, Weather target) {
    SplittableRandom random = new SplittableRandom(seed);
    Timings timings = new Timings();
    double micros = 500 * Math.exp(3 * random.nextDouble());
    for (int i = 0; i < seconds * each; i++) {
      int at = (int) ((i + random.nextDouble()) * 1000 / each);
      double size = Math.exp(random.nextDouble() - 0.5);
      timings.add(
          at,
          Math.round(60 + micros * size * noise(random) * source.at(at)),
          Math.round(60 + micros * size * noise(random) * target.at(at) * ratio));
    }
    return timings.pair();
  }

  private static double noise(SplittableRandom random) {
    double usual = Math.exp(0.5 * (random.nextDouble() + random.nextDouble() - 1));
    return random.nextInt(20) == 0 ? usual * (1 + 5 * random.nextDouble()) : usual;
  }

  /** What everything is slowed down by at one time on one side: bursts of one to five seconds. */
  private static final class Weather {
    private final double[] byTenth;

    Weather(long seed, int seconds) {
      SplittableRandom random = new SplittableRandom(seed);
      byTenth = new double[seconds * 10 + 10];
      for (int i = 0; i < byTenth.length; ) {
        boolean burst = random.nextInt(5) == 0;
        int length = 10 + random.nextInt(40);
        double slower = burst ? 1 + 2 * random.nextDouble() : 1;
        for (int end = Math.min(byTenth.length, i + length); i < end; i++) {
          byTenth[i] = slower;
        }
      }
    }

    double at(int millis) {
      return byTenth[millis / 100];
    }
  }

  public static void main(String[] args) {
    System.out.println(
        "false alarms of 400 reports, 60 s, 4/s: " + List.of(of(alarms(400, 60, 4, 1))));
    System.out.println("of 200 at 1.15 times: " + List.of(of(alarms(200, 60, 4, 1.15))));
    for (int[] load :
        new int[][] {{30, 1}, {60, 1}, {60, 4}, {60, 10}, {120, 1}, {120, 10}, {600, 1}}) {
      System.out.printf(
          "%d s, %d/s: 1.5x %.2f, 2x %.2f, 3x %.2f%n",
          load[0],
          load[1],
          power(50, load[0], load[1], 1.5),
          power(50, load[0], load[1], 2),
          power(50, load[0], load[1], 3));
    }
  }

  private static Integer[] of(int[] numbers) {
    return new Integer[] {numbers[0], numbers[1]};
  }
}
