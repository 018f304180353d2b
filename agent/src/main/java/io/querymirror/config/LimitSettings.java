package io.querymirror.config;

/** Bounds on what the agent takes on, and on what it may take of the application's machine. */
public final class LimitSettings {
  static final LimitSettings DEFAULT = new Builder().build();

  private final long statementSize;
  private final double cpu;
  private final double heap;
  private final double overheadNanos;

  private LimitSettings(Builder b) {
    this.statementSize = b.statementSize;
    this.cpu = b.cpu;
    this.heap = b.heap;
    this.overheadNanos = b.overheadNanos;
  }

  /** A larger statement, text and binds, is dropped as {@code too_large}; in bytes, from 1. */
  public long statementSize() {
    return statementSize;
  }

  /** Part of all cores that the agent's threads may take, up to 1; infinite for no limit. */
  public double cpu() {
    return cpu;
  }

  /** Part of the heap that may be in use behind a collection, up to 1; infinite for no limit. */
  public double heap() {
    return heap;
  }

  /**
   * Nanoseconds that 99 % of the application's calls may lose to the agent; infinite for no limit.
   */
  public double overheadNanos() {
    return overheadNanos;
  }

  /** Every field has its default. */
  static final class Builder {
    long statementSize = 1L << 20;
    double cpu = 0.5;
    double heap = 0.9;

    /** None: on a machine that is full it is the wait for a core, which sheds what is fine. */
    double overheadNanos = Double.POSITIVE_INFINITY;

    LimitSettings build() {
      return new LimitSettings(this);
    }
  }
}
