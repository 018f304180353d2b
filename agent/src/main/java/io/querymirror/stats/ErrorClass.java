package io.querymirror.stats;

import io.querymirror.model.Outcome;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the target's error differs from the source's; the names are the keys under {@code errors}.
 */
public enum ErrorClass {
  /** Succeeded at the source, failed on the target. */
  NEW,
  /** Failed at the source, succeeded on the target. */
  RESOLVED,
  /** Failed on both with one SQLState and code. */
  SAME,
  /** Failed on both, each in its own way. */
  CHANGED,
  /** Failed on the target by the mirror's circumstances, whatever the source did. */
  ENVIRONMENT,
  /** As new, and a control target raises the same as often; see {@link Noise}. */
  NOISE;

  private static final String CLIENT_TIMEOUT = "Statement cancelled due to timeout";

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class of a pair of outcomes; null where both succeeded. */
  public static @Nullable ErrorClass of(Outcome source, Outcome target) {
    if (target.ok()) {
      return source.ok() ? null : RESOLVED;
    }
    if (isEnvironment(target)) {
      return ENVIRONMENT;
    }
    if (source.ok()) {
      return NEW;
    }
    return source.vendorCode() == target.vendorCode()
            && Objects.equals(source.sqlState(), target.sqlState())
        ? SAME
        : CHANGED;
  }

  /**
   * Whether an error tells of the moment and not of the statement: a deadlock, a lock wait, a lost
   * connection, a time-out or a cancel.
   */
  public static boolean isEnvironment(Outcome outcome) {
    String state = outcome.sqlState();
    if (state == null) {
      return false;
    }
    if (state.startsWith("08") || state.startsWith("40")) {
      return true;
    }
    switch (outcome.vendorCode()) {
      case 1020: // record has changed since last read: MariaDB's snapshot isolation
      case 1053: // server shutdown in progress
      case 1205: // lock wait timeout
      case 1213: // deadlock
      case 1317: // query interrupted
      case 1927: // connection killed (MariaDB)
      case 1969: // max_statement_time exceeded (MariaDB)
      case 2006: // server has gone away
      case 2013: // lost connection during query
      case 3024: // max_execution_time exceeded
      case 3058: // deadlock on user locks
      case 3572: // NOWAIT is set and the lock is held
      case 4031: // disconnected for inactivity
        return true;
      case 0:
        // Connector/J's own time-out has neither state nor code.
        return outcome.message().startsWith(CLIENT_TIMEOUT);
      default:
        return false;
    }
  }
}
