package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.stats.TargetLedger;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who gets a connection, and what is counted of it. */
class PermitsTest {
  private final TargetLedger ledger = new TargetLedger("t");

  /** Turns of those that will ask. */
  private final TreeSet<Long> toCome = new TreeSet<>();

  private Permits permits(int limit) {
    return new Permits(
        limit,
        ledger.connections(),
        (turn, enough) -> Math.min(toCome.headSet(turn).size(), enough));
  }

  private long open() {
    return ledger.snapshot().connections().get("open");
  }

  private static final class Session implements Permits.Holder {
    private final long turn;
    private boolean has;

    Session(long turn) {
      this.turn = turn;
    }

    @Override
    public void granted() {
      has = true;
    }

    @Override
    public void expired(long since) {}

    @Override
    public void wanted() {}

    @Override
    public long turn() {
      return turn;
    }
  }

  private static Session asks(Permits permits, long turn) {
    Session session = new Session(turn);
    permits.acquire(session);
    return session;
  }

  @Test
  void asManyAreKeptBackAsComeEarlier() {
    Permits permits = permits(3);
    toCome.add(1L);
    toCome.add(2L);
    assertTrue(asks(permits, 5).has, "one is left for each");
    Session ahead = asks(permits, 6);
    assertFalse(ahead.has);
    toCome.remove(1L);
    assertTrue(asks(permits, 1).has);
    permits.look();
    assertFalse(ahead.has, "the last one is for the other");
    toCome.remove(2L);
    permits.look();
    assertTrue(ahead.has, "nobody comes earlier any more");
    assertEquals(3, open());
  }

  @Test
  void whereNobodyWaitsForAnotherNoneIsKeptBack() {
    toCome.add(1L);
    assertTrue(asks(permits(1), 0).has);
  }

  @Test
  void whoseTurnComesFirstGoesFirst() {
    Permits permits = permits(1);
    asks(permits, 1);
    Session last = asks(permits, 3);
    Session next = asks(permits, 2);
    permits.release();
    assertTrue(next.has);
    assertFalse(last.has);
  }

  @Test
  void oneThatIsExchangedIsGivenBackFirst() {
    Permits permits = permits(2);
    Session session = asks(permits, 5);
    asks(permits, 1);
    assertEquals(2, open());
    // The server has no more than these, and one of them asks anew.
    permits.shrink(System.nanoTime());
    session.has = false;
    long before = permits.moved();
    permits.exchange(session);
    assertFalse(session.has);
    assertEquals(1, permits.held());
    assertEquals(1, open());
    assertTrue(permits.moved() - before > 0, "a connection moved");
  }
}
