package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Marker;

/**
 * What a session on a target still holds of what it was told for its statements: the clock stands
 * until it is told another time, and a key that no statement took waits for the next that generates
 * one. Confined to the connection's worker.
 */
final class PinnedSession {
  private final boolean mariaDb;

  /** The clock stands, for statements of a lane that has left. */
  private boolean clockStale;

  private boolean clockStands;

  /** The key that it was told last; 0 where it was taken. */
  private long waiting;

  PinnedSession(boolean mariaDb) {
    this.mariaDb = mariaDb;
  }

  /** The statement to be sent ahead of the next one; empty for none. */
  String before(Pin pin, PinRights rights) {
    String text = pin.text(rights);
    if (pin.isHeld()) {
      clockStale = false;
      clockStands = false;
    }
    String more = "";
    if (clockStale && !(pin.clock() && rights.clock())) {
      more = "timestamp=DEFAULT";
    }
    if (waiting != 0 && mariaDb && pin.key() == 0 && pin.mayGenerate()) {
      more += (more.isEmpty() ? "" : ",") + "insert_id=0";
      waiting = 0;
    }
    clockStands = pin.clock() && rights.clock() || clockStands && !clockStale;
    clockStale = false;
    waiting = pin.key() != 0 && rights.key() ? pin.key() : waiting;
    if (more.isEmpty()) {
      return text;
    }
    return text.isEmpty() ? Marker.OWN + "SET " + more : text + "," + more;
  }

  /** The statement ran, or failed. */
  void after(Pin pin, CopyResult result) {
    if (pin.key() != 0 && pin.took(result)) {
      waiting = 0;
    }
  }

  /** Whether a key waits that the next statement would take for its own. */
  boolean leaks(Pin next) {
    return waiting != 0 && !mariaDb && next.key() == 0 && next.mayGenerate();
  }

  /**
   * The lane leaves; answers whether another one may have the session. Its clock is let go with
   * that one's first statement.
   */
  boolean leave() {
    clockStale = clockStands;
    return waiting == 0 || mariaDb;
  }
}
