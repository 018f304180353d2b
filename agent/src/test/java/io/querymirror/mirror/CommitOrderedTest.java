package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.ResultCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code order: commit} on a target in memory. */
class CommitOrderedTest {
  private static final Outcome DEADLOCK = error(1213);

  private static TestTarget ordered(String... more) {
    String[] yaml = new String[more.length + 2];
    yaml[0] = "order: commit";
    yaml[1] = "writes: apply";
    System.arraycopy(more, 0, yaml, 2, more.length);
    return new TestTarget(yaml);
  }

  /** Runs the stall detector until nothing is queued. */
  private static void settle(TestTarget t) {
    TestTarget.until(
        () -> {
          t.target.advance(System.nanoTime());
          t.target.unblock();
          return t.target.idle();
        });
  }

  @Test
  void nothingRunsBeforeItsOrderIsCertain() throws InterruptedException {
    try (TestTarget t = ordered()) {
      TestApp.Session s = t.app.connect();
      long before = System.nanoTime() - 10_000;
      s.run("INSERT INTO a VALUES (1)");
      t.target.advance(before);
      Thread.sleep(20);
      assertEquals(List.of(), t.host().rows());
      t.settle();
      assertEquals(1, t.host().rows().size());
      t.balances();
    }
  }

  @Test
  void writesOfOneTableKeepTheirOrderAcrossSessions() {
    try (TestTarget t = ordered()) {
      AtomicInteger n = new AtomicInteger();
      t.host()
          .reply(
              sql -> {
                if (n.incrementAndGet() % 7 == 0) {
                  Thread.yield();
                }
                return Outcome.ROWS;
              });
      List<TestApp.Session> all =
          List.of(t.app.connect(), t.app.connect(), t.app.connect(), t.app.connect());
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        all.get(i * 7 % 4).run("INSERT INTO a VALUES (" + i + ")");
        expected.append(i).append(' ');
      }
      t.settle();
      StringBuilder found = new StringBuilder();
      t.host().rows().forEach(r -> found.append(r.replaceAll("\\D", "")).append(' '));
      assertEquals(expected.toString(), found.toString());
      assertEquals(200, t.snapshot().executed());
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    }
  }

  @Test
  void victimIsDeferredAndRunsWholeAtItsEnd() {
    try (TestTarget t = ordered()) {
      AtomicInteger tries = new AtomicInteger();
      t.host()
          .reply(
              sql -> sql.contains("(2)") && tries.getAndIncrement() == 0 ? DEADLOCK : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)");
      s.commit();
      s.run("INSERT INTO a VALUES (4)").commit();
      t.settle();
      assertEquals(
          List.of("(1)", "(2)", "(3)", "(4)"),
          t.host().rows().stream().map(r -> r.substring(r.indexOf('('))).toList());
      assertEquals(4, t.snapshot().executed());
      assertEquals(1, t.fidelity("retried"));
      assertEquals(0, t.fidelity("rolled_back"));
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    }
  }

  @Test
  void transactionBegunInTextIsBegunAgain() {
    try (TestTarget t = ordered()) {
      AtomicInteger tries = new AtomicInteger();
      t.host()
          .reply(
              sql -> sql.contains("(2)") && tries.getAndIncrement() < 2 ? DEADLOCK : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "SET @a = 1", "INSERT INTO a VALUES (2)");
      s.run("ROLLBACK", "SELECT @a", "BEGIN", "INSERT INTO a VALUES (2)", "COMMIT");
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (2)"), t.host().rows());
      t.balances();
    }
  }

  /** A server's session of one variable, one last id and one temporary table. */
  private static final class State {
    final List<String> wrote = new ArrayList<>();
    final AtomicInteger victims = new AtomicInteger(1);
    long n;
    long id = 7;
    boolean made;

    State(TestTarget t) {
      t.host().reply(this::run);
      t.host().answers(sql -> sql.contains("@") ? List.of(id, n, "binary", "00") : List.of(id));
    }

    private synchronized Outcome run(String sql) {
      if (sql.matches("SET @`?n`? = [0-9]+")) {
        n = Long.parseLong(sql.substring(sql.indexOf("= ") + 2));
      } else if (sql.contains("@n + 1")) {
        n++;
      } else if (sql.startsWith("SET last_insert_id=")) {
        id = Long.parseLong(sql.substring(19));
      } else if (sql.startsWith("DROP TEMPORARY")) {
        boolean there = made;
        made = false;
        return there || sql.contains("IF EXISTS") ? Outcome.ROWS : error(1051);
      } else if (sql.startsWith("CREATE TEMPORARY")) {
        boolean there = made;
        made = true;
        return there ? error(1050) : Outcome.ROWS;
      } else if (sql.contains("(2)") && victims.getAndDecrement() > 0) {
        return DEADLOCK;
      } else if (!sql.startsWith("INSERT")) {
        return Outcome.ROWS;
      } else if (sql.contains("LAST_INSERT_ID()")) {
        wrote.add("id " + id);
      } else if (sql.contains("@n")) {
        wrote.add("n " + n);
      } else if (sql.startsWith("INSERT INTO t")) {
        id = 20;
      }
      return Outcome.ROWS;
    }

    synchronized List<String> last(int most) {
      return new ArrayList<>(wrote.subList(Math.max(0, wrote.size() - most), wrote.size()));
    }
  }

  @Test
  void userVariableIsWhatItWasWhenATransactionRunsAgain() {
    try (TestTarget t = ordered()) {
      State state = new State(t);
      state.victims.set(2);
      TestApp.Session s = t.app.connect();
      s.run("SET @n = 5").autocommit(false);
      s.run("INSERT INTO a VALUES (@n)", "SET @n = @n + 1", "INSERT INTO a VALUES (@n)");
      s.run("INSERT INTO a VALUES (2)", "SELECT @n := @n + 1", "INSERT INTO a VALUES (@n)");
      s.commit();
      s.run("INSERT INTO a VALUES (@n)").commit();
      t.settle();
      assertEquals(List.of("n 5", "n 6", "n 7", "n 7"), state.last(4));
      assertEquals(0, t.fidelity("unseeded"));
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    }
  }

  @Test
  void lastIdIsWhatItWasWhenATransactionRunsAgain() {
    try (TestTarget t = ordered()) {
      State state = new State(t);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (LAST_INSERT_ID())", "INSERT INTO t VALUES (1)");
      s.run("INSERT INTO a VALUES (2)").commit();
      t.settle();
      assertEquals(List.of("id 7", "id 7"), state.last(4));
      assertEquals(0, t.fidelity("unseeded"));
      t.balances();
    }
  }

  @Test
  void temporaryTableIsMadeAgainWhenATransactionRunsAgain() {
    try (TestTarget t = ordered()) {
      State state = new State(t);
      state.victims.set(2);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("CREATE TEMPORARY TABLE x (v int)", "INSERT INTO x VALUES (1)");
      s.run("INSERT INTO a VALUES (2)", "INSERT INTO a SELECT v FROM x").commit();
      s.run("DROP TEMPORARY TABLE x");
      state.victims.set(1);
      s.run("INSERT INTO a VALUES (2)").commit();
      t.settle();
      assertEquals(0, t.snapshot().failed());
      assertEquals(0, t.fidelity("rolled_back"));
      assertEquals(0, t.fidelity("order_breaks"));
      assertEquals(6, t.snapshot().executed());
      t.balances();
    }
  }

  @Test
  void whatWasSetOnceIsNotSetTwiceWhereTheSourceRolledBack() {
    try (TestTarget t = ordered()) {
      State state = new State(t);
      TestApp.Session s = t.app.connect();
      s.run("SET @n = 5").autocommit(false);
      s.run("SET @n = @n + 1", "INSERT INTO a VALUES (2)", "SET @n = @n + 1").rollback();
      s.run("INSERT INTO a VALUES (@n)").commit();
      t.settle();
      assertEquals(List.of("n 7"), state.last(4));
      t.balances();
    }
  }

  @Test
  void deferredTransactionThatTheSourceRolledBackDoesNotRun() {
    try (TestTarget t = ordered()) {
      t.host().reply(sql -> sql.contains("(2)") ? DEADLOCK : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)");
      s.rollback();
      s.run("INSERT INTO a VALUES (4)").commit();
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (4)"), t.host().rows());
      assertEquals(2, t.snapshot().executed());
      assertEquals(2, t.snapshot().notRepeated());
      assertEquals(0, t.fidelity("rolled_back"));
      t.balances();
    }
  }

  /** MariaDB's ROLLBACK loses rows of such a table that were deleted and written again. */
  @Test
  void whatARollbackLeftInATableOfTheSessionProvesNothing() {
    try (TestTarget t = ordered()) {
      Outcome four = Outcome.success(false, 4, Outcome.NO_KEY);
      Outcome none = Outcome.success(false, 0, Outcome.NO_KEY);
      t.host().reply(sql -> sql.contains("(2)") ? DEADLOCK : four);
      TestApp.Session s = t.app.connect();
      s.run("CREATE TEMPORARY TABLE mine (v INT)", four).autocommit(false);
      s.run("DELETE FROM mine", four).run("INSERT INTO a VALUES (2)");
      s.run("INSERT INTO mine SELECT v FROM a", four).rollback();
      s.run("DELETE FROM mine", none).run("INSERT INTO b SELECT v FROM mine", none).commit();
      t.settle();
      ResultCounts counts = t.ledger.snapshot().results();
      assertEquals(0, counts.different());
      assertEquals(2L, counts.reasons().get("out_of_step"));
      assertEquals(Map.of("shop.b", Map.of("ambiguous", 1L)), t.ledger.snapshot().outOfStep());
      t.balances();
    }
  }

  @Test
  void transactionThatNeverGetsItsLocksBreaksTheOrderAndIsCut() {
    try (TestTarget t = ordered()) {
      t.host().reply(sql -> sql.contains("(2)") ? DEADLOCK : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)").commit();
      s.run("INSERT INTO a VALUES (4)").commit();
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (4)"), t.host().rows());
      assertEquals(1, t.fidelity("order_breaks"));
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      t.balances();
    }
  }

  @Test
  void autocommitWriteIsTriedAgainOnTheSpot() {
    try (TestTarget t = ordered()) {
      AtomicInteger tries = new AtomicInteger();
      t.host()
          .reply(
              sql ->
                  sql.contains("(1)") && tries.getAndIncrement() < 2 ? error(1205) : Outcome.ROWS);
      t.app.connect().run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      t.settle();
      assertEquals(2, t.host().rows().size());
      assertEquals(2, t.fidelity("retried"));
      t.balances();
    }
  }

  /** Each has a connection that it cannot leave. */
  private static List<TestApp.Session> holders(TestTarget t, int n) {
    List<TestApp.Session> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(t.app.connect().run("CREATE TEMPORARY TABLE x (v int)"));
    }
    settle(t);
    return all;
  }

  @Test
  void whatAllWhoHoldConnectionsWaitForIsLetGoOf() {
    try (TestTarget t = ordered("connections: 2")) {
      List<TestApp.Session> held = holders(t, 2);
      TestApp.Session third = t.app.connect().autocommit(false);
      third.run("INSERT INTO a VALUES (1)", "INSERT INTO b VALUES (1)").commit();
      held.get(0).run("INSERT INTO a VALUES (2)");
      held.get(1).run("INSERT INTO b VALUES (3)");
      third.run("INSERT INTO t VALUES (4)").commit();
      TestTarget.until(
          () -> {
            t.target.advance(System.nanoTime());
            t.target.unblock();
            return t.host().rows().size() == 2;
          });
      assertEquals(1, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      held.get(0).run("DROP TEMPORARY TABLE x");
      settle(t);
      assertEquals(1, t.dropped(DropReason.UNAVAILABLE), "nobody waited for the rest");
      assertTrue(t.host().rows().contains("INSERT INTO t VALUES (4)"));
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    }
  }

  /**
   * What concerns nobody may run at once, and could hold all connections for that: the first
   * session keeps one, and goes on only after the second, for which the other one has to be kept
   * back.
   */
  @Test
  void whoRunsAheadLeavesConnectionsToThoseBeforeIt() {
    CountDownLatch first = new CountDownLatch(1);
    try (TestTarget t = ordered("connections: 2", "timeout: 20s")) {
      t.host()
          .reply(
              sql -> {
                if (sql.contains("VALUES (0)")) {
                  await(first);
                }
                return Outcome.ROWS;
              });
      TestApp.Session keeps = t.app.connect();
      keeps.run("CREATE TEMPORARY TABLE y (v int)", "INSERT INTO a VALUES (0)");
      t.app.connect().run("INSERT INTO a VALUES (1)").close();
      keeps.run("INSERT INTO a VALUES (2)").close();
      int ahead = 12;
      for (int i = 0; i < ahead; i++) {
        t.app.connect().run("CREATE TEMPORARY TABLE x (v int)", "INSERT INTO a VALUES (3)").close();
      }
      TestTarget.until(
          () -> {
            t.target.advance(System.nanoTime());
            // One of them would not be in line if it had been given a connection.
            return t.snapshot().connections().get("capped") >= ahead - 1;
          });
      first.countDown();
      settle(t);
      assertEquals(0, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(4 + 2 * ahead, t.snapshot().executed());
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    } finally {
      first.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoHoldsAConnectionAndDoesNothingMayYetGiveItBack() throws InterruptedException {
    try (TestTarget t = ordered("connections: 2")) {
      List<TestApp.Session> held = holders(t, 2);
      t.app.connect().run("INSERT INTO a VALUES (1)");
      held.get(0).run("INSERT INTO a VALUES (2)");
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
      while (System.nanoTime() < until) {
        t.target.advance(System.nanoTime());
        t.target.unblock();
        Thread.sleep(1);
      }
      held.get(1).run("DROP TEMPORARY TABLE x");
      settle(t);
      assertEquals(0, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(2, t.host().rows().size());
      t.balances();
    }
  }

  @Test
  void whoHoldsItForTooLongIsWaitedForOnce() {
    try (TestTarget t = ordered("connections: 2", "timeout: 1s")) {
      List<TestApp.Session> held = holders(t, 2);
      TestApp.Session third = t.app.connect();
      long began = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        third.run("INSERT INTO a VALUES (1)");
        held.get(0).run("INSERT INTO a VALUES (2)");
      }
      settle(t);
      assertTrue(System.nanoTime() - began < 15_000_000_000L, "not one timeout for each");
      assertEquals(20, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(20, t.host().rows().size());
      t.balances();
    }
  }

  /** Two locks of the target's own: the second INSERT waits for the first session's transaction. */
  @Test
  void holderOfALockThatWaitsForItsTurnGivesWay() throws InterruptedException {
    try (TestTarget t = ordered()) {
      CountDownLatch rolledBack = new CountDownLatch(1);
      t.host()
          .reply(
              sql -> {
                if (sql.equals("ROLLBACK")) {
                  rolledBack.countDown();
                } else if (sql.contains("INTO b VALUES (2)")) {
                  try {
                    assertTrue(rolledBack.await(30, TimeUnit.SECONDS));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
                return Outcome.ROWS;
              });
      TestApp.Session first = t.app.connect();
      TestApp.Session second = t.app.connect();
      first.autocommit(false).run("INSERT INTO a VALUES (1)");
      t.settle();
      second.run("INSERT INTO b VALUES (2)");
      first.run("INSERT INTO b VALUES (3)").commit();
      settle(t);
      assertEquals(
          List.of("b VALUES (2)", "a VALUES (1)", "b VALUES (3)"),
          t.host().rows().stream().map(r -> r.substring(12)).toList());
      assertTrue(t.fidelity("retried") >= 1);
      assertEquals(0, t.fidelity("order_breaks"));
      t.balances();
    }
  }

  /** Who is open and waits for somebody else keeps what it has. */
  @Test
  void onlyWhoWaitsForTheBlockedOneGivesWay() throws InterruptedException {
    try (TestTarget t = ordered()) {
      CountDownLatch free = new CountDownLatch(1);
      t.host()
          .reply(
              sql -> {
                if (sql.equals("ROLLBACK")) {
                  free.countDown();
                } else if (sql.contains("INTO b VALUES (2)")) {
                  try {
                    assertTrue(free.await(30, TimeUnit.SECONDS));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
                return Outcome.ROWS;
              });
      TestApp.Session holder = t.app.connect();
      TestApp.Session blocked = t.app.connect();
      TestApp.Session bystander = t.app.connect();
      holder.autocommit(false).run("INSERT INTO a VALUES (1)");
      bystander.autocommit(false).run("INSERT INTO t1 VALUES (5)");
      t.settle();
      blocked.run("INSERT INTO b VALUES (2)");
      holder.run("INSERT INTO b VALUES (3)").commit();
      settle(t);
      bystander.run("INSERT INTO t1 VALUES (6)").commit();
      settle(t);
      assertEquals(1, t.fidelity("retried"));
      assertEquals(5, t.host().rows().size());
      t.balances();
    }
  }

  /** A report that takes long waits for no row. */
  @Test
  void aSlowReadMakesNobodyGiveWay() throws InterruptedException {
    try (TestTarget t = ordered()) {
      CountDownLatch over = new CountDownLatch(1);
      t.host()
          .reply(
              sql -> {
                if (sql.contains("FROM b")) {
                  try {
                    over.await(30, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
                return Outcome.ROWS;
              });
      TestApp.Session reader = t.app.connect();
      TestApp.Session writer = t.app.connect();
      writer.autocommit(false).run("INSERT INTO a VALUES (1)");
      t.settle();
      reader.run("SELECT v FROM b");
      writer.run("INSERT INTO b VALUES (3)").commit();
      long end = System.nanoTime() + 500_000_000L;
      while (System.nanoTime() < end) {
        t.target.advance(System.nanoTime());
        t.target.unblock();
        Thread.sleep(5);
      }
      over.countDown();
      settle(t);
      assertEquals(0, t.fidelity("retried"));
      assertEquals(2, t.host().rows().size());
      t.balances();
    }
  }

  @Test
  void fewerConnectionsThanOpenTransactionsStandStillForNobody() {
    try (TestTarget t = ordered("connections: 2")) {
      List<TestApp.Session> all =
          List.of(t.app.connect(), t.app.connect(), t.app.connect(), t.app.connect());
      for (int i = 0; i < 4; i++) {
        all.get(i).autocommit(false).run("INSERT INTO t" + i + " VALUES (" + i + ")");
      }
      for (int i = 3; i >= 0; i--) {
        all.get(i).commit();
      }
      settle(t);
      assertEquals(4, t.host().rows().size());
      assertEquals(0, t.fidelity("order_breaks"));
      assertTrue(t.host().mostOpen() <= 2);
      t.balances();
    }
  }

  /** Whoever rests in mid-transaction gives its connection up to one that can go on. */
  @Test
  void threeConnectionsForEightSessionsGoOnWithoutHelp() {
    try (TestTarget t = ordered("connections: 3")) {
      List<TestApp.Session> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(t.app.connect().autocommit(false));
      }
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 8; i++) {
          all.get(i).run("INSERT INTO a VALUES (" + round + i + ")");
        }
        for (int i = 7; i >= 0; i--) {
          all.get(i).run("INSERT INTO b VALUES (" + round + i + ")").commit();
        }
      }
      t.settle();
      assertEquals(320, t.snapshot().executed());
      assertEquals(320, t.host().rows().size());
      assertTrue(t.fidelity("retried") > 20);
      assertEquals(0, t.fidelity("order_breaks"));
      assertEquals(0, t.fidelity("rolled_back"));
      assertTrue(t.host().mostOpen() <= 3);
      t.balances();
    }
  }

  /** Temporary tables can't be left: who waits in vain for so long is dropped whole, and told. */
  @Test
  void sessionsThatHoldTheirConnectionsHoldOthersUpForNoLongerThanTheTimeout() {
    try (TestTarget t = ordered("connections: 2", "timeout: 300ms")) {
      List<TestApp.Session> holders = List.of(t.app.connect(), t.app.connect());
      TestApp.Session third = t.app.connect();
      for (TestApp.Session s : holders) {
        s.run("CREATE TEMPORARY TABLE x (i INT)");
      }
      t.settle();
      third.autocommit(false).run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)").commit();
      for (TestApp.Session s : holders) {
        s.run("INSERT INTO a VALUES (3)", "DROP TEMPORARY TABLE x");
      }
      third.run("INSERT INTO a VALUES (4)").commit();
      TestTarget.until(
          () -> {
            t.target.advance(System.nanoTime());
            t.target.unblock();
            t.target.watch();
            return t.target.idle();
          });
      assertEquals(1, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(3, t.host().rows().size());
      assertTrue(t.ledger.outOfStep().contains("shop", "a"));
      t.balances();
    }
  }

  @Test
  void whatIsHeldAtTheEndIsCounted() {
    try (TestTarget t = ordered()) {
      t.host().reply(sql -> sql.contains("(2)") ? DEADLOCK : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      TestTarget.until(
          () -> {
            t.target.advance(System.nanoTime());
            return t.fidelity("retried") == 1;
          });
      s.run("INSERT INTO a VALUES (3)").commit();
      t.target.end(DropReason.SHUTDOWN);
      assertEquals(2, t.dropped(DropReason.SHUTDOWN));
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(0, t.snapshot().pending());
    }
  }

  @Test
  void connectionThatClosesMidwayRollsBack() {
    try (TestTarget t = ordered()) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      s.close();
      t.settle();
      assertEquals(List.of(), t.host().rows());
      TestTarget.until(() -> t.host().open() == 0);
      t.balances();
    }
  }
}
