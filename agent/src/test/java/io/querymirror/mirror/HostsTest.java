package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.hosts.Hosts;
import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.stats.DropReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several hosts: weights, roles, and who waits for whom. */
class HostsTest {
  private final FakeHost writer = new FakeHost("w:3306", 1, true);
  private final FakeHost other = new FakeHost("o:3306", 3, true);
  private final FakeHost reader = new FakeHost("r:3306", 2, false);

  private static Map<String, Integer> turns(Hosts hosts, boolean anyRole, int n) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < n; i++) {
      counts.merge(hosts.choose(anyRole).address(), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void workIsSpreadByWeight() {
    Hosts hosts = new Hosts(List.of(writer, other, reader));
    assertEquals(Map.of("w:3306", 100, "o:3306", 300), turns(hosts, false, 400));
    assertEquals(Map.of("w:3306", 100, "o:3306", 300, "r:3306", 200), turns(hosts, true, 600));
  }

  @Test
  void hostThatIsNotUpOrHasNoWeightTakesNothing() {
    FakeHost none = new FakeHost("n:3306", 0, true);
    Hosts hosts = new Hosts(List.of(writer, other, none));
    other.become(State.DOWN);
    assertEquals(Map.of("w:3306", 10), turns(hosts, true, 10));
    writer.become(State.CONNECTING);
    assertNull(hosts.choose(true));
    assertTrue(hosts.hope(true));
    writer.become(State.REFUSED);
    assertFalse(hosts.hope(true));
  }

  @Test
  void readersAloneTakeEverything() {
    Hosts hosts = new Hosts(List.of(reader));
    assertEquals("r:3306", hosts.choose(false).address());
    assertFalse(hosts.hasReaders());
  }

  @Test
  void whoWaitsIsWokenOnceByTheNextChangeAndNotTooLate() {
    Hosts hosts = new Hosts(List.of(writer));
    hosts.start();
    AtomicInteger woken = new AtomicInteger();
    long seen = hosts.changes();
    hosts.await(seen, woken::incrementAndGet);
    assertEquals(0, woken.get());
    writer.become(State.DOWN);
    writer.become(State.UP);
    assertEquals(1, woken.get());
    hosts.await(seen, woken::incrementAndGet);
    assertEquals(2, woken.get());
  }

  @Test
  void plainReadsGoToAllAndTheRestToTheWriter() {
    try (TestTarget t = new TestTarget(List.of(writer, reader), "writes: apply")) {
      TestApp.Session s = t.app.connect();
      for (int i = 0; i < 30; i++) {
        s.run("SELECT a FROM t");
      }
      t.settle();
      assertEquals(20, count(reader, "SELECT a FROM t"));
      assertEquals(10, count(writer, "SELECT a FROM t"));
      s.run(
          "INSERT INTO t VALUES (1)",
          "SELECT LAST_INSERT_ID()",
          "SELECT @x",
          "SELECT 1 FROM t FOR UPDATE",
          "BEGIN",
          "SELECT b FROM t",
          "COMMIT",
          "SET @x = 1",
          "USE other",
          "SELECT FOUND_ROWS()");
      t.settle();
      assertEquals(0, count(reader, "INSERT INTO t VALUES (1)"));
      assertEquals(0, count(reader, "SELECT LAST_INSERT_ID()"));
      assertEquals(0, count(reader, "SELECT b FROM t"));
      assertEquals(0, count(reader, "BEGIN"));
      assertEquals(1, count(reader, "SET @x = 1"));
      assertEquals(1, count(writer, "SET @x = 1"));
      assertEquals(1, count(reader, "USE other"));
      assertEquals(36, t.snapshot().executed());
    }
  }

  @Test
  void readsGoOnWhileTheWriterIsDown() {
    try (TestTarget t = new TestTarget(List.of(writer, reader), "writes: apply")) {
      writer.become(State.DOWN);
      TestApp.Session s = t.app.connect();
      s.run("SELECT a FROM t", "INSERT INTO t VALUES (1)");
      t.settle();
      assertEquals(1, t.snapshot().executed());
      assertEquals(1, t.dropped(DropReason.UNAVAILABLE));
    }
  }

  @Test
  void sessionsMoveToAHostThatComesBackBetweenTransactions() {
    FakeHost left = new FakeHost("l:3306", 1, true);
    FakeHost right = new FakeHost("r:3306", 1, true);
    try (TestTarget t = new TestTarget(List.of(left, right), "writes: apply")) {
      right.become(State.DOWN);
      List<TestApp.Session> all = List.of(t.app.connect(), t.app.connect(), t.app.connect());
      for (TestApp.Session s : all) {
        s.run("SELECT 1");
      }
      all.get(0).run("BEGIN", "INSERT INTO a VALUES (1)");
      all.get(1).run("CREATE TEMPORARY TABLE x (n INT)");
      t.settle();
      assertEquals(3, left.mostOpen());
      assertEquals(0, right.mostOpen());

      right.become(State.UP);
      all.get(0).run("INSERT INTO a VALUES (2)");
      all.get(1).run("SELECT * FROM x");
      t.settle();
      assertEquals(0, right.mostOpen());
      all.get(0).run("COMMIT", "SELECT 2");
      all.get(2).run("SELECT 3");
      t.settle();
      assertEquals(List.of("INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)"), left.rows());
      assertEquals(1, right.mostOpen());
      assertEquals(1, count(left, "SELECT * FROM x"));
      assertEquals(1, count(left, "SELECT 2") + count(left, "SELECT 3"));
      assertEquals(1, count(right, "SELECT 2") + count(right, "SELECT 3"));
    }
  }

  @Test
  void sessionsOfALostHostMoveBetweenTransactions() {
    FakeHost left = new FakeHost("l:3306", 3, true);
    FakeHost right = new FakeHost("r:3306", 1, true);
    try (TestTarget t = new TestTarget(List.of(left, right), "writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("BEGIN", "INSERT INTO a VALUES (1)");
      t.settle();
      left.reply(sql -> FakeHost.LOST);
      left.become(State.DOWN);
      s.run("INSERT INTO a VALUES (2)", "INSERT INTO a VALUES (3)", "COMMIT");
      s.run("BEGIN", "INSERT INTO a VALUES (4)", "COMMIT");
      t.settle();
      assertEquals(List.of(), left.rows());
      assertEquals(List.of("INSERT INTO a VALUES (4)"), right.rows());
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(1, t.fidelity("rolled_back"));
    }
  }

  private static long count(FakeHost host, String sql) {
    return host.log().stream().filter(l -> l.endsWith(" " + sql)).count();
  }
}
