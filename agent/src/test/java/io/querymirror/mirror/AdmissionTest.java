package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.sql.Traits;
import io.querymirror.stats.DropReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private final List<Execution> seen = new ArrayList<>();
  private final TestApp.Session session =
      new TestApp(seen::add, e -> {}).takesControl().takes(sql -> true).connect();

  private Execution execution(String sql) {
    session.run(sql);
    return seen.get(seen.size() - 1);
  }

  private Verdict judge(Execution e, String... yaml) {
    return new Admission(TestTarget.settings(yaml), 1000).judge(e);
  }

  private Verdict judge(String sql, String... yaml) {
    return judge(execution(sql), yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "SET @a = 1",
        "BEGIN",
        "START TRANSACTION READ WRITE",
        "COMMIT",
        "USE x",
        "SET SESSION TRANSACTION READ ONLY",
      })
  void readsAndSessionControlEnterATargetThatDenies(String sql) {
    assertTrue(judge(sql).enters(), sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO a VALUES (1)",
        "UPDATE a SET b = 1",
        "DELETE FROM a",
        "REPLACE INTO a VALUES (1)",
        "CALL p()",
        "CREATE TABLE a (i INT)",
        "CREATE TEMPORARY TABLE a (i INT)",
        "SELECT * FROM a FOR UPDATE",
        "SELECT * FROM a LOCK IN SHARE MODE",
        "SELECT 1; DELETE FROM a",
        "LOAD DATA INFILE 'x' INTO TABLE a",
        "LOCK TABLES a WRITE",
        "PREPARE s FROM 'DELETE FROM a'",
        "EXECUTE s",
        "SET SESSION TRANSACTION READ WRITE",
        "SET transaction_read_only = 0",
        "SET @@session.tx_read_only = 0, autocommit = 1",
        "SET SESSION TRANSACTION READ WRITE; SELECT f()",
        "some new command",
      })
  void whatMayWriteIsDeniedWithoutCutting(String sql) {
    Verdict verdict = judge(sql);
    assertEquals(DropReason.WRITE_DENIED, verdict.reason(), sql);
    assertFalse(verdict.cuts());
    if (!sql.contains("READ WRITE") && !sql.contains("read_only")) {
      assertTrue(judge(sql, "writes: apply").enters(), sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL 1", "SET GLOBAL x = 1", "XA START 'a'", "FLUSH TABLES"})
  void someStatementsAreNeverSent(String sql) {
    assertEquals(DropReason.UNSUPPORTED, judge(sql, "writes: apply").reason(), sql);
  }

  @Test
  void textThatCannotBeTokenizedIsRefusedOnlyWhereSchemasAreMapped() {
    String broken = "SELECT 'open";
    assertTrue(judge(broken).enters());
    assertEquals("text that cannot be tokenized", judge(broken, "schemas: {a: b}").unsupported());
  }

  @Test
  void outcomesOfTheMomentAreNotRepeated() {
    for (int code : new int[] {0, 1205, 1213, 1317, 3024, 1969, 2006, 2013}) {
      session.run("SELECT 1", Outcome.error("HY000", code, "x"));
      assertTrue(judge(seen.get(seen.size() - 1)).notRepeated(), "code " + code);
    }
    session.run("SELECT 1", Outcome.error("42S02", 1146, "no such table"));
    assertTrue(judge(seen.get(seen.size() - 1)).enters());
    session.run("USE nowhere", Outcome.error("42000", 1049, "unknown database"));
    assertTrue(judge(seen.get(seen.size() - 1)).notRepeated());
  }

  @Test
  void bindsThatCannotBeReadGiveTheirReason() {
    session.unsupported("SELECT ?", "stream");
    assertEquals("stream", judge(seen.get(0)).unsupported());
    Binds binds =
        new Binds(
            new BindKind[] {BindKind.UNSUPPORTED}, new Object[] {"blob"}, new Object[0], null);
    session.send(Form.PREPARED, "SELECT ?", binds, Outcome.ROWS, null);
    assertEquals("blob", judge(seen.get(1)).unsupported());
  }

  @Test
  void sizeCountsTextAndBinds() {
    assertTrue(judge("SELECT '" + "x".repeat(900) + "'").enters());
    assertEquals(DropReason.TOO_LARGE, judge("SELECT '" + "x".repeat(1000) + "'").reason());
    session.prepared(Form.PREPARED, "SELECT ?", "x".repeat(1000));
    assertEquals(DropReason.TOO_LARGE, judge(seen.get(seen.size() - 1)).reason());
  }

  @Test
  void plainReadsAskNothingOfTheirSession() {
    assertTrue(Admission.plainRead(execution("SELECT a FROM t WHERE mail = 'x@y'")));
    assertTrue(Admission.plainRead(execution("SELECT @@version")));
    for (String sql :
        List.of(
            "SELECT @a",
            "SELECT LAST_INSERT_ID()",
            "SELECT GET_LOCK('a', 1)",
            "SELECT CONNECTION_ID()",
            "SELECT 1 FOR UPDATE",
            "SHOW WARNINGS",
            "INSERT INTO a VALUES (1)")) {
      assertFalse(Admission.plainRead(execution(sql)), sql);
    }
  }

  @Test
  void stateThatCannotBeSeededKeepsASessionWhereItIs() {
    for (String sql :
        List.of(
            "CREATE TEMPORARY TABLE a (i INT)",
            "SELECT GET_LOCK('a', 1)",
            "SELECT @a := 1",
            "SELECT 1 INTO @a",
            "CALL p(@a)",
            "PREPARE s FROM 'SELECT 1'",
            "SELECT LAST_INSERT_ID()",
            "SELECT 1; SET @a = 1")) {
      assertTrue(Traits.of(execution(sql).statementShape()).sticky(), sql);
    }
    for (String sql :
        List.of("SELECT 1", "SELECT @a", "INSERT INTO a VALUES (1)", "SELECT 1; SELECT 2")) {
      assertFalse(Traits.of(execution(sql).statementShape()).sticky(), sql);
    }
  }
}
