package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.model.Outcome;
import io.querymirror.stats.TargetSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever goes wrong, and whenever: a transaction is on the target whole or not at all, in the
 * order of its session, and every statement is counted once.
 */
class AtomicityTest {
  private static final int SESSIONS = 8;
  private static final int TRANSACTIONS = 400;
  private static final int ROWS = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void wholeOrNotAtAll(int seed) {
    Random random = new Random(seed);
    String connections = "connections: " + (seed % 2 == 0 ? "3" : "auto");
    String queue = "queue: {statements: " + (seed % 3 == 0 ? "40" : "20000") + "}";
    try (TestTarget t = new TestTarget("writes: apply", connections, queue)) {
      t.host().reply(AtomicityTest::reply);
      List<TestApp.Session> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(open(t, i));
      }
      for (int n = 0; n < TRANSACTIONS; n++) {
        int i = random.nextInt(SESSIONS);
        transaction(sessions.get(i), i, n, random);
        disturb(t, sessions, i, random);
      }
      t.host().become(State.UP);
      t.settle();
      check(t, seed % 2 == 0);
    }
  }

  private static TestApp.Session open(TestTarget t, int i) {
    TestApp.Session session = t.app.connect();
    return i % 2 == 0 ? session.autocommit(false) : session;
  }

  private static void transaction(TestApp.Session s, int session, int n, Random random) {
    boolean begins = session % 2 != 0;
    if (begins) {
      s.run("BEGIN");
    }
    for (int row = 0; row < ROWS; row++) {
      if (random.nextInt(60) == 0) {
        s.unsupported("INSERT INTO a VALUES (?)", "stream");
      }
      s.run("INSERT " + s.connection().id() + " " + n + " " + row);
    }
    if (random.nextInt(10) == 0) {
      s.rollback();
    } else {
      s.commit();
    }
  }

  private static void disturb(TestTarget t, List<TestApp.Session> sessions, int i, Random random) {
    switch (random.nextInt(40)) {
      case 0:
        t.host().become(State.DOWN);
        break;
      case 1:
        t.host().become(State.CONNECTING);
        break;
      case 2:
      case 3:
      case 4:
      case 5:
        t.host().become(State.UP);
        break;
      case 6:
        t.target.switchedOff();
        break;
      case 7:
        sessions.get(i).close();
        sessions.set(i, open(t, i));
        break;
      case 8:
        sessions.get(i).loses();
        break;
      default:
    }
  }

  /** Now and then an error, on any thread, so without the test's seed. */
  private static Outcome reply(String sql) {
    int n = ThreadLocalRandom.current().nextInt(400);
    if (n == 0) {
      return FakeHost.LOST;
    }
    if (sql.startsWith("INSERT")) {
      if (n == 1) {
        return Outcome.error("40001", 1213, "Deadlock");
      }
      if (n == 2) {
        return Outcome.error("23000", 1062, "Duplicate");
      }
    }
    return Outcome.ROWS;
  }

  private static void check(TestTarget t, boolean few) {
    Map<String, Integer> rows = new HashMap<>();
    Map<String, Integer> last = new HashMap<>();
    for (String row : t.host().rows()) {
      String[] words = row.split(" ");
      rows.merge(words[2], 1, Integer::sum);
      int place = Integer.parseInt(words[2]) * ROWS + Integer.parseInt(words[3]);
      Integer before = last.put(words[1], place);
      assertTrue(before == null || before < place, "order of " + row);
    }
    rows.forEach((transaction, n) -> assertEquals(ROWS, n, "rows of " + transaction));
    TargetSnapshot s = t.snapshot();
    long dropped = s.dropped().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(0, s.pending());
    assertEquals(s.matched(), s.executed() + s.failed() + s.notRepeated() + dropped);
    assertTrue(!rows.isEmpty());
    assertEquals(0, t.target.account().bytes());
    assertEquals(0, t.target.account().statements());
    if (few) {
      assertTrue(t.host().mostOpen() <= 3, "open " + t.host().mostOpen());
    }
  }
}
