package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.capture.Placed.Missing;
import io.querymirror.model.BatchEntries;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTrackerTest {
  private static final Outcome OK = Outcome.success(false, 1, Outcome.NO_KEY);

  private final SessionTracker tracker = new SessionTracker();
  private final SourceConnection connection =
      new SourceConnection(1, "connector-j", "shop", "db:3306", "shop", Map.of(), 7, -1);
  private final List<Execution> placed = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  private void place(SourceEvent event) {
    tracker.place(
        event,
        (e, m) -> {
          placed.add(e);
          missing.add(m);
        });
  }

  private Execution run(String sql) {
    return run(sql, OK);
  }

  private Execution run(String sql, Outcome outcome) {
    place(event(sql, outcome, 0, false));
    return last();
  }

  private SourceEvent event(String sql, Outcome outcome, int lost, boolean joined) {
    return SourceEvent.statement(
        connection,
        0,
        1,
        0,
        lost,
        joined,
        SourceEvent.Form.TEXT,
        new StatementText(sql),
        Binds.NONE,
        outcome,
        null,
        null,
        null);
  }

  private void call(Type type, String argument, int number) {
    call(type, argument, number, 0, false);
  }

  private void call(Type type, String argument, int number, int lost, boolean joined) {
    place(
        SourceEvent.control(
            type, connection, 0, 1, 0, lost, joined, Outcome.ROWS, argument, number));
  }

  private Execution last() {
    return placed.get(placed.size() - 1);
  }

  private Missing lastMissing() {
    return missing.get(missing.size() - 1);
  }

  @Test
  void autocommitStatementsAreInNoTransaction() {
    assertFalse(run("insert into t values (1)").inTransaction());
  }

  @Test
  void aTextualTransactionLastsFromBeginToCommit() {
    Execution begin = run("BEGIN");
    Execution insert = run("insert into t values (1)");
    Execution commit = run("COMMIT");
    assertTrue(begin.inTransaction());
    assertEquals(begin.transaction(), insert.transaction());
    assertEquals(insert.transaction(), commit.endedTransaction());
    assertTrue(commit.committed());
    assertFalse(run("select 1").inTransaction());
  }

  @Test
  void aHintThatTheServerIsNotToldReachesNoTarget() {
    SourceConnection hinting =
        new SourceConnection(
            2, "mariadb", "a", "db:3306", null, Map.of(), 8, -1, true, false, List.of());
    place(SourceEvent.control(Type.READ_ONLY, hinting, 0, 1, 0, 0, false, Outcome.ROWS, null, 1));
    assertEquals(List.of(), placed);
    call(Type.READ_ONLY, null, 1);
    assertEquals(ControlType.READ_ONLY, last().control());
  }

  @Test
  void aPreparedSetKeepsItsBinds() {
    Binds binds =
        new Binds(new BindKind[] {BindKind.INT}, new Object[] {7}, new Object[] {null}, null);
    place(
        SourceEvent.statement(
            connection,
            0,
            1,
            SourceEvent.Form.PREPARED,
            new StatementText("set @actor = ?"),
            binds,
            OK));
    assertEquals(ControlType.SET, last().control());
    assertEquals(7, last().binds().value(1));
  }

  @Test
  void autocommitOffBeginsWithTheFirstStatement() {
    call(Type.AUTOCOMMIT, null, 0);
    long first = run("insert into t values (1)").transaction();
    call(Type.COMMIT, null, 0);
    assertEquals(ControlType.COMMIT, last().control());
    assertEquals(first, last().endedTransaction());
    long second = run("insert into t values (2)").transaction();
    assertNotEquals(first, second);
    call(Type.AUTOCOMMIT, null, 1);
    assertEquals(ControlType.AUTOCOMMIT_ON, last().control());
    assertEquals(second, last().endedTransaction());
    assertTrue(last().committed());
  }

  @Test
  void setAutocommitToWhatItIsSaysNothing() {
    call(Type.AUTOCOMMIT, null, 1);
    assertEquals(0, placed.size());
  }

  @Test
  void definitionsEndTheTransactionBeforeThem() {
    run("START TRANSACTION");
    long transaction = run("insert into t values (1)").transaction();
    Execution create = run("create table u (id int)");
    Execution end = placed.get(placed.size() - 2);
    assertEquals(ControlType.COMMIT, end.control());
    assertFalse(end.isStatement());
    assertEquals(transaction, end.endedTransaction());
    assertFalse(create.inTransaction());
  }

  @Test
  void aDefinitionThatDidNotParseEndsNothing() {
    run("BEGIN");
    run("create tabel u", Outcome.error("42000", 1064, "syntax"));
    assertTrue(run("select 1").inTransaction());
  }

  @Test
  void aDeadlockEndsTheTransaction() {
    run("BEGIN");
    run("update t set a = 1", Outcome.error("40001", 1213, ""));
    assertEquals(ControlType.ROLLBACK, last().control());
    Execution victim = placed.get(placed.size() - 2);
    assertTrue(victim.inTransaction());
    assertEquals(victim.transaction(), last().endedTransaction());
    assertFalse(last().committed());
    assertFalse(run("select 1").inTransaction());
  }

  @Test
  void aLockWaitTimeoutDoesNot() {
    run("BEGIN");
    run("update t set a = 1", Outcome.error("HY000", 1205, ""));
    assertTrue(run("select 1").inTransaction());
  }

  @Test
  void closingRollsBack() {
    run("BEGIN");
    run("insert into t values (1)");
    call(Type.CLOSE, null, 0);
    assertEquals(ControlType.CLOSE, last().control());
    Execution end = placed.get(placed.size() - 2);
    assertEquals(ControlType.ROLLBACK, end.control());
    assertFalse(end.committed());
  }

  @Test
  void schemaFollowsUseAndMethods() {
    assertEquals("shop", run("select 1").schema());
    run("USE other");
    assertEquals("other", run("select 1").schema());
    call(Type.SCHEMA, "third", 0);
    assertEquals("third", run("select 1").schema());
    run("USE nope", Outcome.error("42000", 1049, "unknown"));
    assertEquals("third", run("select 1").schema());
  }

  @Test
  void joinedInMidTransactionMissesItsRest() {
    call(Type.AUTOCOMMIT, null, 0, 0, true);
    run("insert into t values (1)");
    assertEquals(Missing.DISABLED, lastMissing());
    call(Type.COMMIT, null, 0);
    run("insert into t values (2)");
    assertEquals(Missing.NONE, lastMissing());
  }

  @Test
  void whatCameAfterALossIsNotHalfOfATransaction() {
    run("BEGIN");
    long transaction = run("insert into t values (1)").transaction();
    call(Type.AUTOCOMMIT, null, 1, 3, true);
    Execution end = placed.get(2);
    assertEquals(ControlType.ROLLBACK, end.control());
    assertEquals(transaction, end.endedTransaction());
    run("insert into t values (3)");
    assertEquals(Missing.LOST, lastMissing());
    run("COMMIT");
    run("insert into t values (4)");
    assertEquals(Missing.NONE, lastMissing());
  }

  @Test
  void everyEntryOfABatchIsAStatement() {
    place(
        SourceEvent.batch(
            connection,
            0,
            1,
            0,
            0,
            false,
            SourceEvent.Form.TEXT,
            null,
            new BatchEntries(
                List.of("insert into t values (1)", "commit"), List.of(), List.of(OK, OK)),
            null,
            null));
    assertEquals(2, placed.size());
    assertEquals(ControlType.COMMIT, last().control());
  }

  @Test
  void aBindThatWasNeverSeenMakesTheStatementUnsupported() {
    StatementText text = new StatementText("insert into t values (?, ?)");
    Binds half =
        new Binds(new BindKind[] {BindKind.INT, null}, new Object[] {1, null}, new Object[0], null);
    place(SourceEvent.statement(connection, 0, 1, SourceEvent.Form.PREPARED, text, half, OK));
    assertEquals("bind not seen", last().unsupported());
    Binds whole =
        new Binds(
            new BindKind[] {BindKind.INT, BindKind.INT}, new Object[] {1, 2}, new Object[0], null);
    place(SourceEvent.statement(connection, 0, 1, SourceEvent.Form.PREPARED, text, whole, OK));
    assertNull(last().unsupported());
  }

  @Test
  void aTransactionThatEndedUnseenIsNotGoneOnWith() {
    run("BEGIN");
    long transaction = run("insert into t values (1)").transaction();
    call(Type.AUTOCOMMIT, SourceEvent.REJOINED, 1);
    assertEquals(ControlType.ROLLBACK, placed.get(placed.size() - 2).control());
    assertEquals(transaction, placed.get(placed.size() - 2).endedTransaction());
    assertEquals(ControlType.AUTOCOMMIT_ON, last().control());
    assertFalse(run("insert into t values (2)").inTransaction());
    assertEquals(Missing.NONE, lastMissing());
  }

  @Test
  void aCommitThatTheDriverRefusedByItselfEndsNothing() {
    run("BEGIN");
    place(
        SourceEvent.control(
            Type.COMMIT,
            connection,
            0,
            1,
            0,
            0,
            false,
            Outcome.error(null, 0, "Can't call commit when autocommit=true"),
            null,
            0));
    assertTrue(run("insert into t values (1)").inTransaction());
  }

  @Test
  void whatRunsInAGlobalTransactionIsNotRepeatedByItself() {
    run("XA START 'a'");
    assertEquals(Missing.NONE, lastMissing());
    run("insert into t values (1)");
    assertEquals(Missing.LOST, lastMissing());
    run("XA END 'a'");
    run("XA PREPARE 'a'");
    run("insert into t values (2)");
    assertEquals(Missing.NONE, lastMissing());
    assertFalse(last().inTransaction());
  }

  @Test
  void anErrorOfOursCutsTheTransaction() {
    run("BEGIN");
    SourceEvent broken = event("insert into t values (1)", OK, 0, false);
    place(broken);
    tracker.lost(
        broken,
        (e, m) -> {
          placed.add(e);
          missing.add(m);
        });
    assertEquals(ControlType.ROLLBACK, last().control());
    run("insert into t values (2)");
    assertEquals(Missing.LOST, lastMissing());
    run("COMMIT");
    run("insert into t values (3)");
    assertEquals(Missing.NONE, lastMissing());
  }

  @Test
  void aBatchRunsInItsStatementsSchema() {
    place(
        SourceEvent.batch(
            connection,
            0,
            1,
            0,
            0,
            false,
            SourceEvent.Form.TEXT,
            null,
            new BatchEntries(List.of("insert into t values (1)"), List.of(), List.of(OK)),
            null,
            "earlier"));
    assertEquals("earlier", last().schema());
    assertEquals("shop", run("select 1").schema());
  }

  private Execution prepared(String sql, Object bind) {
    BindKind kind = bind instanceof String ? BindKind.STRING : BindKind.INT;
    Binds binds = new Binds(new BindKind[] {kind}, new Object[] {bind}, new Object[] {null}, null);
    place(
        SourceEvent.statement(
            connection, 0, 1, SourceEvent.Form.PREPARED, new StatementText(sql), binds, OK));
    return last();
  }

  @Test
  void aBindSwitchesAutocommit() {
    assertEquals(ControlType.AUTOCOMMIT_OFF, prepared("SET autocommit = ?", 0).control());
    assertTrue(run("insert into t values (1)").inTransaction());
    Execution on = prepared("SET @@session.autocommit = ?", "ON");
    assertEquals(ControlType.AUTOCOMMIT_ON, on.control());
    assertTrue(on.endedTransaction() != 0);
    assertFalse(run("insert into t values (1)").inTransaction());
  }

  @Test
  void oneAssignmentAmongOthersSwitchesAutocommit() {
    Execution off = run("SET @a = 1, autocommit = 0, sql_mode = 'ANSI'");
    assertEquals(ControlType.AUTOCOMMIT_OFF, off.control());
    assertEquals("@a,autocommit,sql_mode", off.argument());
    assertTrue(run("insert into t values (1)").inTransaction());
  }

  @Test
  void aTextOfSeveralStatementsLeavesItsControlBehind() {
    Execution several = run("USE x; BEGIN; insert into t values (1)");
    assertTrue(several.inTransaction());
    Execution next = run("insert into t values (2)");
    assertEquals("x", next.schema());
    assertEquals(several.transaction(), next.transaction());
    Execution end = run("insert into t values (3); COMMIT; SET autocommit = 0");
    assertFalse(end.inTransaction());
    Execution before = placed.get(placed.size() - 2);
    assertEquals(ControlType.COMMIT, before.control());
    assertEquals(several.transaction(), before.endedTransaction());
    Execution open = run("insert into t values (4)");
    assertFalse(open.autocommit());
    assertTrue(open.inTransaction());
    Execution rolled = run("insert into t values (5); ROLLBACK");
    assertEquals(open.transaction(), placed.get(placed.size() - 2).transaction());
    assertEquals(ControlType.ROLLBACK, rolled.control());
    assertEquals(open.transaction(), rolled.endedTransaction());
    assertFalse(rolled.committed());
    assertFalse(run("BEGIN; insert into t values (6); COMMIT").inTransaction());
    assertTrue(run("COMMIT; insert into t values (7)").inTransaction());
  }

  @Test
  void theSessionsModeSaysWhatAQuoteIs() {
    assertEquals(1, run("select \"a\" from t").shape().tables().size());
    assertEquals("select ? from t", last().shape().digestText());
    run("SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
    assertEquals("select a from t", run("select \"a\" from t").shape().digestText());
    assertEquals("select ?, ?", run("select '\\', 'b'").shape().digestText());
    run("SET @old = @@sql_mode");
    prepared("SET sql_mode = ?", "STRICT_TRANS_TABLES");
    assertEquals("select ? from t", run("select \"a\" from t").shape().digestText());
    run("SET sql_mode = @old");
    assertEquals("select a from t", run("select \"a\" from t").shape().digestText());
    run("SET sql_mode = REPLACE(@@sql_mode, 'ANSI_QUOTES', '')");
    assertEquals("select ? from t", run("select \"a\" from t").shape().digestText());
    run("SET @a = 1, sql_mode = CONCAT(@@sql_mode, ',ANSI'), @b = 'x'");
    assertEquals("select a from t", run("select \"a\" from t").shape().digestText());
    run("SET sql_mode = DEFAULT");
    assertEquals("select ? from t", run("select \"a\" from t").shape().digestText());
  }

  @Test
  void theUrlSetsTheModeToo() {
    SourceConnection ansi =
        new SourceConnection(
            2,
            "connector-j",
            "shop",
            "db:3306",
            "shop",
            Map.of("sessionVariables", "time_zone='+00:00',sql_mode='ANSI_QUOTES'"),
            8,
            -1);
    place(
        SourceEvent.statement(
            ansi,
            0,
            1,
            SourceEvent.Form.TEXT,
            new StatementText("select \"a\" from t"),
            Binds.NONE,
            OK));
    assertEquals("select a from t", last().shape().digestText());
  }

  private List<Long> sent(SourceConnection by, long nanos) {
    List<String> texts = List.of("insert into t values (1)", "insert into t values (2)");
    placed.clear();
    place(
        SourceEvent.batch(
            by,
            1_000,
            1_000 + nanos,
            0,
            0,
            false,
            SourceEvent.Form.TEXT,
            null,
            new BatchEntries(texts, List.of(), List.of(OK, OK)),
            null,
            null));
    return List.of(placed.get(0).sentNanos(), placed.get(1).sentNanos());
  }

  @Test
  void theEntriesOfALongBatchWereSentOneAfterTheOther() {
    assertEquals(List.of(1_000L, 2_000_001_000L), sent(connection, 4_000_000_000L));
    assertEquals(List.of(1_000L, 1_000L), sent(connection, 1_000_000L));
    SourceConnection rewriting =
        new SourceConnection(
            2,
            "connector-j",
            "shop",
            "db:3306",
            "shop",
            Map.of("rewriteBatchedStatements", "true"),
            8,
            -1);
    assertEquals(List.of(1_000L, 1_000L), sent(rewriting, 4_000_000_000L));
    assertEquals(0, run("select 1").sentNanos());
  }
}
