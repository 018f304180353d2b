package io.querymirror.mirror;

import static io.querymirror.mirror.TestApp.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.model.Outcome;
import io.querymirror.stats.DropReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code order: none}: each statement stands alone. */
class NoOrderTest {
  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  @Test
  void noSessionControlEverRuns() {
    try (TestTarget t = new TestTarget("order: none", "writes: apply")) {
      t.app.takesControl();
      TestApp.Session s = t.app.connect();
      s.autocommit(false).run("SET @a = 1", "INSERT INTO a VALUES (1)").commit();
      s.run("BEGIN", "INSERT INTO a VALUES (2)", "ROLLBACK");
      t.settle();
      assertEquals(
          List.of(
              "/* querymirror:own */ USE `shop`",
              copy("INSERT INTO a VALUES (1)"),
              copy("INSERT INTO a VALUES (2)")),
          t.host().log().stream()
              .map(l -> l.substring(l.indexOf(' ') + 1))
              .filter(l -> !l.equals("released"))
              .distinct()
              .toList());
      assertEquals(2, t.snapshot().executed());
      assertEquals(
          Map.of("session control under order: none", 3L), t.snapshot().unsupportedReasons());
    }
  }

  @Test
  void usesAtMostTheGivenConnections() {
    try (TestTarget t = new TestTarget("order: none", "connections: 3")) {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      CountDownLatch three = new CountDownLatch(3);
      t.host()
          .reply(
              sql -> {
                if (sql.startsWith("SELECT")) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  three.countDown();
                  try {
                    three.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  now.decrementAndGet();
                }
                return Outcome.ROWS;
              });
      TestApp.Session s = t.app.connect();
      for (int i = 0; i < 100; i++) {
        s.run("SELECT " + i);
      }
      t.settle();
      assertEquals(3, most.get());
      assertTrue(t.host().mostOpen() <= 3);
      assertEquals(100, t.snapshot().executed());
      TestTarget.until(() -> t.host().open() == 0);
    }
  }

  @Test
  void automaticMeansAsManyAsTheSourceHasSessions() {
    try (TestTarget t = new TestTarget("order: none")) {
      TestApp.Session a = t.app.connect();
      t.app.connect();
      t.target.sweep();
      for (int i = 0; i < 200; i++) {
        a.run("SELECT " + i);
      }
      t.settle();
      assertTrue(t.host().mostOpen() <= 2, "open " + t.host().mostOpen());
    }
  }

  @Test
  void dropsAndErrorsEndInTheirBins() {
    try (TestTarget t = new TestTarget("order: none")) {
      t.host()
          .reply(
              sql ->
                  sql.contains("writes()")
                      ? error(1792)
                      : sql.contains("gone") ? error(1146) : Outcome.ROWS);
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "SELECT writes()", "SELECT * FROM gone", "DELETE FROM a", "KILL 5");
      s.run("SELECT 2", Outcome.error("HY000", 1205, "Lock wait timeout"));
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(1, t.snapshot().failed());
      assertEquals(2, t.dropped(DropReason.WRITE_DENIED));
      assertEquals(1, t.dropped(DropReason.UNSUPPORTED));
      assertEquals(1, t.snapshot().notRepeated());
    }
  }

  @Test
  void lostReadRunsAgainAndLostWriteDoesNot() {
    try (TestTarget t = new TestTarget("order: none", "writes: apply")) {
      AtomicInteger calls = new AtomicInteger();
      t.host()
          .reply(
              sql ->
                  sql.startsWith("INSERT")
                          || sql.startsWith("SELECT") && calls.incrementAndGet() == 1
                      ? FakeHost.LOST
                      : Outcome.ROWS);
      t.app.connect().run("SELECT 1");
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(1, t.fidelity("retried"));
      t.app.connect().run("INSERT INTO a VALUES (1)");
      t.settle();
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.fidelity("unknown_outcome"));
    }
  }

  @Test
  void waitsForAHostAndIsDroppedWithoutOne() {
    try (TestTarget t = new TestTarget("order: none")) {
      t.host().become(State.CONNECTING);
      TestApp.Session s = t.app.connect();
      s.run("SELECT 1", "SELECT 2");
      t.host().become(State.DOWN);
      t.settle();
      assertEquals(2, t.dropped(DropReason.UNAVAILABLE));
      s.run("SELECT 3");
      assertEquals(3, t.dropped(DropReason.UNAVAILABLE));
      t.host().become(State.CONNECTING);
      s.run("SELECT 4");
      t.host().become(State.UP);
      t.settle();
      assertEquals(1, t.snapshot().executed());
    }
  }

  @Test
  void variablesAreLeftToNobodyAndConnectionsToTheNext() {
    try (TestTarget t = new TestTarget("order: none", "writes: apply", "connections: 1")) {
      CountDownLatch queued = new CountDownLatch(1); // else the worker may leave between two
      t.host()
          .reply(
              sql -> {
                FakeHost.await(queued);
                return Outcome.ROWS;
              });
      TestApp.Session s = t.app.connect();
      s.run("INSERT INTO a VALUES (@x, @`y`)", "SELECT @z := 1", "SELECT @x", "DELETE FROM a");
      queued.countDown();
      t.settle();
      assertEquals(
          List.of(
              copy("INSERT INTO a VALUES (@x, @`y`)"),
              "/* querymirror:own */ SET @`x`=NULL,@`y`=NULL",
              copy("SELECT @z := 1"),
              "/* querymirror:own */ SET @`z`=NULL",
              copy("SELECT @x"),
              copy("DELETE FROM a")),
          t.host().log(1).stream()
              .filter(l -> !l.contains("USE") && !l.equals("released"))
              .toList());
      assertEquals(1, t.host().connected().size());
    }
  }

  @Test
  void temporaryTablesAreLeftToNobody() {
    try (TestTarget t = new TestTarget("order: none", "writes: apply", "connections: 1")) {
      TestApp.Session s = t.app.connect();
      s.run("CREATE TEMPORARY TABLE x (i INT)", "SELECT 1");
      t.settle();
      assertTrue(t.host().log(2).contains(copy("SELECT 1")));
    }
  }
}
