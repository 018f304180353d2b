package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.querymirror.stats.DropReason;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A target takes over from another one while the application is at work. */
class JoinedTest {
  private final TestTarget first = new TestTarget("writes: apply");
  private final TestTarget second = new TestTarget("writes: apply");
  private Target now = first.target;
  private final TestApp app = new TestApp(e -> now.statement(e), e -> now.control(e));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private void takeOver(boolean knowsSessions) {
    Joining at = app.joining();
    second.target.joins(new Joined(at, knowsSessions ? first.target.followed() : null));
    first.target.leaves();
    now = second.target;
    pause();
  }

  /** What the application's next call begins with is later than the takeover. */
  private static void pause() {
    long from = System.nanoTime();
    TestTarget.until(() -> System.nanoTime() - from > 10_000);
  }

  private static List<String> copies(TestTarget t) {
    return t.host().connected().isEmpty()
        ? List.of()
        : t.host().log(1).stream()
            .filter(sql -> sql.startsWith("/* querymirror */"))
            .map(sql -> sql.replace("/* querymirror */ ", ""))
            .toList();
  }

  @Test
  void aTransactionThatWasOpenRunsOnNeither() {
    TestApp.Session s = app.connect();
    s.run("BEGIN", "INSERT INTO a VALUES (1)");
    first.settle();
    takeOver(true);
    s.run("INSERT INTO a VALUES (2)", "COMMIT");
    s.run("BEGIN", "INSERT INTO a VALUES (3)", "COMMIT");
    first.settle();
    second.settle();
    assertEquals(1, first.fidelity("rolled_back"));
    assertEquals(1, second.dropped(DropReason.DISABLED));
    assertEquals(List.of("BEGIN", "INSERT INTO a VALUES (3)", "COMMIT"), copies(second));
    assertEquals(0, second.fidelity("unseeded"));
  }

  @Test
  void whatIsWholeInTheQueueStillRuns() {
    TestApp.Session s = app.connect();
    for (int i = 0; i < 50; i++) {
      s.run("INSERT INTO a VALUES (" + i + ")");
    }
    takeOver(true);
    first.settle();
    assertEquals(50, first.snapshot().executed());
  }

  @Test
  void whatASessionWasToldIsTakenOver() {
    TestApp.Session s = app.connect();
    s.run("SET @a = 5", "SELECT 1");
    first.settle();
    takeOver(true);
    s.run("SELECT @a");
    second.settle();
    assertEquals(List.of("SET @a = 5", "SELECT @a"), copies(second));
    assertEquals(0, second.fidelity("unseeded"));
  }

  @Test
  void aSessionThatNobodyFollowedIsUnseeded() {
    TestApp.Session old = app.connect();
    old.run("SELECT 1");
    first.settle();
    takeOver(false);
    old.run("SELECT 2");
    second.settle();
    assertEquals(1, second.fidelity("unseeded"));
    app.connect().run("SELECT 3");
    second.settle();
    assertEquals(1, second.fidelity("unseeded"));
  }

  @Test
  void whatHadBegunBeforeIsMissedWhole() {
    TestApp.Session s = app.connect();
    s.run("SELECT 1");
    first.settle();
    second.target.joins(
        new Joined(
            new Joining(0, System.nanoTime() + 3_600_000_000_000L, List.of()),
            first.target.followed()));
    now = second.target;
    s.run("BEGIN", "INSERT INTO a VALUES (1)", "COMMIT", "INSERT INTO a VALUES (2)");
    second.settle();
    assertEquals(2, second.dropped(DropReason.DISABLED));
    assertFalse(copies(second).contains("INSERT INTO a VALUES (1)"));
  }

  @Test
  void eachTargetBalances() {
    TestApp.Session s = app.connect();
    s.run("BEGIN", "INSERT INTO a VALUES (1)");
    takeOver(true);
    s.run("INSERT INTO a VALUES (2)", "ROLLBACK", "INSERT INTO a VALUES (3)");
    first.settle();
    second.settle();
    assertEquals(0, first.snapshot().pending());
    assertEquals(0, second.snapshot().pending());
    assertEquals(2, second.snapshot().matched());
  }
}
