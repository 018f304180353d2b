package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The commit order waits for the target's schema. */
class UnplacedTest {
  private static TestTarget ordered() {
    return new TestTarget("order: commit", "writes: apply");
  }

  private static List<String> values(TestTarget t) {
    return t.host().rows().stream().map(r -> r.replaceAll("\\D", "")).toList();
  }

  @Test
  void nothingRunsBeforeTheSchemaIsKnown() {
    try (TestTarget t = ordered()) {
      CountDownLatch known = new CountDownLatch(1);
      t.host().tellsSchemaAfter(known);
      TestApp.Session one = t.app.connect();
      TestApp.Session two = t.app.connect();
      one.run("INSERT INTO a VALUES (1)");
      two.autocommit(false).run("INSERT INTO a VALUES (2)").commit();
      one.run("INSERT INTO a VALUES (3)").close();
      for (int i = 0; i < 100; i++) {
        t.target.advance(System.nanoTime());
        t.target.unblock();
      }
      assertEquals(List.of(), t.host().rows());
      known.countDown();
      t.settle();
      assertEquals(List.of("1", "2", "3"), values(t));
      assertEquals(0, t.fidelity("ambiguous"));
      assertEquals(0, t.fidelity("order_breaks"));
      assertEquals(0, t.target.account().statements());
    }
  }

  @Test
  void whatComesAfterADefinitionWaitsForWhatItMade() {
    try (TestTarget t = ordered()) {
      TestApp.Session one = t.app.connect();
      TestApp.Session two = t.app.connect();
      one.run("INSERT INTO a VALUES (1)", "ALTER TABLE a ADD x int");
      two.run("INSERT INTO a VALUES (2)", "TRUNCATE TABLE b", "ALTER TABLE b ADD x int");
      one.run("INSERT INTO a VALUES (3)", "DROP TABLE t3", "CREATE TEMPORARY TABLE x (v int)");
      two.run("INSERT INTO a VALUES (4)");
      t.settle();
      assertEquals(List.of("1", "2", "3", "4"), values(t));
      assertEquals(0, t.fidelity("order_breaks"));
    }
  }

  @Test
  void aSchemaThatCannotBeReadHoldsNobodyUp() {
    try (TestTarget t = ordered()) {
      t.host().hidesSchema();
      t.app.connect().run("INSERT INTO a VALUES (1)");
      t.app.connect().run("INSERT INTO b VALUES (2)");
      t.settle();
      assertEquals(List.of("1", "2"), values(t));
    }
  }

  @Test
  void whatWaitsForTheSchemaIsDroppedAtTheEnd() {
    try (TestTarget t = ordered()) {
      CountDownLatch known = new CountDownLatch(1);
      t.host().tellsSchemaAfter(known);
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)");
      t.target.advance(System.nanoTime());
      t.target.end(DropReason.SHUTDOWN);
      assertEquals(2, t.dropped(DropReason.SHUTDOWN));
      assertEquals(0, t.snapshot().pending());
      known.countDown();
    }
  }
}
