package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.SourceConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  private final Sessions sessions = new Sessions(s -> {});
  private final Object key = new Object();
  private final Session session =
      sessions.add(
          new Session(
              sessions.key(key),
              new SourceConnection(1, "connector-j", "app", "db:3306", null, Map.of(), -1, -1),
              1));
  private final Frame mine = frame();
  private final Frame other = frame();

  private static Frame frame() {
    return new CallContext().enter(true);
  }

  @Test
  void endInFlightBlocksAtItsStart() {
    mine.begin(session, true);
    assertEquals(mine.start, sessions.oldestInFlight());
    mine.finishes(session);
    assertEquals(mine.start, sessions.oldestInFlight(), "until it is handed over");
    mine.release();
    assertEquals(Session.IDLE, sessions.oldestInFlight());
  }

  @Test
  void statementBlocksNothingWhileItRuns() {
    mine.begin(session, false);
    assertEquals(Session.IDLE, sessions.oldestInFlight());
    mine.finishes(session);
    assertEquals(Session.BUSY, sessions.oldestInFlight(), "before its finish is known");
    mine.release();
    assertEquals(Session.IDLE, sessions.oldestInFlight());
  }

  @Test
  void nothingIsMarkedWhereNobodyAsks() {
    mine.begin(session, false);
    mine.release();
    assertEquals(Session.IDLE, sessions.oldestInFlight());
  }

  /** An abort() while a commit() runs. */
  @Test
  void anotherThreadsCallClearsOnlyWhatItSet() {
    mine.begin(session, true);
    other.begin(session, true);
    assertEquals(mine.start, sessions.oldestInFlight());
    other.finishes(session);
    other.release();
    assertEquals(mine.start, sessions.oldestInFlight(), "the commit is still in flight");
    other.begin(session, true);
    mine.release();
    assertEquals(other.start, sessions.oldestInFlight());
    other.release();
    assertEquals(Session.IDLE, sessions.oldestInFlight());
    assertTrue(session.take(), "free again");
  }
}
