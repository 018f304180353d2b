package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.model.Outcome;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.TargetSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a target holds, what it lets go, and who gets a connection. */
class BoundsTest {
  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  /** Blocks every statement until it is opened. */
  private static CountDownLatch gate(FakeHost host) {
    CountDownLatch gate = new CountDownLatch(1);
    host.reply(
        sql -> {
          try {
            gate.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Outcome.ROWS;
        });
    return gate;
  }

  private static void assertBalanced(TestTarget t) {
    TargetSnapshot s = t.snapshot();
    long dropped = s.dropped().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(s.matched(), s.notRepeated() + s.executed() + s.failed() + dropped + s.pending());
  }

  @Test
  void fullQueueDropsAndCutsAndKeepsOthersWhole() {
    try (TestTarget t = new TestTarget("writes: apply", "queue: {statements: 3}")) {
      CountDownLatch gate = gate(t.host());
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "COMMIT");
      s.run("BEGIN", "INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)");
      s.run("INSERT INTO a VALUES (4)", "INSERT INTO a VALUES (5)", "COMMIT");
      s.run("INSERT INTO a VALUES (6)");
      assertEquals(2, t.dropped(DropReason.QUEUE_FULL)); // 4 and 6
      gate.countDown();
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(3, t.dropped(DropReason.TRANSACTION)); // 2, 3 and 5
      assertTrue(t.host().log(1).contains(copy("COMMIT")));
      assertFalse(t.host().log(1).contains(copy("INSERT INTO a VALUES (2)")));
      assertEquals(0, t.target.account().bytes());
      assertEquals(0, t.target.account().statements());
      s.run("INSERT INTO a VALUES (7)");
      t.settle();
      assertEquals(2, t.snapshot().executed());
      assertBalanced(t);
    }
  }

  @Test
  void bytesAreABoundOfTheirOwn() {
    try (TestTarget t = new TestTarget("queue: {size: 10KB}")) {
      CountDownLatch gate = gate(t.host());
      TestApp.Session s = t.app.connect();
      String big = "SELECT '" + "x".repeat(3000) + "'";
      s.run(big, big, big);
      assertEquals(2, t.dropped(DropReason.QUEUE_BYTES));
      gate.countDown();
      t.settle();
      assertEquals(0, t.target.account().bytes());
      assertBalanced(t);
    }
  }

  @Test
  void controlThatFindsNoRoomMakesTheLaneJoinAnew() {
    try (TestTarget t = new TestTarget("queue: {size: 4KB}")) {
      CountDownLatch gate = gate(t.host());
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1");
      for (int i = 0; i < 50; i++) {
        s.run("SET @a" + i % 3 + " = " + i);
      }
      assertTrue(t.target.account().bytes() <= 4096);
      gate.countDown();
      t.settle();
      s.run("SELECT 2");
      t.settle();
      List<String> second = t.host().log(2);
      assertEquals(
          Set.of(copy("SET @a0 = 48"), copy("SET @a1 = 49"), copy("SET @a2 = 47")),
          Set.copyOf(second.subList(0, 3)));
      assertEquals(copy("SELECT 2"), second.get(4));
      assertEquals(2, t.snapshot().executed());
    }
  }

  @Test
  void tooLargeStatementsAreNotTaken() {
    try (TestTarget t = new TestTarget()) {
      t.app.connect().run("SELECT '" + "x".repeat(1 << 20) + "'");
      assertEquals(1, t.dropped(DropReason.TOO_LARGE));
    }
  }

  @Test
  void waitsWhileConnectingAndDropsOnceTheTargetIsShunned() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().become(State.CONNECTING);
      TestApp.Session s = t.app.connect();
      s.run("SET @a = 1", "INSERT INTO a VALUES (1)", "BEGIN", "INSERT INTO a VALUES (2)");
      assertEquals(2, t.snapshot().pending());
      t.host().become(State.DOWN);
      t.settle();
      assertEquals(2, t.dropped(DropReason.UNAVAILABLE));
      s.run("INSERT INTO a VALUES (3)", "COMMIT", "INSERT INTO a VALUES (4)", "SET @a = 2");
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(3, t.dropped(DropReason.UNAVAILABLE));
      t.host().become(State.UP);
      s.run("INSERT INTO a VALUES (5)");
      t.settle();
      assertEquals(
          List.of(
              copy("SET @a = 2"),
              "/* querymirror:own */ USE `shop`",
              copy("INSERT INTO a VALUES (5)")),
          t.host().log(1));
      assertBalanced(t);
    }
  }

  @Test
  void whatWaitedRunsWhenTheTargetComesUp() {
    try (TestTarget t = new TestTarget()) {
      t.host().become(State.CONNECTING);
      t.app.connect().run("SELECT 1", "SELECT 2");
      t.app.connect().run("SELECT 3");
      t.host().become(State.UP);
      t.settle();
      assertEquals(3, t.snapshot().executed());
    }
  }

  @Test
  void fewerConnectionsThanSessionsAreHandedRoundInTurn() {
    try (TestTarget t = new TestTarget("connections: 2", "writes: apply")) {
      List<TestApp.Session> sessions = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sessions.add(t.app.connect());
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 10; i++) {
          String row = i + ", " + round;
          sessions.get(i).run("BEGIN", "INSERT INTO a VALUES (" + row + ")", "COMMIT");
        }
      }
      t.settle();
      assertEquals(200, t.snapshot().executed());
      assertTrue(t.host().mostOpen() <= 2, "open " + t.host().mostOpen());
      for (int i = 0; i < 10; i++) {
        String mine = "INSERT INTO a VALUES (" + i + ", ";
        List<String> rows =
            t.host().log().stream()
                .filter(l -> l.contains(mine))
                .map(l -> l.substring(l.indexOf(mine) + mine.length()))
                .toList();
        assertEquals(IntStream.range(0, 20).mapToObj(n -> n + ")").toList(), rows);
      }
    }
  }

  @Test
  void serverWithoutRoomIsSharedByAllLanes() {
    for (String order : List.of("session", "none")) {
      try (TestTarget t = new TestTarget("order: " + order)) {
        t.host().room(3);
        List<TestApp.Session> sessions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          sessions.add(t.app.connect());
        }
        t.target.sweep();
        for (int round = 0; round < 5; round++) {
          for (TestApp.Session s : sessions) {
            s.run("SELECT 1");
          }
        }
        t.settle();
        assertEquals(60, t.snapshot().executed(), order);
      }
    }
  }

  @Test
  void openTransactionKeepsItsConnectionAndOthersWait() {
    try (TestTarget t = new TestTarget("connections: 1", "writes: apply")) {
      TestApp.Session a = t.app.connect();
      TestApp.Session b = t.app.connect();
      a.run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      b.run("INSERT INTO a VALUES (2)");
      a.run("INSERT INTO a VALUES (3)");
      TestTarget.until(() -> t.snapshot().executed() == 2);
      assertEquals(1, t.snapshot().pending());
      a.run("COMMIT");
      t.settle();
      assertEquals(3, t.snapshot().executed());
      assertEquals(1, t.host().mostOpen());
      Set<String> of1 = new TreeSet<>(t.host().log(1));
      assertTrue(of1.contains(copy("COMMIT")));
      assertFalse(of1.contains(copy("INSERT INTO a VALUES (2)")));
    }
  }

  @Test
  void temporaryTableKeepsItsConnection() {
    try (TestTarget t = new TestTarget("connections: 1", "writes: apply")) {
      TestApp.Session a = t.app.connect();
      TestApp.Session b = t.app.connect();
      a.run("CREATE TEMPORARY TABLE x (i INT)");
      t.settle();
      b.run("SELECT 2");
      a.run("INSERT INTO x VALUES (1)");
      TestTarget.until(() -> t.snapshot().executed() == 2);
      a.close();
      t.settle();
      assertEquals(3, t.snapshot().executed());
      assertTrue(t.host().log(1).contains(copy("INSERT INTO x VALUES (1)")));
    }
  }

  @Test
  void shutdownCountsWhatIsQueuedAndWhatIsWithAWorkerOnce() throws InterruptedException {
    try (TestTarget t = new TestTarget()) {
      CountDownLatch gate = gate(t.host());
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "SELECT 2", "SELECT 3");
      long start = System.nanoTime();
      t.target.drain(start + 50_000_000L);
      t.target.end(DropReason.SHUTDOWN);
      assertEquals(3, t.dropped(DropReason.SHUTDOWN));
      assertEquals(0, t.snapshot().pending());
      s.run("SELECT 4");
      assertEquals(4, t.dropped(DropReason.SHUTDOWN));
      gate.countDown();
      TestTarget.until(() -> !t.host().log().isEmpty());
      assertEquals(0, t.snapshot().executed());
      assertEquals(0, t.target.account().bytes());
      assertBalanced(t);
    }
  }

  @Test
  void drainDoesNotWaitForATargetThatIsDown() throws InterruptedException {
    try (TestTarget t = new TestTarget()) {
      CountDownLatch gate = gate(t.host());
      t.app.connect().run("SELECT 1");
      t.host().become(State.DOWN);
      long start = System.nanoTime();
      t.target.drain(start + TimeUnit.SECONDS.toNanos(60));
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30));
      gate.countDown();
    }
  }

  @Test
  void workerThatBreaksOffLosesNothing() {
    try (TestTarget t = new TestTarget()) {
      AtomicInteger calls = new AtomicInteger();
      t.host()
          .reply(
              sql -> {
                if (sql.equals("SELECT 1")) {
                  calls.incrementAndGet();
                  throw new StackOverflowError("within");
                }
                return Outcome.ROWS;
              });
      t.app.connect().run("SELECT 1", "SELECT 2");
      t.settle();
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.snapshot().executed());
      assertEquals(1, t.snapshot().errors().get(ErrorClass.ENVIRONMENT));
    }
  }
}
