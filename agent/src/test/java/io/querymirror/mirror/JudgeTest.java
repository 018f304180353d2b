package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.mirror.judging.ComparedPair;
import io.querymirror.mirror.judging.Comparing;
import io.querymirror.model.CallResults;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.ResultCounts;
import io.querymirror.stats.ResultFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String APPLY = "writes: apply";

  private static ResultCounts over(TestTarget t) {
    t.settle();
    t.target.advance(System.nanoTime());
    t.target.end(DropReason.SHUTDOWN);
    return t.ledger.snapshot().results();
  }

  private static Outcome changed(long rows) {
    return Outcome.success(false, rows, Outcome.NO_KEY);
  }

  @Test
  void whatAgreesIsTheSame() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x", "y"));
      t.app.connect().reads("SELECT v FROM t", FakeRows.of("y", "x"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(1, counts.compared());
    }
  }

  @Test
  void whatDiffersTwiceIsDifferent() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app.connect().reads("SELECT v FROM t WHERE v = 1", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("rows", 1L), counts.kinds());
      assertEquals(0, counts.incomparable());
      List<String> copies =
          t.host().log().stream().filter(sql -> sql.contains("SELECT v FROM t")).toList();
      assertEquals(2, copies.size(), copies::toString);
      assertEquals(1, t.ledger.snapshot().executed());
    }
  }

  @Test
  void whatDoesNotRepeatItselfIsUnconfirmed() {
    AtomicInteger runs = new AtomicInteger();
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x" + runs.incrementAndGet()));
      t.app.connect().reads("SELECT v FROM t", FakeRows.of("y"));
      assertEquals(Map.of("unconfirmed", 1L), over(t).reasons());
    }
  }

  /** What a deadlock leaves in it hangs on how far the transaction came; see MariaDB. */
  @Test
  void aTableOfTheSessionOfWhichAStatementFailedIsNotKnown() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .run("CREATE TEMPORARY TABLE mine (v INT)")
          .run("INSERT INTO mine SELECT v FROM t", Outcome.error("40001", 1213, "Deadlock"))
          .reads("SELECT v FROM mine", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(0, counts.different());
      assertEquals(1L, counts.reasons().get("out_of_step"));
    }
  }

  @Test
  void whatIsNotDeterministicIsNotCompared() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .reads("SELECT UUID() FROM t", FakeRows.of("y"))
          .reads("SELECT NOW() FROM t", FakeRows.of("x"))
          .reads("SELECT v FROM t LIMIT 1", FakeRows.of("y"))
          .reads("SELECT v FROM t LIMIT 1", FakeRows.of("x"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("non_deterministic", 3L), counts.reasons());
      assertEquals(1, counts.same());
    }
  }

  /** Cancelled at the source it answers 1 there, and no error. */
  @Test
  void aSleepThatWasCutShortIsNoDifference() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("0"));
      t.app
          .connect()
          .reads("SELECT SLEEP(10)", FakeRows.of("1"))
          .reads("SELECT SLEEP(1)", FakeRows.of("0"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("non_deterministic", 1L), counts.reasons());
      assertEquals(1, counts.same());
      assertEquals(2, t.host().log().stream().filter(sql -> sql.contains("SLEEP")).count());
    }
  }

  @Test
  void whatWasDeniedMakesItsTablesIncomparable() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .run("UPDATE a SET v = 1", changed(1))
          .reads("SELECT v FROM a", FakeRows.of("y"))
          .reads("SELECT v FROM b", FakeRows.of("x"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("out_of_step", 1L), counts.reasons());
      assertEquals(1, counts.same());
    }
  }

  /** Its own transaction sees at the source what it does not see here, and is then rolled back. */
  @Test
  void whatItsTransactionWroteElsewhereIsNoFault() {
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .run("BEGIN", Outcome.ROWS)
          .run("UPDATE a SET v = 1", changed(1))
          .reads("SELECT v FROM a", FakeRows.of("y"))
          .run("ROLLBACK", Outcome.ROWS)
          .reads("SELECT v FROM a", FakeRows.of("x"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("out_of_step", 1L), counts.reasons());
      assertEquals(1, counts.same());
    }
  }

  @Test
  void rowsThatChangedAreCounted() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("UPDATE") ? changed(2) : FakeHost.ROWS);
      t.app.connect().run("UPDATE a SET v = 1", changed(2)).run("UPDATE b SET v = 1", changed(3));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(Map.of("affected", 1L), counts.kinds());
    }
  }

  /** A write that is queued behind the read, and was committed before it at the source. */
  @Test
  void whatAnotherSessionCommittedMustHaveArrived() throws Exception {
    try (TestTarget t = new TestTarget(APPLY)) {
      FakeHost host = t.host();
      var gate = new CountDownLatch(1);
      host.rows(sql -> FakeRows.of("old"));
      host.reply(
          sql -> {
            if (sql.startsWith("UPDATE")) {
              FakeHost.await(gate);
              return changed(1);
            }
            return FakeHost.ROWS;
          });
      t.app.connect().run("UPDATE a SET v = 'new'", changed(1));
      t.app.connect().reads("SELECT v FROM a", FakeRows.of("new"));
      t.app.connect().reads("SELECT v FROM b", FakeRows.of("old"));
      TestTarget.until(() -> t.ledger.snapshot().executed() == 2);
      gate.countDown();
      ResultCounts counts = over(t);
      assertEquals(Map.of("overlap", 1L), counts.reasons());
      assertEquals(2, counts.same());
    }
  }

  /** And one that has arrived, and comes later at the source. */
  @Test
  void whatAnotherSessionCommitsLaterMustNotHaveArrived() throws Exception {
    try (TestTarget t = new TestTarget(APPLY)) {
      FakeHost host = t.host();
      var gate = new CountDownLatch(1);
      var blocked = new CountDownLatch(1);
      host.rows(
          sql -> {
            if (sql.contains("block")) {
              blocked.countDown();
              FakeHost.await(gate);
            }
            return FakeRows.of("new");
          });
      host.reply(sql -> sql.startsWith("UPDATE") ? changed(1) : FakeHost.ROWS);
      TestApp.Session reader = t.app.connect();
      reader.reads("SELECT 'block' FROM b", FakeRows.of("new"));
      blocked.await();
      reader.reads("SELECT v FROM a", FakeRows.of("old"));
      t.app.connect().run("UPDATE a SET v = 'new'", changed(1));
      TestTarget.until(() -> t.ledger.snapshot().executed() == 1);
      gate.countDown();
      assertEquals(Map.of("overlap", 1L), over(t).reasons());
    }
  }

  /** Two updates of one table whose order the lanes turn round: from then on it may differ. */
  @Test
  void whatCrossesPutsItsTableOutOfStep() throws Exception {
    try (TestTarget t = new TestTarget(APPLY)) {
      FakeHost host = t.host();
      var gate = new CountDownLatch(1);
      host.rows(sql -> FakeRows.of("first"));
      host.reply(
          sql -> {
            if (sql.contains("first")) {
              FakeHost.await(gate);
            }
            return sql.startsWith("UPDATE") ? changed(1) : FakeHost.ROWS;
          });
      t.app.connect().run("UPDATE a SET v = 'first'", changed(1));
      TestApp.Session second = t.app.connect();
      second.run("UPDATE a SET v = 'second'", changed(1));
      TestTarget.until(() -> t.ledger.snapshot().executed() == 1);
      gate.countDown();
      t.settle();
      second.reads("SELECT v FROM a", FakeRows.of("second"));
      ResultCounts counts = over(t);
      assertEquals(Map.of("out_of_step", 1L), counts.reasons());
      assertEquals(Map.of("ambiguous", 1L), t.ledger.snapshot().outOfStep().get("shop.a"));
    }
  }

  /** The target is told the client's time, and production asked its server's. */
  @Test
  void whatAClockFilledAgreesWithinASecond() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().rows(sql -> FakeRows.ofMoments("2026-11-23 05:00:00.100000"));
      t.host().reply(sql -> sql.startsWith("UPDATE") ? changed(1) : FakeHost.ROWS);
      FakeRows near = FakeRows.ofMoments("2026-11-23 04:59:59.900000");
      FakeRows far = FakeRows.ofMoments("2026-11-23 04:59:58.900000");
      t.app
          .connect()
          .run("UPDATE a SET v = NOW(6)", changed(1))
          .reads("SELECT v FROM a", near)
          .reads("SELECT v FROM a WHERE 1 = 1", far)
          .reads("SELECT v FROM b", near);
      ResultCounts counts = over(t);
      assertEquals(2, counts.same(), "the write itself, and what is near");
      assertEquals(2, counts.different());
    }
  }

  private static final String[] REPLICATED = {
    "timeout: 1s", "compare: {results: true, data: replicated}"
  };

  @Test
  void aReplicaMayLagBehind() {
    AtomicInteger runs = new AtomicInteger();
    try (TestTarget t = new TestTarget(REPLICATED)) {
      t.host().rows(sql -> FakeRows.of(runs.incrementAndGet() == 1 ? "old" : "new"));
      t.app.connect().reads("SELECT v FROM a", FakeRows.of("new"));
      t.settle();
      TestTarget.until(() -> t.snapshot().results().compared() > 0);
      assertEquals(1, over(t).same());
    }
  }

  @Test
  void whatAReplicaKeepsSayingIsDifferent() {
    try (TestTarget t = new TestTarget(REPLICATED)) {
      t.host().rows(sql -> FakeRows.of("old"));
      t.app.connect().reads("SELECT v FROM a", FakeRows.of("new"));
      t.settle();
      TestTarget.until(() -> t.snapshot().results().compared() > 0);
      assertEquals(1, over(t).different());
    }
  }

  @Test
  void whatWasWrittenMeanwhileIsNoFaultOfAReplica() {
    try (TestTarget t = new TestTarget(REPLICATED)) {
      t.host().rows(sql -> FakeRows.of("new"));
      t.app
          .connect()
          .reads("SELECT v FROM a", FakeRows.of("old"))
          .run("UPDATE a SET v = 'new'", changed(1));
      t.settle();
      TestTarget.until(() -> t.snapshot().results().incomparable() > 0);
      assertEquals(Map.of("overlap", 1L), over(t).reasons());
    }
  }

  @Test
  void dataOfTheTargetsOwnAreNotCompared() {
    try (TestTarget t = new TestTarget("compare: {results: true, data: own}")) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app.connect().reads("SELECT v FROM a", FakeRows.of("y"));
      assertEquals(Map.of("own_data", 1L), over(t).reasons());
    }
  }

  @Test
  void aLoneStatementMissesWhatItsSessionSet() {
    try (TestTarget t = new TestTarget("order: none")) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .reads("SELECT v FROM t", FakeRows.of("x"))
          .run("SET time_zone = '+01:00'", Outcome.ROWS)
          .reads("SELECT v FROM t", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(Map.of("unseeded", 1L), counts.reasons());
    }
  }

  @Test
  void whoFollowsSeesEveryPairAndMayExpectIt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    List<String> settled = new CopyOnWriteArrayList<>();
    try (TestTarget t = new TestTarget()) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.target.comparing(
          new Comparing() {
            @Override
            public ResultFinding judged(ComparedPair pair, ResultFinding finding) {
              seen.add(pair.execution().sql() + " " + pair.target().count());
              return finding.example() == null
                  ? finding
                  : ResultFinding.different(finding.example().asExpected("known"));
            }

            @Override
            public void settled(Execution e, ResultFinding finding) {
              settled.add(e.sql());
            }
          });
      t.app
          .connect()
          .reads("SELECT v FROM a", FakeRows.of("x"))
          .reads("SELECT v FROM b", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(1, counts.expected());
      assertEquals(List.of("SELECT v FROM a 1", "SELECT v FROM b 1"), new ArrayList<>(seen));
      assertEquals(List.of("SELECT v FROM a", "SELECT v FROM b"), new ArrayList<>(settled));
    }
  }

  private static Outcome warned(int warnings) {
    return Outcome.success(false, 1, Outcome.NO_KEY, warnings);
  }

  @Test
  void theTargetIsAskedWhichWarningsItRaisedWhereTheirNumberDiffers() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("INSERT") ? changed(1) : FakeHost.ROWS);
      t.host().warnings(sql -> sql.contains("'long'") ? List.of(1265, 1292, 1265) : List.of());
      t.app
          .connect()
          .run("INSERT INTO a VALUES ('long')", warned(0))
          .run("INSERT INTO a VALUES ('long')", warned(0))
          .run("INSERT INTO b VALUES ('long')", warned(3))
          .run("INSERT INTO t VALUES ('short')", warned(2));
      ResultCounts counts = over(t);
      assertEquals(4, counts.same());
      assertEquals(1, counts.sameWarnings());
      assertEquals(3, counts.differentWarnings());
      assertEquals(1, counts.warningCodes().listed());
      assertEquals(Map.of("01000/1265", 2L, "22007/1292", 1L), counts.warningCodes().target());
      assertEquals(Map.of(), counts.warningCodes().source());
      assertEquals(1, t.host().log().stream().filter(l -> l.contains("SHOW WARNINGS")).count());
    }
  }

  /** A statement of the agent's own would change what ROW_COUNT() says. */
  @Test
  void nobodyIsAskedForWarningsWhereSessionsAskBack() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("INSERT") ? changed(1) : FakeHost.ROWS);
      t.host().warnings(sql -> sql.contains("INSERT") ? List.of(1265) : List.of());
      t.app.connect().reads("SELECT ROW_COUNT()", FakeRows.of("1"));
      t.app.connect().run("INSERT INTO a VALUES ('long')", warned(0));
      ResultCounts counts = over(t);
      assertEquals(1, counts.differentWarnings());
      assertEquals(0, counts.warningCodes().listed());
    }
  }

  @Test
  void whatTheApplicationListsItselfIsComparedByCode() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("INSERT") ? changed(1) : FakeHost.ROWS);
      t.host().warnings(sql -> sql.contains("INSERT") ? List.of(1265) : List.of());
      t.host().rows(sql -> sql.equals("SHOW WARNINGS") ? FakeRows.ofWarnings("1265") : null);
      t.app
          .connect()
          .run("INSERT INTO a VALUES (1)", warned(1))
          .reads("SHOW WARNINGS", FakeRows.ofWarnings("1265"))
          .run("INSERT INTO a VALUES (1)", warned(1))
          .reads("SHOW WARNINGS", FakeRows.ofWarnings("1264"))
          .run("INSERT INTO b VALUES (1)", warned(0))
          .reads("SELECT v FROM t", FakeRows.of("x"))
          .reads("SHOW WARNINGS", FakeRows.ofWarnings("1292"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.warningCodes().same());
      assertEquals(1, counts.warningCodes().different());
      assertEquals(Map.of("01000/1265", 1L, "22003/1264", 1L), counts.warningCodes().source());
    }
  }

  @Test
  void aCallOfAProcedureThatOnlyReadsIsCompared() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app.connect().reads("CALL look()", FakeRows.of("x")).reads("CALL look()", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(Map.of(), counts.reasons());
      assertEquals(Map.of("rows", 1L), counts.kinds());
    }
  }

  @Test
  void whatAProcedureThatHidesItsBodyAnswersProvesNothing() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().rows(sql -> FakeRows.of("x"));
      t.app
          .connect()
          .reads("CALL hides()", FakeRows.of("x"))
          .reads("CALL hides()", FakeRows.of("y"));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(Map.of("non_deterministic", 1L), counts.reasons());
    }
  }

  private static CallTold call(FakeRows out, FakeRows... results) {
    return new CallTold(CallResults.of(List.of(results), out));
  }

  /** All that a call returned. */
  private record CallTold(ResultRows rows) implements HeldRows {
    @Override
    public long bytes() {
      return rows.bytes();
    }
  }

  @Test
  void whatACallSetsIsCompared() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("CALL") ? changed(0) : FakeHost.ROWS);
      t.host().rows(sql -> call(FakeRows.of("x")).rows());
      t.app
          .connect()
          .sets("CALL look()", call(FakeRows.of("x")))
          .sets("CALL look()", call(FakeRows.of("y")))
          .run("CALL look()", changed(0));
      ResultCounts counts = over(t);
      assertEquals(1, counts.same());
      assertEquals(Map.of("rows", 1L), counts.kinds());
      assertEquals(Map.of(), counts.reasons());
    }
  }

  @Test
  void whatACallOfAHiddenBodySetsProvesNothing() {
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().reply(sql -> sql.startsWith("CALL") ? changed(0) : FakeHost.ROWS);
      t.host().rows(sql -> call(FakeRows.of("x")).rows());
      t.app.connect().sets("CALL hides()", call(FakeRows.of("y")));
      assertEquals(Map.of("non_deterministic", 1L), over(t).reasons());
    }
  }

  @Test
  void furtherResultsOfACallAreCompared() {
    FakeRows x = FakeRows.of("x");
    try (TestTarget t = new TestTarget(APPLY)) {
      t.host().rows(sql -> call(null, x, x).rows());
      t.app
          .connect()
          .reads("CALL look()", call(null, x, x))
          .reads("CALL look()", call(null, x, FakeRows.of("y")))
          .reads("CALL look()", x)
          .reads("SELECT v FROM t", call(null, x, FakeRows.of("y")));
      ResultCounts counts = over(t);
      assertEquals(2, counts.same());
      assertEquals(Map.of("rows", 1L, "columns", 1L), counts.kinds());
    }
  }
}
