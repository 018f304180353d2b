package io.querymirror.config;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By how much two values may differ: anything, a number or a time; at most one of the two. */
public final class ToleranceSettings {
  /** Any difference at all. */
  public static final ToleranceSettings ANY = new ToleranceSettings(null, null);

  private final @Nullable BigDecimal number;
  private final @Nullable Duration time;

  private ToleranceSettings(@Nullable BigDecimal number, @Nullable Duration time) {
    this.number = number;
    this.time = time;
  }

  static ToleranceSettings of(BigDecimal number) {
    return new ToleranceSettings(number, null);
  }

  static ToleranceSettings of(Duration time) {
    return new ToleranceSettings(null, time);
  }

  public boolean isAny() {
    return number == null && time == null;
  }

  /** For numbers, from 0. */
  public @Nullable BigDecimal number() {
    return number;
  }

  /** For times, dates and timestamps, from 0. */
  public @Nullable Duration time() {
    return time;
  }
}
