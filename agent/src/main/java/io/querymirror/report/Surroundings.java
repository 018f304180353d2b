package io.querymirror.report;

import io.querymirror.stats.Blocks.Quantile;
import io.querymirror.stats.Distribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What two sides have different apart from their databases: the way of a packet, the driver, the
 * thread that waits for the answer, the load on the machine. Source times are seen by the
 * application's thread and its driver, target times by a worker of the agent, so some of the
 * difference is never the statement's.
 *
 * <p>Two numbers stand for it. The <i>offset</i> is what the fastest statements of production take
 * longer on the target, the middle one of them: they do next to nothing in any database, so they
 * show the way. At most it is what a {@code SELECT 1} takes there (and the floor more) less what
 * production's fastest takes, so a slow statement that is alone does not excuse itself. The
 * <i>factor</i> is by how much the middle one of all digests is slower, up to {@link #MOST}: a
 * machine under load slows down everything.
 *
 * <p>Both may excuse a difference, and never make one: where the way to the target is shorter,
 * nothing is taken from the source's times to call a statement slower.
 */
public final class Surroundings {
  /** Further than this it is not the weather. */
  static final double MOST = 1.5;

  /** Executions from which on a digest may tell of the way. */
  private static final long TELLING = 20;

  /** From so many digests on they can agree on something. */
  private static final int CONSENSUS = 3;

  private final double[] slower = new double[Quantile.values().length];
  private final double[] faster = new double[Quantile.values().length];
  private double slowerBy = 1;
  private double fasterBy = 1;
  private boolean consensus;

  private Surroundings() {}

  /**
   * @param all those with enough blocks
   * @param roundTrip of {@code SELECT 1} on the target; null where it is not known
   */
  static Surroundings ofSource(
      Collection<Series> all, @Nullable Distribution roundTrip, double floorMicros) {
    Surroundings s = new Surroundings();
    s.consensus = all.size() >= CONSENSUS;
    List<Series> fast = fastest(all);
    for (Quantile q : Quantile.values()) {
      if (!fast.isEmpty()) {
        double percent = percent(q);
        double base = fast.get(0).baseline().percentile(percent);
        double way =
            roundTrip == null || roundTrip.count() == 0 ? base : roundTrip.percentile(percent);
        List<Double> more = new ArrayList<>();
        for (Series one : fast) {
          more.add((double) one.target().percentile(percent) - one.baseline().percentile(percent));
        }
        more.sort(null);
        s.slower[q.ordinal()] = Math.max(0, Math.min(low(more), way + floorMicros - base));
        s.faster[q.ordinal()] = s.consensus ? Math.min(0, high(more)) : 0;
      }
    }
    s.factor(all);
    return s;
  }

  /** Of those that ran often enough the fastest third, three at least; the fastest first. */
  private static List<Series> fastest(Collection<Series> all) {
    List<Series> telling = new ArrayList<>();
    for (Series one : all) {
      if (one.baseline().count() >= TELLING) {
        telling.add(one);
      }
    }
    telling.sort(Comparator.comparingLong(one -> one.baseline().percentile(25)));
    int most = Math.max(CONSENSUS, telling.size() / 3);
    return telling.subList(0, Math.min(most, telling.size()));
  }

  /** The middle one; of two in the middle the lower. */
  private static double low(List<Double> sorted) {
    return sorted.get((sorted.size() - 1) / 2);
  }

  /** The middle one; of two in the middle the higher. */
  private static double high(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  /**
   * Targets are measured alike; what may differ is the way.
   *
   * @param roundTrip of {@code SELECT 1} on the target
   * @param control of the same on the control
   */
  static Surroundings ofControl(@Nullable Distribution roundTrip, @Nullable Distribution control) {
    Surroundings s = new Surroundings();
    if (roundTrip != null && control != null && roundTrip.count() > 0 && control.count() > 0) {
      for (Quantile q : Quantile.values()) {
        s.offset(q, roundTrip.percentile(percent(q)) - control.percentile(percent(q)));
      }
    }
    return s;
  }

  private void offset(Quantile q, double micros) {
    slower[q.ordinal()] = Math.max(0, micros);
    faster[q.ordinal()] = Math.min(0, micros);
  }

  private void factor(Collection<Series> all) {
    List<Double> up = new ArrayList<>();
    List<Double> down = new ArrayList<>();
    for (Series one : all) {
      up.add(middle(one, slower[0]));
      down.add(middle(one, faster[0]));
    }
    if (all.isEmpty()) {
      return;
    }
    up.sort(null);
    down.sort(null);
    // Of two in the middle the one that excuses less.
    slowerBy = Math.max(1, Math.min(MOST, low(up)));
    fasterBy = consensus ? Math.min(1, Math.max(1 / MOST, high(down))) : 1;
  }

  private static double middle(Series one, double offset) {
    double[] ratios = new double[one.size(Quantile.P25)];
    for (int i = 0; i < ratios.length; i++) {
      double own = one.own(Quantile.P25, i) - offset;
      ratios[i] = Math.max(1, own) / Math.max(1, one.base(Quantile.P25, i));
    }
    Arrays.sort(ratios);
    return ratios.length == 0 ? 1 : ratios[ratios.length / 2];
  }

  private static double percent(Quantile q) {
    return q == Quantile.P25 ? 25 : q == Quantile.P50 ? 50 : 95;
  }

  /** Whether a latency is more than the baseline's by more than these and the surroundings. */
  boolean worse(Quantile q, double base, double own, Thresholds t) {
    double expected = base * slowerBy;
    double took = own - slower[q.ordinal()];
    return took > expected * t.ratio() && took - expected > t.floorMicros();
  }

  /** The same where a slow machine is no excuse. */
  boolean worseThanTheWay(Quantile q, double base, double own, Thresholds t) {
    double took = own - slower[q.ordinal()];
    return took > base * t.ratio() && took - base > t.floorMicros();
  }

  /** Whether a latency is less than the baseline's by more than these and the surroundings. */
  boolean better(Quantile q, double base, double own, Thresholds t) {
    double expected = base * fasterBy;
    double took = own - faster[q.ordinal()];
    return took * t.ratio() < expected && expected - took > t.floorMicros();
  }

  /** Microseconds at the median that the way to the target is longer; below 0: shorter. */
  public double offsetMicros() {
    return slower[Quantile.P50.ordinal()] + faster[Quantile.P50.ordinal()];
  }

  /** By how much everything is slower, from 1; where it is faster, below 1. */
  public double factor() {
    return slowerBy > 1 ? slowerBy : fasterBy;
  }
}
