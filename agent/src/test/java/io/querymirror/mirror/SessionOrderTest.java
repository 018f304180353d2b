package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** {@code order: session}: what a lane sends, and in which order. */
class SessionOrderTest {
  private static final String USE = "/* querymirror:own */ USE `shop`";

  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  private static String own(String sql) {
    return "/* querymirror:own */ " + sql;
  }

  @Test
  void statementsOfOneConnectionKeepTheirOrder() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "SELECT 2", "SELECT 3");
      t.settle();
      assertEquals(
          List.of(USE, copy("SELECT 1"), copy("SELECT 2"), copy("SELECT 3")), t.host().log(1));
      assertEquals(3, t.snapshot().executed());
      assertEquals(0, t.snapshot().pending());
    }
  }

  @Test
  void lanesRunSideBySide() {
    try (TestTarget t = new TestTarget()) {
      CountDownLatch both = new CountDownLatch(2);
      t.host()
          .reply(
              sql -> {
                if (sql.startsWith("SELECT")) {
                  both.countDown();
                  try {
                    both.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
                return Outcome.ROWS;
              });
      t.app.connect().run("SELECT 1");
      t.app.connect().run("SELECT 2");
      t.settle();
      assertEquals(2, t.snapshot().executed());
    }
  }

  @Test
  void whatAPoolSetsAndSetsBackCostsNothing() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      for (int i = 0; i < 2; i++) {
        s.autocommit(false);
        s.run("INSERT INTO a VALUES (" + i + ")").commit().rollback().autocommit(true);
        s.call(Type.SCHEMA, "other", 0, Outcome.ROWS).call(Type.SCHEMA, "shop", 0, Outcome.ROWS);
      }
      s.run("SELECT 1").autocommit(false).autocommit(true).run("SELECT 2");
      t.settle();
      assertEquals(
          List.of(
              copy("SET autocommit=0"),
              own("USE `shop`"),
              copy("INSERT INTO a VALUES (0)"),
              copy("COMMIT"),
              copy("INSERT INTO a VALUES (1)"),
              copy("COMMIT"),
              copy("SET autocommit=1"),
              copy("SELECT 1"),
              copy("SELECT 2")),
          t.host().log(1));
    }
  }

  @Test
  void aModeThatWaitedEndsNoTransactionBegunInText() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)").commit().autocommit(true);
      s.run("BEGIN", "INSERT INTO a VALUES (2)", "ROLLBACK");
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (1)"), t.host().rows());
    }
  }

  @Test
  void whatAutocommitEndsEndsAtOnce() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)").autocommit(true);
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (1)"), t.host().rows());
      s.autocommit(false);
      s.run("UPDATE untaken SET a = 1").commit();
      t.settle();
      assertFalse(t.host().log(1).contains(copy("COMMIT")), "of what never ran here");
    }
  }

  @Test
  void transactionRunsWholeAndByTheTextsAndMethodsOfTheSource() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)", "COMMIT");
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (2)");
      s.call(Type.SAVEPOINT, "sp", 0, Outcome.ROWS);
      s.run("INSERT INTO a VALUES (3)");
      s.call(Type.ROLLBACK_TO, "sp", 0, Outcome.ROWS);
      s.commit();
      s.run("INSERT INTO a VALUES (4)");
      s.rollback();
      s.autocommit(true);
      t.settle();
      assertEquals(
          List.of(
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              copy("COMMIT"),
              copy("SET autocommit=0"),
              copy("INSERT INTO a VALUES (2)"),
              copy("SAVEPOINT `sp`"),
              copy("INSERT INTO a VALUES (3)"),
              copy("ROLLBACK TO SAVEPOINT `sp`"),
              copy("COMMIT"),
              copy("INSERT INTO a VALUES (4)"),
              copy("ROLLBACK")),
          t.host().log(1));
      assertEquals(4, t.snapshot().executed());
      assertEquals(0, t.fidelity("rolled_back"));
    }
  }

  @Test
  void countedControlRunsOnceInItsPlace() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.app.takesControl();
      TestApp.Session s = t.app.connect();
      s.run("SET @a = 1", "BEGIN", "INSERT INTO a VALUES (1)", "COMMIT", "USE other", "SELECT 1");
      t.settle();
      assertEquals(
          List.of(
              copy("SET @a = 1"),
              copy("BEGIN"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              copy("COMMIT"),
              copy("USE other"),
              copy("SELECT 1")),
          t.host().log(1));
      assertEquals(6, t.snapshot().executed());
    }
  }

  @Test
  void laneThatJoinsLateIsSeededWithTheLatestOfEverySetting() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("SET @a = 1", "SET sql_mode = ''", "SET @a = 2", "USE archive");
      s.call(Type.ISOLATION, null, java.sql.Connection.TRANSACTION_READ_COMMITTED, Outcome.ROWS);
      s.run("BEGIN", "SELECT untaken", "COMMIT");
      assertTrue(t.host().log().isEmpty());
      s.run("START TRANSACTION", "SAVEPOINT x", "SELECT untaken", "INSERT INTO a VALUES (1)");
      s.run("COMMIT");
      t.settle();
      assertEquals(
          List.of(
              copy("SET sql_mode = ''"),
              copy("SET @a = 2"),
              copy("USE archive"),
              copy("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"),
              copy("START TRANSACTION"),
              copy("SAVEPOINT x"),
              copy("INSERT INTO a VALUES (1)"),
              copy("COMMIT")),
          t.host().log(1));
      assertEquals(0, t.fidelity("unseeded"));
    }
  }

  @Test
  void connectionWithoutTakenStatementsNeverReachesTheTarget() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("SET @a = 1", "BEGIN", "SELECT untaken", "COMMIT");
      s.close();
      t.settle();
      assertEquals(List.of(), t.host().log());
    }
  }

  @Test
  void failedCommitAtTheSourceRollsBackHere() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      s.call(Type.COMMIT, null, 0, error(1180));
      t.settle();
      assertEquals(own("ROLLBACK"), last(t.host().log(1)));
    }
  }

  @Test
  void victimOfADeadlockAtTheSourceIsNotRepeatedAndItsTransactionRollsBack() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      s.run("INSERT INTO a VALUES (2)", Outcome.error("40001", 1213, "Deadlock found"));
      s.run("INSERT INTO a VALUES (3)").commit();
      t.settle();
      assertEquals(
          List.of(
              copy("SET autocommit=0"),
              USE,
              copy("INSERT INTO a VALUES (1)"),
              own("ROLLBACK"),
              copy("INSERT INTO a VALUES (3)"),
              copy("COMMIT")),
          t.host().log(1));
      assertEquals(1, t.snapshot().notRepeated());
      assertEquals(0, t.fidelity("rolled_back"));
    }
  }

  @Test
  void ddlThatIsDeniedStillEndsTheTransaction() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "SELECT 1", "CREATE TABLE b (i INT)", "SELECT 2");
      t.settle();
      assertEquals(
          List.of(copy("BEGIN"), USE, copy("SELECT 1"), own("COMMIT"), copy("SELECT 2")),
          t.host().log(1));
      assertEquals(1, t.dropped(DropReason.WRITE_DENIED));
    }
  }

  @Test
  void readOnlyTargetStaysReadOnlyWhateverTheSourceSays() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1");
      s.call(Type.READ_ONLY, null, 0, Outcome.ROWS);
      s.run("SET SESSION TRANSACTION READ WRITE", "SET transaction_read_only = 0");
      s.run("START TRANSACTION READ WRITE", "SELECT 2", "COMMIT");
      t.settle();
      assertEquals(
          List.of(
              USE,
              copy("SELECT 1"),
              copy("START TRANSACTION READ ONLY"),
              copy("SELECT 2"),
              copy("COMMIT")),
          t.host().log(1));
    }
  }

  @Test
  void closedConnectionRollsBackAndGivesItsConnectionBack() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)");
      s.close();
      t.settle();
      TestTarget.until(() -> t.host().open() == 0);
      assertEquals(
          List.of("released", own("ROLLBACK")),
          List.of(last(t.host().log(1)), t.host().log(1).get(3)));
      assertEquals(0, t.target.lanes().get("lanes"));
    }
  }

  @Test
  void connectionsThatVanishedWithoutAWordAreSweptAway() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1");
      t.settle();
      t.target.sweep();
      t.target.sweep();
      assertEquals(1, t.target.lanes().get("lanes"));
      t.app.live().remove(s.connection());
      t.target.sweep();
      assertEquals(1, t.target.lanes().get("lanes"));
      t.target.sweep();
      TestTarget.until(() -> t.host().open() == 0);
      assertEquals(0, t.target.lanes().get("lanes"));
    }
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
