package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code writes: rollback}: everything runs, nothing stays. */
class UndoTest {
  private static final String BEGIN = "/* querymirror:own */ START TRANSACTION READ WRITE";
  private static final String ROLLBACK = "/* querymirror:own */ ROLLBACK AND NO CHAIN NO RELEASE";
  private static final String USE = "/* querymirror:own */ USE `shop`";

  private final TestTarget t = new TestTarget("writes: rollback");
  private final TestApp.Session s = t.app.connect();

  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  private List<String> log() {
    return t.settle().host().log(1);
  }

  @AfterEach
  void nothingStays() {
    t.settle();
    t.close();
    assertEquals(List.of(), t.host().rows());
    for (String line : t.host().log()) {
      String lower = line.toLowerCase(Locale.ROOT);
      assertTrue(!lower.contains("commit") && !lower.contains("create index"), line);
    }
  }

  @Test
  void aWriteOfItsOwnIsATransaction() {
    s.run("SELECT 1", "INSERT INTO a VALUES (1)", "SELECT * FROM a", "SELECT * FROM a FOR UPDATE");
    assertEquals(
        List.of(
            USE,
            copy("SELECT 1"),
            BEGIN,
            copy("INSERT INTO a VALUES (1)"),
            ROLLBACK,
            copy("SELECT * FROM a"),
            BEGIN,
            copy("SELECT * FROM a FOR UPDATE"),
            ROLLBACK),
        log());
    assertEquals(4, t.snapshot().executed());
    assertTrue(t.ledger.outOfStep().contains("shop", "a"));
  }

  @Test
  void committedAndRolledBackAlike() {
    s.run("BEGIN", "INSERT INTO a VALUES (1)", "COMMIT");
    s.autocommit(false).run("INSERT INTO a VALUES (2)").commit();
    s.run("INSERT INTO a VALUES (3)").rollback();
    s.run("INSERT INTO a VALUES (4)").autocommit(true);
    assertEquals(
        List.of(
            BEGIN,
            USE,
            copy("INSERT INTO a VALUES (1)"),
            ROLLBACK,
            BEGIN,
            copy("INSERT INTO a VALUES (2)"),
            ROLLBACK,
            BEGIN,
            copy("INSERT INTO a VALUES (3)"),
            ROLLBACK,
            BEGIN,
            copy("INSERT INTO a VALUES (4)"),
            ROLLBACK),
        log());
    assertEquals(0, t.fidelity("rolled_back"));
  }

  @Test
  void whatCommitsByTheWayRollsBack() {
    s.run("BEGIN", "INSERT INTO a VALUES (1)", "BEGIN", "INSERT INTO a VALUES (2)");
    s.run("COMMIT AND CHAIN", "INSERT INTO a VALUES (3)", "ROLLBACK AND CHAIN");
    s.run("INSERT INTO a VALUES (4)", "CREATE INDEX i ON a (x)", "INSERT INTO a VALUES (5)");
    s.run("SET autocommit=0", "INSERT INTO a VALUES (6)", "SET autocommit = 1");
    s.autocommit(false).run("INSERT INTO a VALUES (7)").run("COMMIT RELEASE");
    s.run("INSERT INTO a VALUES (8)").close();
    assertEquals(8, log().stream().filter(ROLLBACK::equals).count());
    assertEquals(8, t.snapshot().executed());
    assertEquals(1, t.dropped(DropReason.WRITE_DENIED));
  }

  @Test
  void savepointsHoldWithinTheTransaction() {
    s.autocommit(false).call(Type.SAVEPOINT, "p", 0, Outcome.ROWS);
    s.run("INSERT INTO a VALUES (1)").call(Type.ROLLBACK_TO, "p", 0, Outcome.ROWS).commit();
    assertEquals(
        List.of(
            BEGIN,
            copy("SAVEPOINT `p`"),
            USE,
            copy("INSERT INTO a VALUES (1)"),
            copy("ROLLBACK TO SAVEPOINT `p`"),
            ROLLBACK),
        log());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE b (x INT)",
        "TRUNCATE a",
        "CALL p()",
        "LOCK TABLES a WRITE",
        "UNLOCK TABLES",
        "INSERT INTO a VALUES (1); COMMIT",
        "INSERT INTO a VALUES (1); SET autocommit = 1",
        "INSERT INTO a VALUES (1); START TRANSACTION",
        "PREPARE x FROM 'COMMIT'",
        "EXECUTE x",
        "BEGIN NOT ATOMIC COMMIT; END",
        "ANALYZE TABLE a"
      })
  void whatNoRollbackUndoesIsDenied(String sql) {
    s.run(sql);
    t.settle();
    assertEquals(1, t.dropped(DropReason.WRITE_DENIED));
    assertEquals(List.of(), t.host().log());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET autocommit = 1, @x = 2",
        "SET completion_type = 1",
        "SET SESSION TRANSACTION READ WRITE",
        "SET @@session.transaction_read_only = 0"
      })
  void whatWouldLetWritesStayIsNotSaid(String sql) {
    s.run("INSERT INTO a VALUES (1)", sql, "SELECT 1");
    assertEquals(
        List.of(USE, BEGIN, copy("INSERT INTO a VALUES (1)"), ROLLBACK, copy("SELECT 1")), log());
  }

  @Test
  void aFailingWriteCutsNothing() {
    t.host().reply(sql -> sql.contains("VALUES (2)") ? error(1062) : Outcome.ROWS);
    s.run("BEGIN", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
    s.run("INSERT INTO a VALUES (3)", "COMMIT");
    assertEquals(copy("INSERT INTO a VALUES (3)"), log().get(4));
    assertEquals(0, t.dropped(DropReason.TRANSACTION));
  }

  @Test
  void aWriteThatOnlyTheServerFindsIsDenied() {
    t.host().reply(sql -> sql.contains("f()") ? error(1792) : Outcome.ROWS);
    s.run("SELECT f()");
    t.settle();
    assertEquals(1, t.dropped(DropReason.WRITE_DENIED));
  }

  @Test
  void theSessionsOwnTablesKeepTheirRows() {
    s.run("CREATE TEMPORARY TABLE x (a INT)", "UPDATE x SET a = 1", "DROP TEMPORARY TABLE x");
    s.run("UPDATE x SET a = 2");
    assertEquals(
        List.of(
            USE,
            BEGIN,
            copy("CREATE TEMPORARY TABLE x (a INT)"),
            ROLLBACK,
            copy("UPDATE x SET a = 1"),
            BEGIN,
            copy("DROP TEMPORARY TABLE x"),
            ROLLBACK,
            BEGIN,
            copy("UPDATE x SET a = 2"),
            ROLLBACK),
        log());
  }

  @Test
  void aLostConnectionUndoesByItself() {
    t.host().reply(sql -> sql.contains("VALUES (1)") ? FakeHost.LOST : Outcome.ROWS);
    s.run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
    t.settle();
    assertEquals(0, t.fidelity("unknown_outcome"));
    assertEquals(List.of(USE, BEGIN, copy("INSERT INTO a VALUES (2)"), ROLLBACK), t.host().log(2));
  }

  @Test
  void withoutOrderEachStandsAlone() {
    try (TestTarget alone = new TestTarget("writes: rollback", "order: none")) {
      TestApp.Session session = alone.app.connect().autocommit(false);
      session.run("INSERT INTO a VALUES (1)", "SELECT 1").commit();
      alone.settle();
      assertEquals(List.of(), alone.host().rows());
      assertTrue(alone.host().log().contains("1 " + ROLLBACK));
    }
  }
}
