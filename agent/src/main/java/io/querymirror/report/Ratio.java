package io.querymirror.report;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many times the baseline's latency a target takes, at one percentile, and how sure that is.
 */
public final class Ratio {
  /** Chance of either end of the interval to be wrong: together 1 %. */
  static final double WRONG = 0.005;

  private final double value;
  private final double low;
  private final double high;

  private Ratio(double value, double low, double high) {
    this.value = value;
    this.low = low;
    this.high = high;
  }

  /**
   * @param baseline percentile of all executions; 0 is no baseline
   * @param blocks the ratio in each block
   * @return null where there is no ratio
   */
  static @Nullable Ratio of(double baseline, double target, double[] blocks) {
    if (baseline <= 0) {
      return null;
    }
    double value = target / baseline;
    double[] sorted = blocks.clone();
    Arrays.sort(sorted);
    int end = SignTest.lowerEnd(sorted.length, WRONG);
    return end < 0
        ? new Ratio(value, Double.NaN, Double.NaN)
        : new Ratio(
            value, Math.min(value, sorted[end]), Math.max(value, sorted[sorted.length - 1 - end]));
  }

  /** The median of some ratios, at least one. */
  public static Ratio median(double[] ratios) {
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return Objects.requireNonNull(of(1, middle, sorted));
  }

  /** Target by baseline. */
  public double value() {
    return value;
  }

  /** Whether there were enough blocks for an interval. */
  public boolean hasInterval() {
    return !Double.isNaN(low);
  }

  /** Lower end of the interval of 99 %. */
  public double low() {
    return low;
  }

  /** Upper end of the interval of 99 %. */
  public double high() {
    return high;
  }
}
