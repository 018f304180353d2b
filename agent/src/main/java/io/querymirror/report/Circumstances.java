package io.querymirror.report;

import io.querymirror.stats.Distribution;

/** What latencies of one target have to be judged by. */
public final class Circumstances {
  private final boolean cheapest;
  private final Distribution roundTrip;
  private final Distribution controlRoundTrip;
  private final boolean control;

  /**
   * @param cheapest copies were not sent as their originals were
   * @param roundTrip microseconds of {@code SELECT 1} on the target
   * @param controlRoundTrip of the same on the control target
   */
  public Circumstances(boolean cheapest, Distribution roundTrip, Distribution controlRoundTrip) {
    this(cheapest, roundTrip, controlRoundTrip, false);
  }

  private Circumstances(
      boolean cheapest, Distribution roundTrip, Distribution controlRoundTrip, boolean control) {
    this.control = control;
    this.cheapest = cheapest;
    this.roundTrip = roundTrip;
    this.controlRoundTrip = controlRoundTrip;
  }

  /** The same, of a target that is a control or is none. */
  public Circumstances control(boolean is) {
    return new Circumstances(cheapest, roundTrip, controlRoundTrip, is);
  }

  /** What a control differs by is noise, and no finding. */
  boolean control() {
    return control;
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
