package io.querymirror.report;

import io.querymirror.config.VerdictSettings;

/** By how much a digest must be slower or faster to be called so, and how much must be known. */
public final class Thresholds {
  public static final Thresholds DEFAULT = new Thresholds(1.2, 200, 0.95);

  private final double ratio;
  private final long floorMicros;
  private final double minCoverage;

  private Thresholds(double ratio, long floorMicros, double minCoverage) {
    this.ratio = ratio;
    this.floorMicros = floorMicros;
    this.minCoverage = minCoverage;
  }

  /**
   * @param ratio over 1: so many times the time is slower, the inverse is faster
   * @param floorMicros and it must be so many microseconds at least
   * @param minCoverage share of what was executed whose digests must be decided, from 0 to 1
   */
  public static Thresholds of(double ratio, long floorMicros, double minCoverage) {
    return new Thresholds(ratio, floorMicros, minCoverage);
  }

  public static Thresholds of(VerdictSettings settings) {
    long floor = settings.floor().toNanos() / 1000;
    return new Thresholds(settings.threshold(), floor, settings.minCoverage());
  }

  public Thresholds withMinCoverage(double share) {
    return new Thresholds(ratio, floorMicros, share);
  }

  public double ratio() {
    return ratio;
  }

  public long floorMicros() {
    return floorMicros;
  }

  public double minCoverage() {
    return minCoverage;
  }
}
