package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinnedSessionTest {
  private static final Pin KEY = new Pin(true, 1_700_000_000_000_042L, 7, true, 0, true, 0);
  private static final Pin MAY_GENERATE = new Pin(false, 0, 0, false, 0, true, 0);
  private static final CopyResult ONE = CopyResult.ran(Outcome.success(false, 1, 7), 0, 0);
  private static final CopyResult NO_ROW = CopyResult.ran(Outcome.success(false, 0, 0), 0, 0);
  private static final CopyResult DUPLICATE =
      CopyResult.ran(Outcome.error("23000", 1062, ""), 0, 0);
  private static final CopyResult TOO_LONG = CopyResult.ran(Outcome.error("22001", 1406, ""), 0, 0);

  private static String before(PinnedSession s, Pin pin) {
    return s.before(pin, PinRights.ALL);
  }

  @Test
  void tellsWhatThePinHolds() {
    PinnedSession s = new PinnedSession(false);
    assertEquals(Marker.OWN + "SET timestamp=1700000000.000042,insert_id=7", before(s, KEY));
    assertEquals("", before(s, Pin.NONE));
    assertEquals(
        Marker.OWN + "SET rand_seed1=3,rand_seed2=5",
        before(s, new Pin(false, 0, 0, false, 3L << 32 | 5, false, 0)));
  }

  @Test
  void aKeyThatWasTakenLeavesNothingBehind() {
    PinnedSession s = new PinnedSession(false);
    for (CopyResult result : List.of(ONE, NO_ROW, DUPLICATE)) {
      before(s, KEY);
      s.after(KEY, result);
      assertFalse(s.leaks(MAY_GENERATE));
      assertTrue(s.leave());
    }
  }

  @Test
  void aKeyThatNoStatementTookKeepsTheSessionFromOthers() {
    PinnedSession s = new PinnedSession(false);
    before(s, KEY);
    s.after(KEY, TOO_LONG);
    assertTrue(s.leaks(MAY_GENERATE));
    assertFalse(s.leaks(KEY));
    assertFalse(s.leave());
  }

  @Test
  void mariaDbLetsGoOfAKey() {
    PinnedSession s = new PinnedSession(true);
    before(s, KEY);
    s.after(KEY, TOO_LONG);
    assertFalse(s.leaks(MAY_GENERATE));
    assertEquals("", before(s, Pin.NONE));
    assertEquals(Marker.OWN + "SET insert_id=0", before(s, MAY_GENERATE));
    assertEquals("", before(s, MAY_GENERATE));
  }

  @Test
  void theNextLaneHasAClockThatRuns() {
    PinnedSession s = new PinnedSession(false);
    before(s, KEY);
    s.after(KEY, ONE);
    assertEquals("", before(s, Pin.NONE));
    s.leave();
    assertEquals(Marker.OWN + "SET timestamp=DEFAULT", before(s, Pin.NONE));
    s.leave();
    assertEquals("", before(s, Pin.NONE));
  }

  @Test
  void whatTheApplicationHoldsIsLeftAlone() {
    PinnedSession s = new PinnedSession(false);
    before(s, KEY);
    s.after(KEY, ONE);
    s.leave();
    assertEquals(Marker.OWN + "SET insert_id=7", before(s, KEY.held()));
    s.after(KEY, ONE);
    s.leave();
    assertEquals("", before(s, Pin.HELD));
    assertEquals("", before(s, Pin.NONE));
  }
}
