package io.querymirror.bench.results;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** One figure of several rounds: its median, and how far the rounds lie apart. */
public record Quartiles(
    int rounds, double min, double lower, double median, double upper, double max) {

  public static Quartiles of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Quartiles(
        sorted.length,
        sorted[0],
        at(sorted, 0.25),
        at(sorted, 0.5),
        at(sorted, 0.75),
        sorted[sorted.length - 1]);
  }

  public static Quartiles of(Collection<? extends Number> values) {
    return of(values.stream().mapToDouble(Number::doubleValue).toArray());
  }

  /** Between two ranks: the share of each that its distance gives. */
  private static double at(double[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    double rest = rank - below;
    return rest == 0 ? sorted[below] : sorted[below] * (1 - rest) + sorted[below + 1] * rest;
  }

  /** {@code 66.1 (64.8–70.2)}: the median, and the quartiles in brackets. */
  @Override
  public String toString() {
    return rounds == 1
        ? number(median)
        : number(median) + " (" + number(lower) + "–" + number(upper) + ")";
  }

  /** Three digits, or all before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 0.005) {
      return value < 0 ? "-0.00" : "0.00";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
