package io.querymirror.config;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * By how much two values may differ: anything, a number, a share or a time; at most one of them.
 */
public final class ToleranceSettings {
  /** Any difference at all. */
  public static final ToleranceSettings ANY = new ToleranceSettings(null, 0, null);

  private final @Nullable BigDecimal number;
  private final double share;
  private final @Nullable Duration time;

  private ToleranceSettings(@Nullable BigDecimal number, double share, @Nullable Duration time) {
    this.number = number;
    this.share = share;
    this.time = time;
  }

  static ToleranceSettings of(BigDecimal number) {
    return new ToleranceSettings(number, 0, null);
  }

  static ToleranceSettings of(double share) {
    return new ToleranceSettings(null, share, null);
  }

  static ToleranceSettings of(Duration time) {
    return new ToleranceSettings(null, 0, time);
  }

  public boolean isAny() {
    return number == null && share == 0 && time == null;
  }

  /** For numbers: the difference itself; from 0. */
  public @Nullable BigDecimal number() {
    return number;
  }

  /**
   * For numbers: the difference as a share of the larger magnitude, over 0 to 1; 0 if not given.
   */
  public double share() {
    return share;
  }

  /** For times, dates and timestamps. */
  public @Nullable Duration time() {
    return time;
  }

  /** As the file has it; {@code any} for {@link #ANY}. */
  @Override
  public String toString() {
    if (number != null) {
      return number.toPlainString();
    }
    if (time != null) {
      return time.toMillis() + "ms";
    }
    return share == 0
        ? "any"
        : BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
  }
}
