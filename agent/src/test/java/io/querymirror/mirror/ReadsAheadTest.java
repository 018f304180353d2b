package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetSnapshot;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code protocol: cheapest}: what is sent at once, and that each statement has its own end. */
class ReadsAheadTest {
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Blocks at the text {@code first}, which goes alone, so that what comes behind it waits. */
  private TestTarget target(String... yaml) {
    TestTarget t = new TestTarget(yaml);
    t.host().reply(this::reply);
    return t;
  }

  private Outcome reply(String sql) {
    if (sql.contains("first")) {
      try {
        gate.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return sql.contains("wrong") ? TestApp.error(1064) : Outcome.ROWS;
  }

  private void open(TestTarget t) {
    gate.countDown();
    t.settle();
  }

  private static List<String> log(TestTarget t) {
    return t.host().log(1).stream()
        .map(line -> line.replace("/* querymirror */ ", ""))
        .filter(line -> !line.contains("querymirror:own"))
        .collect(Collectors.toList());
  }

  @Test
  void readsThatWaitGoAtOnceInTheirOrder() {
    try (TestTarget t = target("protocol: cheapest")) {
      t.app
          .connect()
          .run("SELECT GET_LOCK(first)", "SELECT a", "SELECT wrong", "SHOW TABLES", "SELECT b");
      open(t);
      assertEquals(
          List.of(
              "SELECT GET_LOCK(first)",
              "at once 4",
              "SELECT a",
              "SELECT wrong",
              "SHOW TABLES",
              "SELECT b"),
          log(t));
      assertEquals(4, t.snapshot().executed());
      assertEquals(1, t.snapshot().failed());
    }
  }

  @Test
  void byDefaultNothingGoesAtOnce() {
    try (TestTarget t = target("protocol: same")) {
      t.app.connect().run("SELECT GET_LOCK(first)", "SELECT a", "SELECT b");
      open(t);
      assertEquals(List.of("SELECT GET_LOCK(first)", "SELECT a", "SELECT b"), log(t));
    }
  }

  @Test
  void whatIsNoPlainReadGoesAlone() {
    try (TestTarget t = target("protocol: cheapest", "writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run("SELECT GET_LOCK(first)", "SELECT a", "INSERT INTO t VALUES (1)", "SELECT b");
      s.run(
          "SELECT c FOR UPDATE", "SELECT GET_LOCK('x', 1)", "SELECT 1; SELECT 2", "SELECT {d '1'}");
      s.prepared(Form.CALL, "SELECT d");
      s.call(Type.SCHEMA, "other", 0, Outcome.ROWS);
      s.run("SELECT e", "SELECT f");
      open(t);
      List<String> together =
          log(t).stream().filter(line -> line.startsWith("at once")).collect(Collectors.toList());
      assertEquals(List.of("at once 2"), together);
      assertTrue(log(t).containsAll(List.of("SELECT e", "SELECT f")));
    }
  }

  @Test
  void aTransactionsReadsGoWithIt() {
    try (TestTarget t = target("protocol: cheapest", "writes: apply")) {
      TestApp.Session s = t.app.connect();
      s.run(
          "BEGIN",
          "SELECT GET_LOCK(first)",
          "SELECT a",
          "SELECT b",
          "COMMIT",
          "SELECT c",
          "SELECT d");
      open(t);
      assertEquals(
          List.of(
              "BEGIN",
              "SELECT GET_LOCK(first)",
              "at once 2",
              "SELECT a",
              "SELECT b",
              "COMMIT",
              "at once 2",
              "SELECT c",
              "SELECT d"),
          log(t));
    }
  }

  @Test
  void aLostConnectionLosesNoRead() {
    try (TestTarget t = target("protocol: cheapest")) {
      boolean[] lost = new boolean[1];
      t.host()
          .reply(
              sql -> {
                reply(sql);
                if (sql.contains("breaks") && !lost[0]) {
                  lost[0] = true;
                  return Outcome.error("08S01", 2013, "lost");
                }
                return Outcome.ROWS;
              });
      t.app
          .connect()
          .run("SELECT GET_LOCK(first)", "SELECT a", "SELECT breaks", "SELECT b", "SELECT c");
      open(t);
      TargetSnapshot s = t.snapshot();
      assertEquals(5, s.executed());
      assertEquals(0, s.failed());
      assertFalse(t.host().log(1).stream().anyMatch(line -> line.endsWith("SELECT b")));
      assertTrue(t.host().log(2).stream().anyMatch(line -> line.endsWith("SELECT b")));
    }
  }

  @Test
  void whatIsDroppedWithTheQueueIsCountedOnce() {
    try (TestTarget t = target("protocol: cheapest")) {
      t.app.connect().run("SELECT GET_LOCK(first)", "SELECT a", "SELECT b");
      t.target.end(DropReason.SHUTDOWN);
      gate.countDown();
      t.settle();
      assertEquals(3, t.dropped(DropReason.SHUTDOWN));
      assertEquals(0, t.snapshot().pending());
    }
  }
}
