package io.querymirror.config;

/** Bounds on what the agent takes on. */
public final class LimitSettings {
  static final LimitSettings DEFAULT = new LimitSettings(1L << 20);

  private final long statementSize;

  LimitSettings(long statementSize) {
    this.statementSize = statementSize;
  }

  /** A larger statement, text and binds, is dropped as {@code too_large}; in bytes, from 1. */
  public long statementSize() {
    return statementSize;
  }
}
