package io.querymirror.control;

import java.time.Instant;
import java.util.Objects;

/** Which agent this is, and how it came. */
public final class AgentInfo {
  private final boolean attached;
  private final Instant started;

  /** {@code attached}: to a running JVM, and not named on its command line. */
  public AgentInfo(boolean attached, Instant started) {
    this.attached = attached;
    this.started = Objects.requireNonNull(started);
  }

  public boolean attached() {
    return attached;
  }

  public Instant started() {
    return started;
  }
}
