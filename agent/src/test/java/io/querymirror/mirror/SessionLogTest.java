package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionLogTest {
  private final SessionLog log = new SessionLog();
  private final TestApp.Session session = new TestApp(e -> {}, log::note).connect();

  private List<String> settings() {
    return log.settings().stream().map(ControlText::of).toList();
  }

  private List<String> open() {
    return log.open().stream().map(ControlText::of).toList();
  }

  @Test
  void latestValueOfEachSettingInTheOrderGiven() {
    session.run("SET a = 1, b = 2", "SET b = 3", "SET names utf8mb4", "SET b = 4", "USE x");
    session.call(Type.SCHEMA, "y", 0, Outcome.ROWS);
    assertEquals(
        List.of("SET a = 1, b = 2", "SET names utf8mb4", "SET b = 4", "USE `y`"), settings());
  }

  @Test
  void valueThatHangsOnOthersKeepsWhatItHangsOn() {
    session.run("SET @a = 1", "SET @b = @a", "SET @a = 2");
    assertEquals(List.of("SET @a = 1", "SET @b = @a", "SET @a = 2"), settings());
    assertFalse(log.inexact());
    assertNull(log.signature());
    assertEquals(List.of("@b"), log.asked());
    log.carry(Map.of("@b", "SET @`b` = 1"));
    assertEquals(List.of("SET @a = 1", "SET @a = 2"), settings());
    assertEquals(List.of("SET @`b` = 1"), log.carried());
    session.run("SET @b = 3");
    assertEquals(List.of(), log.carried());
  }

  @Test
  void scopeWrittenWithAtsIsNoOtherVariable() {
    session.run("SET @@session.sql_mode = ''", "SET @@sql_mode = 'ANSI'", "SET @a = 1");
    assertEquals(List.of(), log.asked());
    assertEquals(List.of("SET @@sql_mode = 'ANSI'", "SET @a = 1"), settings());
  }

  @Test
  void isBounded() {
    for (int i = 0; i < 1000; i++) {
      session.run("SET @v" + i + " = " + i);
    }
    assertEquals(SessionLog.SETTINGS, settings().size());
    assertTrue(log.overflowed());
  }

  @Test
  void openTransactionWithItsSavepoints() {
    session.run("START TRANSACTION", "SAVEPOINT a");
    session.call(Type.SAVEPOINT, "b`c", 0, Outcome.ROWS);
    session.call(Type.ROLLBACK_TO, "b`c", 0, Outcome.ROWS);
    assertEquals(
        List.of(
            "START TRANSACTION", "SAVEPOINT a", "SAVEPOINT `b``c`", "ROLLBACK TO SAVEPOINT `b``c`"),
        open());
    session.run("COMMIT AND CHAIN");
    assertEquals(List.of("COMMIT AND CHAIN"), open());
    session.run("ROLLBACK");
    assertFalse(log.inTransaction());
  }

  @Test
  void settingOfTheNextTransactionAloneEndsWithIt() {
    session.run("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "BEGIN");
    assertTrue(settings().isEmpty());
    assertEquals(List.of("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", "BEGIN"), open());
    session.run("COMMIT");
    assertTrue(open().isEmpty());
  }

  @Test
  void copyIsIndependent() {
    session.run("SET a = 1");
    SessionLog copy = log.copy();
    session.run("SET a = 2", "BEGIN");
    assertEquals(List.of("SET a = 1"), copy.settings().stream().map(ControlText::of).toList());
    assertFalse(copy.inTransaction());
  }

  @Test
  void signatureLeavesOutWhatEveryStatementBringsAlong() {
    String plain = log.signature();
    session.autocommit(false).run("USE x");
    assertEquals(plain, log.signature());
    session.run("SET a = 1");
    assertNotEquals(plain, log.signature());
  }

  @Test
  void methodsBecomeTheirStatements() {
    session.call(Type.ISOLATION, null, java.sql.Connection.TRANSACTION_SERIALIZABLE, Outcome.ROWS);
    session.call(Type.READ_ONLY, null, 1, Outcome.ROWS);
    session.autocommit(false);
    assertEquals(
        List.of(
            "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            "SET SESSION TRANSACTION READ ONLY",
            "SET autocommit=0"),
        settings());
  }

  @Test
  void whatAFunctionAnsweredIsNotHadAgain() {
    session.run("SET @a = CONCAT('x', 'y')");
    assertFalse(log.inexact());
    session.run("SET @b = UUID()");
    assertTrue(log.inexact());
    assertNull(log.signature());
  }

  @Test
  void aSetThatSwitchesAutocommitAmongOthersKeepsTheOthers() {
    session.run("SET autocommit = 0, sql_mode = ''", "SET autocommit = 1");
    assertEquals(List.of("SET autocommit = 0, sql_mode = ''", "SET autocommit = 1"), settings());
    assertNotEquals("", log.signature());
  }

  @Test
  void whatTheAgentDidNotSeeMakesTheStateUnknown() {
    session.call(Type.AUTOCOMMIT, null, 1, Outcome.ROWS);
    assertFalse(log.unknown());
    session.call(Type.AUTOCOMMIT, SourceEvent.REJOINED, 1, Outcome.ROWS);
    assertTrue(log.unknown());
    assertTrue(log.copy().unknown());
  }
}
