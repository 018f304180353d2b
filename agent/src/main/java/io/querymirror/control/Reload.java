package io.querymirror.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How one reading of the configuration file ended. */
public final class Reload {
  private final Instant at;
  private final Duration took;
  private final List<String> changes;
  private final List<String> errors;

  /** Exactly one of the lists may hold something; both are empty where nothing had changed. */
  public Reload(Instant at, Duration took, List<String> changes, List<String> errors) {
    this.at = at;
    this.took = took;
    this.changes = List.copyOf(changes);
    this.errors = List.copyOf(errors);
  }

  public Instant at() {
    return at;
  }

  public Duration took() {
    return took;
  }

  /** Whether the file was valid: what it says is in force. */
  public boolean ok() {
    return errors.isEmpty();
  }

  /** What became different, a line each, for people. */
  public List<String> changes() {
    return changes;
  }

  /** The file's mistakes, each with its line; the old configuration stays in force. */
  public List<String> errors() {
    return errors;
  }
}
