package io.querymirror.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How plans are taken on one target. */
public final class PlanSettings {
  private final PlanMode mode;
  private final boolean source;
  private final @Nullable String username;
  private final String password;
  private final int perSecond;
  private final Duration every;
  private final double busy;

  private PlanSettings(Builder b) {
    this.mode = b.mode;
    this.source = b.source;
    this.username = b.username;
    this.password = b.password;
    this.perSecond = b.perSecond;
    this.every = b.every;
    this.busy = b.busy;
  }

  public PlanMode mode() {
    return mode;
  }

  /** Whether the source's plans are taken too, over a connection of the agent's own. */
  public boolean source() {
    return source;
  }

  /** For the source; not null where {@link #source()}. */
  public @Nullable String username() {
    return username;
  }

  /** For the source; empty where none is given. */
  public String password() {
    return password;
  }

  /** Plans a second at most, over all digests of the target; from 1. */
  public int perSecond() {
    return perSecond;
  }

  /** How long a digest's plan is not asked for again, unless its latency steps up. */
  public Duration every() {
    return every;
  }

  /** Share of the target's busy time that plans may take, over 0 to 1. */
  public double busy() {
    return busy;
  }

  private List<Object> all() {
    return Arrays.asList(mode, source, String.valueOf(username), password, perSecond, every, busy);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof PlanSettings && all().equals(((PlanSettings) o).all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  /** Every field has its default. */
  static final class Builder {
    PlanMode mode = PlanMode.EXPLAIN;
    boolean source;
    @Nullable String username;
    String password = "";
    int perSecond = 2;
    Duration every = Duration.ofMinutes(10);
    double busy = 0.01;

    PlanSettings build() {
      return new PlanSettings(this);
    }
  }
}
