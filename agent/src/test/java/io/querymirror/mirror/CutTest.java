package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Transactions that can't be whole on the target: nothing of them may be applied. */
class CutTest {
  private static final String USE = "/* querymirror:own */ USE `shop`";
  private static final String ROLLBACK = "/* querymirror:own */ ROLLBACK";

  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  @Test
  void failedWriteThatSucceededAtTheSourceCuts() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.contains("VALUES (2)") ? error(1062) : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      s.run("INSERT INTO a VALUES (3)", "COMMIT", "INSERT INTO a VALUES (4)");
      t.settle();
      assertEquals(
          List.of(
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              copy("INSERT INTO a VALUES (2)"),
              ROLLBACK,
              copy("INSERT INTO a VALUES (4)")),
          t.host().log(1));
      assertEquals(2, t.snapshot().executed());
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(1, t.fidelity("rolled_back"));
    }
  }

  @Test
  void writeThatFailsAsAtTheSourceDoesNotCut() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.contains("VALUES (2)") ? error(1062) : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)");
      s.run("INSERT INTO a VALUES (2)", error(1062));
      s.run("COMMIT");
      t.settle();
      assertEquals(copy("COMMIT"), t.host().log(1).get(4));
      assertEquals(0, t.fidelity("rolled_back"));
    }
  }

  @Test
  void failedReadDoesNotCut() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.startsWith("SELECT") ? error(1146) : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "SELECT * FROM gone", "COMMIT");
      t.settle();
      assertEquals(copy("COMMIT"), t.host().log(1).get(4));
    }
  }

  @Test
  void statementThatCannotBeRepeatedCutsBeforeAndBehindIt() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      s.unsupported("INSERT INTO a VALUES (?)", "stream");
      s.run("INSERT INTO a VALUES (3)", "COMMIT");
      t.settle();
      assertEquals(
          List.of(copy("BEGIN"), USE, copy("INSERT INTO a VALUES (1)"), ROLLBACK), t.host().log(1));
      assertEquals(1, t.dropped(DropReason.UNSUPPORTED));
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(1, t.fidelity("rolled_back"));
    }
  }

  @Test
  void deniedWriteDoesNotCut() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "SELECT 1", "INSERT INTO a VALUES (1)", "SELECT 2 FOR UPDATE", "SELECT 3");
      s.run("COMMIT");
      t.settle();
      assertEquals(
          List.of(copy("BEGIN"), USE, copy("SELECT 1"), copy("SELECT 3"), copy("COMMIT")),
          t.host().log(1));
      assertEquals(2, t.dropped(DropReason.WRITE_DENIED));
      assertEquals(0, t.dropped(DropReason.TRANSACTION));
    }
  }

  @Test
  void writeThatOnlyTheServerRecognizesIsDeniedToo() {
    try (TestTarget t = new TestTarget()) {
      t.host().reply(sql -> sql.contains("writes()") ? error(1792) : Outcome.ROWS);
      t.app.connect().run("BEGIN", "SELECT writes()", "SELECT 2", "COMMIT");
      t.settle();
      assertEquals(1, t.dropped(DropReason.WRITE_DENIED));
      assertEquals(1, t.snapshot().executed());
      assertEquals(0, t.snapshot().failed());
    }
  }

  @Test
  void lostConnectionTakesItsTransactionAndTheNextOneRunsOnANewOne() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.contains("VALUES (2)") ? FakeHost.LOST : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("SET @a = 1", "BEGIN", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      s.run("INSERT INTO a VALUES (3)", "COMMIT", "BEGIN", "INSERT INTO a VALUES (4)", "COMMIT");
      t.settle();
      assertEquals(
          List.of(
              copy("SET @a = 1"),
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (4)"),
              copy("COMMIT")),
          t.host().log(2));
      assertEquals(2, t.snapshot().executed());
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(0, t.fidelity("unknown_outcome"));
    }
  }

  @Test
  void commitWithoutReplyHasAnUnknownOutcome() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.equals("COMMIT") ? FakeHost.LOST : Outcome.ROWS);
      t.app.connect().autocommit(false).run("INSERT INTO a VALUES (1)").commit();
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(1, t.fidelity("unknown_outcome"));
      assertEquals(0, t.fidelity("rolled_back"));
    }
  }

  @Test
  void autocommitWriteWithoutReplyHasAnUnknownOutcomeAndIsNotRepeated() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.startsWith("INSERT") ? FakeHost.LOST : Outcome.ROWS);
      t.app.connect().run("INSERT INTO a VALUES (1)");
      t.settle();
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.fidelity("unknown_outcome"));
      assertEquals(0, t.fidelity("retried"));
    }
  }

  @Test
  void autocommitReadWithoutReplyRunsAgain() {
    try (TestTarget t = new TestTarget()) {
      boolean[] failed = new boolean[1];
      t.host()
          .reply(
              sql -> {
                boolean first = sql.equals("SELECT 1") && !failed[0];
                failed[0] |= first;
                return first ? FakeHost.LOST : Outcome.ROWS;
              });
      t.app.connect().run("SELECT 1");
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(0, t.snapshot().failed());
      assertEquals(1, t.fidelity("retried"));
    }
  }

  @Test
  void deadlockOfAnAutocommitWriteIsRetriedAndInATransactionCuts() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      Outcome deadlock = Outcome.error("40001", 1213, "Deadlock");
      int[] left = {2};
      t.host()
          .reply(
              sql ->
                  sql.contains("VALUES (7)") || sql.contains("VALUES (1)") && left[0]-- > 0
                      ? deadlock
                      : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("INSERT INTO a VALUES (1)");
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(2, t.fidelity("retried"));
      s.run("BEGIN", "INSERT INTO a VALUES (6)", "INSERT INTO a VALUES (7)", "SELECT 8", "COMMIT");
      t.settle();
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(2, t.fidelity("retried"));
    }
  }

  @Test
  void lossBeforeTheDispatcherCuts() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      t.settle();
      s.loses().run("INSERT INTO a VALUES (3)");
      s.commit();
      t.settle();
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(ROLLBACK, t.host().log(1).get(3));
    }
  }

  @Test
  void sessionThatWasOutOfSightCuts() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      t.settle();
      s.call(Type.AUTOCOMMIT, SourceEvent.REJOINED, 0, Outcome.ROWS);
      t.settle();
      assertEquals(1, t.fidelity("rolled_back"));
      assertEquals(ROLLBACK, t.host().log(1).get(3));
    }
  }

  @Test
  void switchedOffRollsBackWhatIsOpenAndRunsWhatIsWhole() throws InterruptedException {
    try (TestTarget t = new TestTarget("writes: apply")) {
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch reached = new CountDownLatch(1);
      t.host()
          .reply(
              sql -> {
                if (sql.contains("VALUES (1)")) {
                  reached.countDown();
                  await(go);
                }
                return Outcome.ROWS;
              });
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)", "COMMIT");
      s.run("BEGIN", "INSERT INTO a VALUES (3)", "INSERT INTO a VALUES (4)");
      reached.await();
      t.target.switchedOff();
      go.countDown();
      t.settle();
      assertEquals(
          List.of(
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              copy("INSERT INTO a VALUES (2)"),
              copy("COMMIT")),
          t.host().log(1).subList(0, 5));
      assertEquals(2, t.snapshot().executed());
      assertEquals(2, t.dropped(DropReason.DISABLED));
      assertEquals(0, t.fidelity("rolled_back"));
      assertFalse(t.host().log(1).contains(copy("INSERT INTO a VALUES (3)")));
    }
  }

  @Test
  void switchedOffInATransactionThatRanRollsItBack() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      t.settle();
      t.target.switchedOff();
      t.settle();
      assertEquals(ROLLBACK, t.host().log(1).get(4));
      assertEquals(2, t.fidelity("rolled_back"));
    }
  }

  @Test
  void settingsWithinACutTransactionStillReachTheSession() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.app.takesControl();
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      s.unsupported("INSERT INTO a VALUES (?)", "stream");
      s.run("SET @a = 5", "COMMIT AND CHAIN", "INSERT INTO a VALUES (2)", "COMMIT");
      t.settle();
      assertEquals(
          List.of(
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              ROLLBACK,
              copy("SET @a = 5"),
              "/* querymirror:own */ START TRANSACTION",
              copy("INSERT INTO a VALUES (2)"),
              copy("COMMIT")),
          t.host().log(1));
      assertEquals(2, t.dropped(DropReason.TRANSACTION));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
