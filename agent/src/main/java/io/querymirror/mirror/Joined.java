package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceConnection;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a target that joined a running application lacks: statements that had begun before, and the
 * rest of transactions that were open. What sessions had been told is taken over from a target that
 * has followed them; where there is none, they are known to be unknown. Under its target's lock.
 */
final class Joined {
  /** What holds beyond a transaction, so that it is taken note of also in one that is missed. */
  private static final Set<ControlType> LASTING =
      EnumSet.of(
          ControlType.SET,
          ControlType.SCHEMA,
          ControlType.ISOLATION,
          ControlType.READ_ONLY,
          ControlType.AUTOCOMMIT_ON,
          ControlType.AUTOCOMMIT_OFF,
          ControlType.CLOSE);

  private final Joining at;
  private final Map<SourceConnection, SessionLog> sessions = new IdentityHashMap<>();

  /**
   * @param followed what a target knows of the sessions: those that are not there were never told
   *     anything; null for no such target
   */
  Joined(Joining at, @Nullable Map<SourceConnection, SessionLog> followed) {
    this.at = at;
    if (followed != null) {
      sessions.putAll(followed);
    } else {
      for (SourceConnection session : at.sessions) {
        sessions.put(session, SessionLog.ofUnknown());
      }
    }
  }

  /** Sessions that may have a state of which nothing is told to statements that stand alone. */
  Set<SourceConnection> altered() {
    Map<SourceConnection, Boolean> altered = new IdentityHashMap<>();
    sessions.forEach(
        (session, log) -> {
          if (!"".equals(log.signature())) {
            altered.put(session, true);
          }
        });
    return altered.keySet();
  }

  /** Whether it belongs to a transaction that was open, or had begun by itself. */
  boolean misses(Execution e) {
    return e.transaction() != 0 && e.transaction() <= at.transaction
        || e.event().startNanos() - at.nanos < 0;
  }

  /** Whether a piece of control says something beyond the transaction that it is missed with. */
  static boolean lasts(Execution e) {
    return e.endedTransaction() != 0 || LASTING.contains(e.control());
  }

  /** What is known of a session, once; null where it has come since, or is as it began. */
  @Nullable SessionLog take(SourceConnection session) {
    return sessions.remove(session);
  }

  /** What is known of sessions that nothing was heard of since. */
  void copyTo(Map<SourceConnection, SessionLog> logs) {
    sessions.forEach((session, log) -> logs.putIfAbsent(session, log.copy()));
  }

  /** Lets go of sessions that have ended meanwhile. */
  void retain(Set<SourceConnection> alive) {
    sessions.keySet().removeIf(session -> !alive.contains(session));
  }
}
