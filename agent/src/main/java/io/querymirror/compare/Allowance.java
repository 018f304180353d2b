package io.querymirror.compare;

import java.time.Duration;

/** By how much two values of a column may differ; immutable. */
public final class Allowance {
  /** They may be any two values, also NULL beside something. */
  public static final Allowance ANYTHING = new Allowance(0, 0, true);

  private final double number;
  private final long nanos;
  private final boolean anything;

  private Allowance(double number, long nanos, boolean anything) {
    this.number = number;
    this.nanos = nanos;
    this.anything = anything;
  }

  /** Numbers, by this much at most. */
  public static Allowance number(double difference) {
    return new Allowance(difference, 0, false);
  }

  /** Dates and times, by this much at most; numbers, by as many seconds. */
  public static Allowance time(Duration difference) {
    return new Allowance(difference.toNanos() / 1e9, difference.toNanos(), false);
  }

  double number() {
    return number;
  }

  long nanos() {
    return nanos;
  }

  boolean anything() {
    return anything;
  }
}
