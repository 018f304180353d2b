package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session takes along to another connection, what holds it, and what it is told to lack. */
class MovingTest {
  private static final Outcome KEY = Outcome.success(false, 1, 7);

  /** One session works, leaves its connection to another session, and goes on. */
  private static List<String> moved(
      TestTarget t, UnaryOperator<TestApp.Session> before, String... behind) {
    TestApp.Session a = t.app.connect();
    TestApp.Session b = t.app.connect();
    before.apply(a);
    t.settle();
    b.run("SELECT 'other'");
    t.settle();
    a.run(behind);
    t.settle();
    assertEquals(1, t.host().mostOpen());
    return t.host().log(3);
  }

  private static TestTarget one() {
    return new TestTarget("connections: 1", "writes: apply");
  }

  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  @Test
  void theLastIdMovesWhereItIsAskedFor() {
    try (TestTarget t = one()) {
      t.host().answers(sql -> List.of(42L));
      List<String> log =
          moved(
              t,
              s -> s.run("INSERT INTO a VALUES (1)", KEY),
              "SELECT 1",
              "INSERT INTO b VALUES (LAST_INSERT_ID())");
      int set = log.indexOf("/* querymirror:own */ SET last_insert_id=42");
      assertTrue(set > log.indexOf(copy("SELECT 1")), log::toString);
      assertEquals(copy("INSERT INTO b VALUES (LAST_INSERT_ID())"), log.get(set + 1));
      assertEquals(0, t.fidelity("unseeded"));
    }
  }

  @Test
  void noKeyCostsNothing() {
    try (TestTarget t = one()) {
      moved(t, s -> s.run("INSERT INTO a VALUES (1)", FakeHost.ROWS), "SELECT 1");
      assertTrue(t.host().log().stream().noneMatch(l -> l.contains("LAST_INSERT_ID")));
    }
  }

  @Test
  void aVariableThatASelectAssignedMovesAsItsValue() {
    try (TestTarget t = one()) {
      t.host()
          .answers(
              sql -> {
                assertTrue(sql.contains("@`a`, COLLATION(@`a`), HEX(@`a`)"), sql);
                return java.util.Arrays.asList(0L, "x", "utf8mb4_bin", "78", 5L, "binary", "35");
              });
      List<String> log =
          moved(t, s -> s.run("SELECT @a := 'x'", "SET @b = @a + 1"), "SELECT @a, @b");
      assertEquals(
          List.of(
              copy("SET @`a` = _utf8mb4 x'78' COLLATE utf8mb4_bin"),
              copy("SET @`b` = 5"),
              "/* querymirror:own */ USE `shop`",
              copy("SELECT @a, @b")),
          log);
      assertEquals(0, t.fidelity("unseeded"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT GET_LOCK('a', 1)      | SELECT RELEASE_LOCK('a')",
        "SELECT GET_LOCK('a', 1)      | DO RELEASE_ALL_LOCKS()",
        "LOCK TABLES a READ           | UNLOCK TABLES",
        "LOCK TABLES a READ           | BEGIN; COMMIT",
        "CREATE TEMPORARY TABLE x (i INT) | DROP TEMPORARY TABLE x",
        "CREATE TEMPORARY TABLE x (i INT) | DROP TABLE IF EXISTS shop.X",
        "SELECT SQL_CALC_FOUND_ROWS 1 | SELECT FOUND_ROWS()",
      })
  void holdsUntilItIsGivenBack(String takes, String gives) {
    try (TestTarget t = one()) {
      TestApp.Session a = t.app.connect();
      TestApp.Session b = t.app.connect();
      a.run(takes);
      t.settle();
      b.run("SELECT 'other'");
      a.run("INSERT INTO a VALUES (1)");
      TestTarget.until(() -> t.snapshot().executed() >= 2);
      assertFalse(t.target.idle(), "the other one waits");
      a.run(gives.split("; "));
      t.settle();
      assertEquals(0, t.fidelity("unseeded"));
      assertTrue(t.host().log(2).contains(copy("SELECT 'other'")));
    }
  }

  @Test
  void aLockIsHeldUntilItIsGivenBackAsOftenAsItWasTaken() {
    try (TestTarget t = one()) {
      TestApp.Session a = t.app.connect();
      a.run("SELECT GET_LOCK('a', 1)", "SELECT GET_LOCK('a', 1)", "SELECT GET_LOCK('b', 1)");
      a.run("SELECT RELEASE_LOCK('a')", "SELECT RELEASE_LOCK('c')", "SELECT RELEASE_LOCK('b')");
      t.settle();
      t.app.connect().run("SELECT 'other'");
      a.run("SELECT 1");
      TestTarget.until(() -> t.snapshot().executed() == 7);
      assertFalse(t.target.idle());
      a.run("SELECT RELEASE_LOCK('a')");
      t.settle();
    }
  }

  @Test
  void whoWaitsTooLongIsDroppedWholeAndCounted() {
    try (TestTarget t = new TestTarget("connections: 1", "writes: apply", "timeout: 300ms")) {
      TestApp.Session holder = t.app.connect();
      TestApp.Session late = t.app.connect();
      holder.run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      late.run("SET @a = 1", "BEGIN", "INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)");
      TestTarget.until(
          () -> {
            t.target.watch();
            return t.dropped(DropReason.UNAVAILABLE) == 1;
          });
      late.run("INSERT INTO a VALUES (4)", "COMMIT");
      t.settle();
      assertEquals(2, t.dropped(DropReason.TRANSACTION));
      late.run("BEGIN", "INSERT INTO a VALUES (5)", "COMMIT");
      holder.run("COMMIT");
      t.settle();
      assertEquals(
          List.of("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (5)"), t.host().rows());
      assertTrue(t.host().log().stream().anyMatch(l -> l.endsWith("SET @a = 1")));
      assertTrue(t.snapshot().connections().get("capped") > 0);
      assertTrue(t.snapshot().connections().get("waited_ms") > 0);
      assertEquals(1, t.snapshot().connections().get("most"));
      assertEquals(0, t.snapshot().pending());
    }
  }

  @Test
  void theEndOfALaneThatWaitsNeedsNoConnection() {
    try (TestTarget t = new TestTarget("connections: 1", "writes: apply", "timeout: 300ms")) {
      t.app.connect().run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      TestApp.Session late = t.app.connect();
      late.run("INSERT INTO a VALUES (2)");
      late.close();
      TestTarget.until(
          () -> {
            t.target.watch();
            return t.target.idle();
          });
      assertEquals(1, t.dropped(DropReason.UNAVAILABLE));
      assertEquals(1, t.target.lanes().get("permits"));
    }
  }

  @Test
  void temporaryTablesThatWereSeenAreMadeAgainAndToldToLackTheirRows() {
    try (TestTarget t = one()) {
      t.app.takes(sql -> !sql.startsWith("CREATE"));
      TestApp.Session s = t.app.connect();
      s.run("CREATE TEMPORARY TABLE x (i INT)", "INSERT INTO x VALUES (1)");
      t.settle();
      assertTrue(t.host().log(1).contains(copy("CREATE TEMPORARY TABLE x (i INT)")));
      assertEquals(1, t.fidelity("unseeded"));
    }
  }

  @Test
  void aTemporaryTableThatTheTargetDoesNotGetIsToldOf() {
    try (TestTarget t = one()) {
      t.app.takes(sql -> !sql.contains("TEMPORARY"));
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "CREATE TEMPORARY TABLE x (i INT)", "SELECT 2");
      s.run("DROP TEMPORARY TABLE x", "SELECT 3");
      t.settle();
      assertEquals(1, t.fidelity("unseeded"));
    }
  }

  @Test
  void aVariableThatTheTargetWasNotGivenIsToldOf() {
    try (TestTarget t = one()) {
      t.app.takes(sql -> !sql.contains(":="));
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "SELECT @a := 1", "SELECT 2", "SELECT 3");
      t.settle();
      assertEquals(2, t.fidelity("unseeded"));
    }
  }

  @Test
  void whatHappenedOutOfSightIsToldOf() {
    try (TestTarget t = one()) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1");
      s.call(Type.AUTOCOMMIT, SourceEvent.REJOINED, 1, Outcome.ROWS);
      s.run("SELECT 2", "SELECT 3");
      t.settle();
      assertEquals(2, t.fidelity("unseeded"));
      TestApp.Session met = t.app.connect();
      met.call(Type.AUTOCOMMIT, SourceEvent.REJOINED, 1, Outcome.ROWS);
      met.run("SELECT 4");
      t.settle();
      assertEquals(3, t.fidelity("unseeded"));
    }
  }

  @Test
  void aTextThatBeginsATransactionIsAPartOfIt() {
    try (TestTarget t = one()) {
      TestApp.Session s = t.app.connect();
      s.run("USE x; BEGIN; INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      s.rollback().run("SELECT 1");
      t.settle();
      assertEquals(
          List.of(
              "/* querymirror:own */ USE `shop`",
              copy("USE x; BEGIN; INSERT INTO a VALUES (1)"),
              "/* querymirror:own */ USE `x`",
              copy("INSERT INTO a VALUES (2)"),
              copy("ROLLBACK"),
              copy("SELECT 1")),
          t.host().log(1));
    }
  }
}
