package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.CopySettings;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.model.Outcome;
import io.querymirror.stats.DropReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copies beside the first: how many, on which lanes, and how they are counted. */
class CopiesTest {
  /** What a rule's {@code copies} come to; a new rule each time. */
  private static CopySettings copies(String number) {
    return copies(number, false);
  }

  private static CopySettings copies(String number, boolean vary) {
    String rule = "{mirror: t, copies: " + number + ", vary: " + vary + "}";
    return TestTarget.load("targets: {t: {hosts: a, username: u}}\nrules: [" + rule + "]\n")
        .rules()
        .get(0)
        .copy();
  }

  /** An application all of whose statements one rule takes for the target. */
  private static TestApp app(TestTarget t, String number) {
    return app(t, copies(number));
  }

  private static TestApp app(TestTarget t, CopySettings how) {
    return new TestApp(e -> t.target.statement(e, how), t.target::control);
  }

  private static String copy(String sql) {
    return "/* querymirror */ " + sql;
  }

  @ParameterizedTest
  @CsvSource({
    "1, session, 1000", "2.5, session, 2500", "10, session, 10000", "1.333333, session, 1333",
    "1, none, 1000", "2.5, none, 2500", "10, none, 10000", "1.000001, none, 1000",
  })
  void fractionsAreCarriedOver(String number, String order, int expected) {
    try (TestTarget t = new TestTarget("order: " + order)) {
      TestApp.Session s = app(t, number).connect();
      for (int i = 0; i < 1_000; i++) {
        s.run("SELECT " + i);
      }
      t.settle();
      assertEquals(1_000, t.snapshot().matched());
      assertEquals(expected - 1_000, t.snapshot().amplified());
      assertEquals(expected, t.snapshot().executed());
      assertEquals(expected - 1_000, t.snapshot().executedFurther());
      t.balances();
    }
  }

  @Test
  void everyRuleCarriesItsOwnFractions() {
    try (TestTarget t = new TestTarget()) {
      CopySettings half = copies("1.5");
      CopySettings again = copies("1.5");
      AtomicInteger n = new AtomicInteger();
      TestApp app =
          new TestApp(
              e -> t.target.statement(e, n.getAndIncrement() % 2 == 0 ? half : again),
              t.target::control);
      app.connect().run("SELECT 1", "SELECT 2");
      t.settle();
      assertEquals(0, t.snapshot().amplified());
      app.connect().run("SELECT 3", "SELECT 4");
      t.settle();
      assertEquals(2, t.snapshot().amplified());
    }
  }

  @Test
  void copiesKeepTheirSessionsOrderAndStateOnLanesOfTheirOwn() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = app(t, "3").takesControl().connect();
      s.run("SET @a = 1", "SELECT 1", "BEGIN", "SELECT 2", "COMMIT", "USE other", "SELECT 3");
      t.settle();
      List<String> expected =
          List.of(
              copy("SET @a = 1"),
              copy("SELECT 1"),
              copy("BEGIN"),
              copy("SELECT 2"),
              copy("COMMIT"),
              copy("USE other"),
              copy("SELECT 3"));
      for (int connection = 1; connection <= 3; connection++) {
        List<String> ran =
            t.host().log(connection).stream()
                .filter(l -> l.startsWith("/* querymirror */"))
                .toList();
        assertEquals(expected, ran);
      }
      assertEquals(7, t.snapshot().matched(), "control is a statement like others here");
      assertEquals(6, t.snapshot().amplified(), "but makes no further copies");
      t.balances();
    }
  }

  @Test
  void lanesOfCopiesRunSideBySide() {
    try (TestTarget t = new TestTarget()) {
      CountDownLatch all = new CountDownLatch(4);
      t.host()
          .reply(
              sql -> {
                if (sql.startsWith("SELECT")) {
                  all.countDown();
                  try {
                    all.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
                return Outcome.ROWS;
              });
      app(t, "4").connect().run("SELECT 1");
      t.settle();
      assertEquals(4, t.snapshot().executed());
      assertEquals(4, t.host().mostOpen());
    }
  }

  @Test
  void aSessionsEndEndsAllItsLanes() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = app(t, "5").connect();
      s.run("SELECT 1", "SELECT 2");
      s.close();
      t.settle();
      TestTarget.until(() -> t.host().open() == 0 && t.target.lanes().get("permits") == 0);
      assertEquals(10, t.snapshot().executed());
    }
  }

  @Test
  void aConnectionThatIsGoneWithoutAWordLeavesNoLane() {
    try (TestTarget t = new TestTarget()) {
      app(t, "3").connect().run("SELECT 1");
      t.settle();
      t.target.sweep();
      t.target.sweep();
      t.settle();
      TestTarget.until(() -> t.host().open() == 0);
      assertEquals(0, t.target.lanes().get("permits"));
    }
  }

  @ParameterizedTest
  @CsvSource({"session", "none"})
  void whatIsAppliedRunsOnceAndReadsOnly(String order) {
    try (TestTarget t = new TestTarget("writes: apply", "order: " + order)) {
      TestApp.Session s = app(t, "3").connect();
      s.run(
          "INSERT INTO a VALUES (1)",
          "SELECT 1",
          "SELECT 1 FROM a FOR UPDATE",
          "CALL p()",
          "SELECT GET_LOCK('a', 10)");
      t.settle();
      assertEquals(5, t.snapshot().matched());
      assertEquals(2, t.snapshot().amplified());
      assertEquals(7, t.snapshot().executed());
      assertEquals(List.of("INSERT INTO a VALUES (1)"), t.host().rows());
      long readOnly = t.host().connected().stream().filter(ConnectionVariant::isReadOnly).count();
      assertEquals(order.equals("none") ? readOnly : 2, readOnly);
      assertTrue(readOnly >= 1);
      t.balances();
    }
  }

  @Test
  void aWriteThatHidesInAReadIsAppliedOnce() {
    for (String order : List.of("session", "none")) {
      try (TestTarget t = new TestTarget("writes: apply", "order: " + order)) {
        t.host()
            .replyOn(
                (variant, sql) ->
                    variant.isReadOnly() && sql.contains("f()")
                        ? TestApp.error(1792)
                        : Outcome.ROWS);
        app(t, "3").connect().run("SELECT f()");
        t.settle();
        assertEquals(1, t.snapshot().executed());
        assertEquals(2, t.dropped(DropReason.WRITE_DENIED));
        t.balances();
      }
    }
  }

  @Test
  void whatAnAppliedTransactionReadsMultiplies() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = app(t, "2").connect();
      s.autocommit(false);
      s.run("INSERT INTO a VALUES (1)", "SELECT 1").commit();
      t.settle();
      assertEquals(1, t.snapshot().amplified());
      assertEquals(List.of("INSERT INTO a VALUES (1)"), t.host().rows());
      assertEquals(1, ran(t).get("INSERT INTO a VALUES (1)"));
      t.balances();
    }
  }

  @Test
  void readsOfTemporaryTablesRunWhereTheseAre() {
    try (TestTarget t = new TestTarget("writes: apply")) {
      TestApp.Session s = app(t, "2").connect();
      s.run("CREATE TEMPORARY TABLE x (i INT)", "SELECT i FROM X", "SELECT i FROM y");
      t.settle();
      assertEquals(1, t.snapshot().amplified());
      app(t, "2").connect().run("SELECT i FROM x");
      t.settle();
      assertEquals(2, t.snapshot().amplified());
    }
  }

  @ParameterizedTest
  @CsvSource({"session, 2.5", "none, 2.5", "session, 10", "none, 10"})
  void otherValuesChangeNoCountAndNoFirstCopy(String order, String number) {
    try (TestTarget t = new TestTarget("order: " + order)) {
      CopySettings how = copies(number, true);
      TestApp app = app(t, how);
      TestApp.Session s = app.connect();
      for (int i = 0; i < 1_000; i++) {
        s.run("SELECT a FROM t WHERE id = " + i);
      }
      t.settle();
      int expected = (int) (1_000 * Double.parseDouble(number));
      Map<String, Integer> ran = ran(t);
      assertEquals(1_000, ran.size(), "each first copy");
      assertEquals(expected, ran.values().stream().mapToInt(n -> n).sum());
      assertEquals(expected - 1_000, t.snapshot().amplified());
      assertTrue(t.snapshot().varied() > expected - 1_000 - 10, "all but the first one's");
      assertTrue(Set.copyOf(ran.values()).size() > 2, "as often as it comes");
      if (order.equals("session")) {
        List<String> first =
            IntStream.range(0, 1_000)
                .mapToObj(i -> copy("SELECT a FROM t WHERE id = " + i))
                .toList();
        // Whichever of the lanes connected first.
        assertTrue(
            IntStream.rangeClosed(1, t.host().connected().size())
                .mapToObj(n -> t.host().log(n).stream().filter(l -> l.contains("SELECT a")))
                .anyMatch(one -> one.limit(1_000).toList().equals(first)),
            "first copies in order");
      }
      t.balances();
    }
  }

  @Test
  void otherRulesTakeNothingOverThatWasTakenByThoseBefore() {
    try (TestTarget t = new TestTarget()) {
      CopySettings how = copies("2", true);
      TestApp app = app(t, how);
      app.connect().run("SELECT 1", "SELECT 2");
      assertEquals(1, t.snapshot().varied());
      t.target.reconfigured(1 << 20, List.of(how), Duration.ofSeconds(10));
      app.connect().run("SELECT 3");
      assertEquals(1, t.snapshot().varied());
      app.connect().run("SELECT 4");
      assertEquals(2, t.snapshot().varied());
      t.settle();
      t.balances();
    }
  }

  /** How often each text ran. */
  private static Map<String, Integer> ran(TestTarget t) {
    Map<String, Integer> ran = new TreeMap<>();
    for (String line : t.host().log()) {
      int text = line.indexOf("/* querymirror */ ");
      if (text >= 0) {
        ran.merge(line.substring(text + 18), 1, Integer::sum);
      }
    }
    return ran;
  }

  @Test
  void transactionsThatAreRolledBackMultiplyWhole() {
    try (TestTarget t = new TestTarget("writes: rollback")) {
      TestApp app = app(t, "2.5");
      for (int session = 0; session < 2; session++) {
        TestApp.Session s = app.connect();
        s.autocommit(false);
        for (int i = 0; i < 4; i++) {
          String n = session + "" + i;
          s.run("SELECT " + n, "INSERT INTO a VALUES (" + n + ")", "UPDATE a SET b = " + n);
          s.commit();
        }
      }
      t.settle();
      Map<String, Integer> ran = ran(t);
      for (int i = 0; i < 4; i++) {
        for (String n : List.of("0" + i, "1" + i)) {
          int copies = i % 2 == 0 ? 2 : 3;
          assertEquals(copies, ran.get("SELECT " + n));
          assertEquals(copies, ran.get("INSERT INTO a VALUES (" + n + ")"));
          assertEquals(copies, ran.get("UPDATE a SET b = " + n));
        }
      }
      assertEquals(24, t.snapshot().matched());
      assertEquals(36, t.snapshot().amplified());
      assertEquals(60, t.snapshot().executed());
      assertEquals(List.of(), t.host().rows());
      assertEquals(0, t.fidelity("rolled_back"));
      t.balances();
    }
  }

  @Test
  void transactionsOfSeveralSessionsAtOnceKeepTheirNumbers() {
    try (TestTarget t = new TestTarget("writes: rollback")) {
      TestApp app = app(t, "1.5");
      TestApp.Session one = app.connect();
      TestApp.Session two = app.connect();
      one.run("BEGIN", "UPDATE a SET b = 1");
      two.run("BEGIN", "UPDATE a SET b = 2");
      one.run("UPDATE a SET b = 3", "COMMIT");
      two.run("UPDATE a SET b = 4", "COMMIT");
      t.settle();
      Map<String, Integer> ran = ran(t);
      assertEquals(1, ran.get("UPDATE a SET b = 1"));
      assertEquals(2, ran.get("UPDATE a SET b = 2"));
      assertEquals(1, ran.get("UPDATE a SET b = 3"));
      assertEquals(2, ran.get("UPDATE a SET b = 4"));
      t.balances();
    }
  }

  @ParameterizedTest
  @CsvSource({"session", "none"})
  void writesOfTheirOwnMultiplyWhereTheyAreRolledBack(String order) {
    try (TestTarget t = new TestTarget("writes: rollback", "order: " + order)) {
      TestApp.Session s = app(t, "2.5").connect();
      for (int i = 0; i < 100; i++) {
        s.run("INSERT INTO a VALUES (" + i + ")");
      }
      s.run("CREATE TABLE b (i INT)", "CALL p()");
      t.settle();
      assertEquals(150, t.snapshot().amplified());
      assertEquals(250, t.snapshot().executed());
      assertEquals(2, t.dropped(DropReason.WRITE_DENIED));
      assertEquals(List.of(), t.host().rows());
      t.balances();
    }
  }

  @Test
  void aCopyThatIsCutTakesNoOtherWithIt() {
    try (TestTarget t = new TestTarget("writes: rollback")) {
      AtomicInteger n = new AtomicInteger();
      t.host()
          .reply(
              sql ->
                  sql.startsWith("UPDATE") && n.incrementAndGet() == 1
                      ? TestApp.error(1213)
                      : Outcome.ROWS);
      TestApp.Session s = app(t, "3").connect();
      s.run("BEGIN", "UPDATE a SET b = 1", "SELECT 1", "COMMIT", "SELECT 2");
      t.settle();
      assertEquals(1, t.snapshot().failed());
      assertEquals(1, t.dropped(DropReason.TRANSACTION));
      assertEquals(7, t.snapshot().executed());
      t.balances();
    }
  }

  @Test
  void whatIsNotRepeatedHasNoCopies() {
    try (TestTarget t = new TestTarget()) {
      TestApp.Session s = app(t, "2").connect();
      s.run("SELECT 1", Outcome.error("HY000", 1205, "Lock wait timeout"));
      s.run("KILL 7", "DELETE FROM a", "SELECT 1");
      t.settle();
      assertEquals(1, t.snapshot().amplified());
      assertEquals(1, t.snapshot().notRepeated());
      t.balances();
    }
  }

  @Test
  void everyCopyThatFindsNoRoomIsCounted() {
    try (TestTarget t = new TestTarget("queue: {statements: 4}")) {
      CountDownLatch go = new CountDownLatch(1);
      t.host()
          .reply(
              sql -> {
                try {
                  go.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return Outcome.ROWS;
              });
      app(t, "3").connect().run("SELECT 1", "SELECT 2", "SELECT 3");
      assertEquals(5, t.dropped(DropReason.QUEUE_FULL));
      go.countDown();
      t.settle();
      assertEquals(4, t.snapshot().executed());
      t.balances();
    }
  }

  @Test
  void noCopyIsForgottenWhenTheTargetEnds() {
    try (TestTarget t = new TestTarget()) {
      t.host().become(TargetHost.State.CONNECTING);
      app(t, "4").connect().run("SELECT 1", "SELECT 2");
      t.target.end(DropReason.SHUTDOWN);
      assertEquals(8, t.dropped(DropReason.SHUTDOWN));
      t.balances();
    }
  }

  @Test
  void anErrorOfACopyIsInTheDigestsCounts() {
    try (TestTarget t = new TestTarget()) {
      AtomicInteger n = new AtomicInteger();
      t.host()
          .reply(
              sql ->
                  sql.startsWith("SELECT") && n.incrementAndGet() > 1
                      ? TestApp.error(1146)
                      : Outcome.ROWS);
      app(t, "3").connect().run("SELECT 1 FROM a");
      t.settle();
      assertEquals(2, t.snapshot().failed());
      assertEquals(1, t.snapshot().executed());
      assertEquals(2, t.snapshot().failedFurther() + t.snapshot().executedFurther());
      t.balances();
    }
  }

  @Test
  void freeCopiesNeedAsManyConnections() {
    try (TestTarget t = new TestTarget("order: none")) {
      TestApp.Session s = app(t, "6").connect();
      CountDownLatch all = new CountDownLatch(6);
      t.host()
          .reply(
              sql -> {
                if (sql.startsWith("SELECT")) {
                  all.countDown();
                  try {
                    all.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
                return Outcome.ROWS;
              });
      s.run("SELECT 1");
      t.settle();
      assertEquals(6, t.snapshot().executed());
    }
  }
}
