package io.querymirror.config;

import java.time.Duration;

/** When the agent tries out what mirroring does to the application's latency. */
public final class SelfTestSettings {
  private final Duration every;
  private final Duration length;

  SelfTestSettings(Duration every, Duration length) {
    this.every = every;
    this.length = length;
  }

  /** From the beginning of one test to that of the next. */
  public Duration every() {
    return every;
  }

  /** How long a test takes; at most as long as {@link #every}. */
  public Duration length() {
    return length;
  }
}
