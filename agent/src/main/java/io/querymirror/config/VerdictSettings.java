package io.querymirror.config;

import java.time.Duration;

/** When a difference in latency counts, and how much must be known for a verdict. */
public final class VerdictSettings {
  private final double threshold;
  private final Duration floor;
  private final double minCoverage;

  private VerdictSettings(Builder b) {
    this.threshold = b.threshold;
    this.floor = b.floor;
    this.minCoverage = b.minCoverage;
  }

  /** Ratio of the target's time to the source's from which it is slower; over 1. */
  public double threshold() {
    return threshold;
  }

  /** The difference in time below which no ratio counts; from 0, in whole microseconds. */
  public Duration floor() {
    return floor;
  }

  /** Share of what was executed that decided digests must cover, from 0 to 1. */
  public double minCoverage() {
    return minCoverage;
  }

  /** Every field has its default. */
  static final class Builder {
    double threshold = 1.2;
    Duration floor = Duration.ofNanos(200_000);
    double minCoverage = 0.95;

    VerdictSettings build() {
      return new VerdictSettings(this);
    }
  }
}
