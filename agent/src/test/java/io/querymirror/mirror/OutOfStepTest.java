package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.model.TableRef;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tables a target need not have as the source has them. */
class OutOfStepTest {
  private static Map<String, Map<String, Long>> tables(TestTarget t) {
    return t.settle().snapshot().outOfStep();
  }

  @Test
  void deniedWritesThatTheSourceKept() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      s.run("INSERT INTO a VALUES (1)", "SELECT * FROM b", "UPDATE other.c SET x = 1");
      s.autocommit(false).run("DELETE FROM a").run("DELETE FROM d").rollback();
      s.run("DELETE FROM e").commit();
      assertEquals(
          Map.of(
              "shop.a", Map.of("denied", 1L),
              "other.c", Map.of("denied", 1L),
              "shop.e", Map.of("denied", 1L)),
          tables(t));
      assertTrue(t.ledger.outOfStep().contains("shop", "A"));
      assertFalse(t.ledger.outOfStep().contains("shop", "d"));
    }
  }

  @Test
  void appliedWritesAreInStep() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("INSERT INTO a VALUES (1)", "BEGIN", "UPDATE a SET x = 1", "COMMIT");
      s.run("BEGIN", "UPDATE a SET x = 1", "ROLLBACK");
      s.run("INSERT INTO a VALUES (1)", error(1205));
      t.settle();
      t.host().reply(sql -> sql.startsWith("INSERT") ? error(1062) : Outcome.ROWS);
      s.run("INSERT INTO a VALUES (2)", error(1062));
      assertEquals(Map.of(), tables(t));
    }
  }

  @Test
  void whatFailedHereTakesItsTransactionWithIt() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.startsWith("UPDATE b") ? error(1062) : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "UPDATE a SET x = 1", "UPDATE a SET x = 1", "UPDATE b SET x = 1");
      t.settle();
      s.run("UPDATE c SET x = 1");
      assertEquals(Map.of(), tables(t), "the source may roll it back");
      s.run("COMMIT");
      assertEquals(
          Map.of(
              "shop.a", Map.of("rolled_back", 2L),
              "shop.b", Map.of("failed", 1L),
              "shop.c", Map.of("dropped", 1L)),
          tables(t));
    }
  }

  @Test
  void commitThatGotNoAnswerAtTheSource() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = t.app.connect().autocommit(false);
      s.run("UPDATE a SET x = 1");
      s.call(Type.COMMIT, null, 0, FakeHost.LOST);
      s = t.app.connect();
      s.run("UPDATE b SET x = 1", FakeHost.LOST);
      s = t.app.connect().autocommit(false);
      s.run("UPDATE c SET x = 1").run("UPDATE c SET x = 2", FakeHost.LOST);
      assertEquals(
          Map.of("shop.a", Map.of("unknown_outcome", 1L), "shop.b", Map.of("unknown_outcome", 1L)),
          tables(t));
    }
  }

  @Test
  void commitThatGotNoAnswerHere() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().reply(sql -> sql.equals("COMMIT") ? FakeHost.LOST : Outcome.ROWS);
      t.app.connect().run("BEGIN", "UPDATE a SET x = 1", "COMMIT");
      assertEquals(Map.of("shop.a", Map.of("unknown_outcome", 1L)), tables(t));
    }
  }

  @Test
  void writesWithoutNamedTablesPutAllOutOfStep() {
    try (TestTarget t = new TestTarget()) {
      t.app.connect().run("CREATE TEMPORARY TABLE x (a INT)", "DO SLEEP(0)", "LOCK TABLES a WRITE");
      assertEquals(Map.of(), tables(t));
      t.app.connect().run("CALL p()");
      assertEquals(Map.of("*", Map.of("denied", 1L)), tables(t));
      assertTrue(t.ledger.outOfStep().contains("shop", "any"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"writes: deny", "writes: apply", "writes: apply|order: commit"})
  void procedureThatReadsAlonePutsNothingOutOfStep(String options) {
    try (TestTarget t = new TestTarget(options.split("[|]"))) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1 FROM a", "CALL look()", "{CALL look()}", "BEGIN", "CALL look()", "COMMIT");
      // Of what is denied nothing is queued, and what a procedure does may be known late.
      TestTarget.until(() -> !t.ledger.outOfStep().contains("shop", "b"));
      assertEquals(Map.of(), tables(t));
      assertEquals(0, t.ledger.snapshot().fidelity().getOrDefault("unpinned", 0L));
      s.run("CALL hides()");
      assertEquals(Set.of("*"), tables(t).keySet());
      assertTrue(t.ledger.outOfStep().contains("shop", "b"));
    }
  }

  @Test
  void whatAProcedureDoesMayBeKnownLate() {
    CountDownLatch known = new CountDownLatch(1);
    try (TestTarget t = new TestTarget()) {
      t.host().tellsSchemaAfter(known);
      TestApp.Session s = t.app.connect();
      s.run("CALL look()");
      s.autocommit(false).run("CALL hides()").rollback();
      assertTrue(t.ledger.outOfStep().contains("shop", "b"), "perhaps");
      assertTrue(t.ledger.outOfStep().holdsEvery(), "perhaps");
      assertEquals(Set.of("*"), t.ledger.outOfStep().snapshot().keySet(), "perhaps");
      known.countDown();
      TestTarget.until(() -> !t.ledger.outOfStep().holdsEvery());
      assertEquals(Map.of(), tables(t));
      s.run("CALL hides()").commit();
      assertEquals(Map.of("*", Map.of("denied", 1L)), tables(t));
    }
  }

  @Test
  void readThatTheServerFindsToWrite() {
    try (TestTarget t = new TestTarget()) {
      t.host().reply(sql -> error(1792));
      t.app.connect().run("SELECT f()");
      assertEquals(Map.of("*", Map.of("denied", 1L)), tables(t));
    }
  }

  @Test
  void withoutOrderARolledBackWriteStays() {
    try (TestTarget t = new TestTarget("writes: apply", "order: none")) {
      TestApp.Session s = t.app.connect().autocommit(false);
      s.run("UPDATE a SET x = 1").commit();
      s.run("UPDATE b SET x = 1").rollback();
      // Nor is it known in which order writes that stand alone came.
      assertEquals(
          Map.of("shop.a", Map.of("ambiguous", 1L), "shop.b", Map.of("rolled_back", 1L)),
          tables(t));
    }
  }

  @Test
  void whatIsNotSeenIsAnything() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.target.switchedOff();
      assertEquals(Map.of("*", Map.of("dropped", 1L)), tables(t));
    }
  }

  @Test
  void tablesAreBounded() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = t.app.connect();
      for (int i = 0; i < 1100; i++) {
        s.run("DELETE FROM t" + i);
      }
      assertEquals(1001, tables(t).size());
      assertEquals(Map.of("denied", 100L), tables(t).get("*"));
    }
  }

  /** Not named by the text: children of a foreign key, what triggers write, what a view is of. */
  @Test
  void whatAWriteReachesIsOutOfStepWithIt() {
    try (TestTarget t = new TestTarget()) {
      t.ledger
          .outOfStep()
          .follow(
              (e, table) ->
                  table.name().equals("a")
                      ? List.of(new TableRef("other", "child", true))
                      : List.of());
      TestApp.Session s = t.app.connect();
      s.run("DELETE FROM a", "DELETE FROM b");
      s.autocommit(false).run("DELETE FROM a").rollback();
      assertEquals(
          Map.of(
              "shop.a", Map.of("denied", 1L),
              "shop.b", Map.of("denied", 1L),
              "other.child", Map.of("denied", 1L)),
          tables(t));
    }
  }

  /** Its account lacks a right. */
  @Test
  void whatCouldNotBeToldIsCountedAndItsTablesAreOutOfStep() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      t.host().refusesToBeTold();
      TestApp.Session s = t.app.connect();
      s.run("UPDATE a SET v = 1", "INSERT INTO b VALUES (NOW())", "SELECT NOW() FROM t");
      assertEquals(Map.of("shop.b", Map.of("unpinned", 1L)), t.settle().snapshot().outOfStep());
      assertEquals(1, t.fidelity("unpinned"));
      assertEquals(3, t.snapshot().executed());
    }
  }
}
