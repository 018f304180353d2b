package io.querymirror.report;

import io.querymirror.report.DigestJudgement.Ratios;
import io.querymirror.stats.Blocks.Quantile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether one digest is slower or faster than its baseline. Each block votes: is the target's
 * latency in it beyond the threshold, and the floor, and what the surroundings excuse? A sign test
 * over the blocks says how likely so many votes are where the truth is no more than the threshold.
 *
 * <p>The faster quarter and the middle must both be beyond. What makes a statement itself slower (a
 * plan, an index, a server) moves both; what only makes it wait (locks, a crowd, a full disk) moves
 * the middle and leaves the quarter that nothing was in the way of.
 */
final class LatencyTest {
  /** Blocks from which on an interval of 99 % has ends. */
  static final int FEWEST = SignTest.fewest(Ratio.WRONG);

  /** Less than this may be one hiccup. */
  static final long SHORTEST_MILLIS = 5_000;

  private final Series series;
  private final Surroundings surroundings;
  private final Thresholds thresholds;
  private final boolean tail;
  private final @Nullable Ratio middle;
  private final int[] worse = new int[Quantile.values().length];
  private final int[] better = new int[Quantile.values().length];

  /** Worse where a slow machine is no excuse: what it excuses is not called the same either. */
  private final int[] unlike = new int[Quantile.values().length];

  /**
   * @param tail the slowest are judged too: only where the baseline was measured alike
   */
  LatencyTest(Series series, Surroundings surroundings, Thresholds thresholds, boolean tail) {
    this.series = series;
    this.surroundings = surroundings;
    this.thresholds = thresholds;
    this.tail = tail;
    this.middle = ratio(series, Quantile.P50, 50);
    for (Quantile q : Quantile.values()) {
      for (int i = 0; i < series.size(q); i++) {
        double base = series.base(q, i);
        double own = series.own(q, i);
        worse[q.ordinal()] += surroundings.worse(q, base, own, thresholds) ? 1 : 0;
        boolean other = surroundings.worseThanTheWay(q, base, own, thresholds);
        unlike[q.ordinal()] += other ? 1 : 0;
        better[q.ordinal()] += surroundings.better(q, base, own, thresholds) ? 1 : 0;
      }
    }
  }

  static boolean enough(Series series) {
    return series.size(Quantile.P50) >= FEWEST && series.lengthMillis() >= SHORTEST_MILLIS;
  }

  static Ratios ratios(Series series) {
    return new Ratios(
        ratio(series, Quantile.P25, 25),
        ratio(series, Quantile.P50, 50),
        ratio(series, Quantile.P95, 95));
  }

  private static @Nullable Ratio ratio(Series series, Quantile q, double percent) {
    return Ratio.of(
        series.baseline().percentile(percent),
        series.target().percentile(percent),
        series.ratios(q));
  }

  /** How likely this looks slower by chance. */
  double slowerByChance() {
    double body = Math.max(chance(worse, Quantile.P25), chance(worse, Quantile.P50));
    body = clears(middle, true) ? body : 1;
    if (!tail
        || series.size(Quantile.P95) < FEWEST
        || !clears(ratio(series, Quantile.P95, 95), true)) {
      return body;
    }
    return Math.min(1, 2 * Math.min(body, chance(worse, Quantile.P95)));
  }

  /** How likely this looks faster by chance. */
  double fasterByChance() {
    return clears(middle, false)
        ? Math.max(chance(better, Quantile.P25), chance(better, Quantile.P50))
        : 1;
  }

  private boolean clears(@Nullable Ratio ratio, boolean up) {
    return ratio != null
        && ratio.hasInterval()
        && (up ? ratio.low() > thresholds.ratio() : ratio.high() < 1 / thresholds.ratio());
  }

  private double chance(int[] votes, Quantile q) {
    return SignTest.tail(votes[q.ordinal()], series.size(q));
  }

  /** Whether it is shown to be neither: beyond doubt no block's bound is the median's. */
  boolean same() {
    for (Quantile q : new Quantile[] {Quantile.P25, Quantile.P50}) {
      if (open(unlike, q) || open(better, q)) {
        return false;
      }
    }
    return true;
  }

  private boolean open(int[] votes, Quantile q) {
    int n = series.size(q);
    return SignTest.tail(n - votes[q.ordinal()], n) > Ratio.WRONG;
  }

  /** In words what it would take to tell. */
  List<String> missing(double chanceNeeded) {
    List<String> missing = new ArrayList<>();
    boolean slower = looks(worse);
    if (slower || looks(better)) {
      double chance = slower ? slowerByChance() : fasterByChance();
      if (chance < 1 && chance > chanceNeeded) {
        int more = SignTest.fewest(chanceNeeded) - series.size(Quantile.P50);
        missing.add(
            Math.max(1, more)
                + " more intervals like those so far, to be sure that it is "
                + (slower ? "slower" : "faster")
                + " among so many statements");
        return missing;
      }
    }
    boolean quarter = !open(worse, Quantile.P25) && !open(better, Quantile.P25);
    boolean raw = middle != null && (clears(middle, true) || clears(middle, false));
    if (raw && quarter) {
      missing.add(
          "a control target: its middle differs and its faster quarter does not, as waiting does it");
    } else if (raw) {
      missing.add(
          "a control target: its time differs no more than that of others does ("
              + words(surroundings)
              + ")");
    } else {
      missing.add(
          "more executions: "
              + series.target().count()
              + " leave "
              + interval(middle)
              + " times its time possible");
    }
    return missing;
  }

  private boolean looks(int[] votes) {
    return 2 * votes[Quantile.P25.ordinal()] > series.size(Quantile.P25)
        && 2 * votes[Quantile.P50.ordinal()] > series.size(Quantile.P50);
  }

  private static String words(Surroundings s) {
    return String.format(
        Locale.ROOT, "all take %.2f times, and %.0f us more", s.factor(), s.offsetMicros());
  }

  private static String interval(@Nullable Ratio ratio) {
    return ratio == null || !ratio.hasInterval()
        ? "any"
        : String.format(Locale.ROOT, "%.2f to %.2f", ratio.low(), ratio.high());
  }

  /** In words what a series lacks that is not {@link #enough}. */
  static List<String> tooFew(Series series) {
    List<String> missing = new ArrayList<>();
    int blocks = series.size(Quantile.P50);
    if (blocks < FEWEST) {
      missing.add(
          (FEWEST - blocks)
              + " more samples, each in another "
              + series.spanMillis()
              + " ms, of "
              + FEWEST
              + " at least");
    }
    long rest = SHORTEST_MILLIS - series.lengthMillis();
    if (rest > 0 && blocks > 0) {
      missing.add("samples over " + (rest + 999) / 1000 + " s more");
    }
    return missing;
  }
}
