package io.querymirror.report;

import io.querymirror.stats.Distribution;

/** What latencies of one target have to be judged by. */
public final class Circumstances {
  private final boolean cheapest;
  private final Distribution roundTrip;
  private final Distribution controlRoundTrip;

  /**
   * @param cheapest copies were not sent as their originals were
   * @param roundTrip microseconds of {@code SELECT 1} on the target
   * @param controlRoundTrip of the same on the control target
   */
  public Circumstances(boolean cheapest, Distribution roundTrip, Distribution controlRoundTrip) {
    this.cheapest = cheapest;
    this.roundTrip = roundTrip;
    this.controlRoundTrip = controlRoundTrip;
  }

  boolean cheapest() {
    return cheapest;
  }

  Distribution roundTrip() {
    return roundTrip;
  }

  Distribution controlRoundTrip() {
    return controlRoundTrip;
  }
}
