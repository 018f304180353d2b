package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Targets on which nothing may stay: those that undo every write, and those that deny them. */
class RollbackIT {
  private static final String SCHEMA = "undone";
  private static final int SESSIONS = 4;

  @TempDir Path directory;

  private static List<String> tables(ServerKind kind) {
    List<String> sql = new ArrayList<>();
    sql.add("DROP DATABASE IF EXISTS " + SCHEMA);
    sql.add("CREATE DATABASE " + SCHEMA);
    for (int i = 0; i < SESSIONS; i++) {
      String table = SCHEMA + ".load_" + i;
      sql.add(
          "CREATE TABLE "
              + table
              + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, tag VARCHAR(30),"
              + " n INT NOT NULL DEFAULT 0)");
      sql.add("INSERT INTO " + table + " (tag, n) VALUES ('a', 1), ('b', 20), ('c', 90)");
    }
    String s = SCHEMA + ".";
    sql.add("CREATE TABLE " + s + "t (id INT PRIMARY KEY, n INT)");
    sql.add("INSERT INTO " + s + "t VALUES (1, 1), (2, 2)");
    sql.add("CREATE TABLE " + s + "plain (n INT) ENGINE=MyISAM");
    sql.add("CREATE TABLE " + s + "triggers (n INT)");
    sql.add(
        "CREATE TRIGGER "
            + s
            + "tr AFTER INSERT ON "
            + s
            + "triggers FOR EACH ROW INSERT INTO "
            + s
            + "plain VALUES (NEW.n)");
    sql.add("CREATE VIEW " + s + "v AS SELECT n FROM " + s + "plain");
    sql.add("CREATE PROCEDURE " + s + "p() BEGIN INSERT INTO t VALUES (50, 1); COMMIT; END");
    sql.add("CREATE PROCEDURE " + s + "p2() UPDATE t SET n = 7");
    sql.add(
        "CREATE FUNCTION "
            + s
            + "writes() RETURNS INT NOT DETERMINISTIC"
            + " BEGIN UPDATE t SET n = n + 1; RETURN 1; END");
    sql.add(
        "CREATE FUNCTION "
            + s
            + "keeps() RETURNS INT NOT DETERMINISTIC"
            + " BEGIN INSERT INTO plain VALUES (9); RETURN 1; END");
    if (kind == ServerKind.MARIADB) {
      sql.add("CREATE SEQUENCE " + s + "counter");
      sql.add("CREATE TABLE " + s + "counted (id BIGINT DEFAULT NEXTVAL(" + s + "counter), n INT)");
    }
    return sql;
  }

  private Shell start(ServerKind kind, EmbeddedServer source, Config config) {
    Driver driver = Driver.of(kind);
    return Shell.start(
        Shell.app(driver, source, SCHEMA, "allowMultiQueries=true").agent(config.write()));
  }

  private static Map<String, List<String>> state(ServerKind kind, EmbeddedServer target) {
    Map<String, List<String>> state = Tables.of(target, SCHEMA);
    if (kind == ServerKind.MARIADB) {
      state.putAll(Map.of("counter", column(target, "SELECT * FROM " + SCHEMA + ".counter")));
    }
    state.put("all", column(target, "SHOW TABLES FROM " + SCHEMA));
    return state;
  }

  private static List<String> column(EmbeddedServer server, String sql) {
    List<String> values = new ArrayList<>();
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return values;
  }

  /** Whether all that ran of a digest succeeded here as it did at the source. */
  private static String outcomeOf(Report report, String text) {
    for (JsonNode digest : report.node("targets.trial.digests")) {
      String compact = digest.path("text").asText().replace(" ", "");
      if (compact.contains(text.replace(" ", ""))) {
        return digest.path("errors").path("new").asLong() == 0 ? "same" : digest.toString();
      }
    }
    return "none";
  }

  private static void act(ServerKind kind, Shell shell) {
    // Whatever ends a transaction, and what would by the way.
    shell.done("sql UPDATE t SET n = 100", "sql INSERT INTO t VALUES (3, 3)");
    shell.done("sql BEGIN", "sql INSERT INTO t VALUES (4, 4)", "sql COMMIT");
    shell.done("sql BEGIN", "sql INSERT INTO t VALUES (5, 5)", "sql BEGIN", "sql DELETE FROM t");
    shell.done("sql COMMIT AND CHAIN", "sql INSERT INTO t VALUES (6, 6)", "sql COMMIT");
    shell.done("autocommit off", "sql INSERT INTO t VALUES (7, 7)", "commit");
    shell.done("sql INSERT INTO t VALUES (8, 8)", "savepoint x", "sql DELETE FROM t");
    shell.done("rollback-to x", "autocommit on");
    shell.done("sql SET autocommit=0", "sql INSERT INTO t VALUES (9, 9)", "sql SET autocommit=1");
    shell.done("sql INSERT INTO t VALUES (10, 1)", "sql SET @x = 5, autocommit = 1");
    shell.done("autocommit off", "sql INSERT INTO t VALUES (11, 1)");
    shell.done("sql CREATE TABLE made (n INT)", "sql INSERT INTO t VALUES (12, 1)");
    shell.done("sql TRUNCATE TABLE load_0", "autocommit on");
    shell.done("sql LOCK TABLES t WRITE", "sql INSERT INTO t VALUES (13, 1)", "sql UNLOCK TABLES");
    shell.done("sql INSERT INTO t VALUES (14, 1); COMMIT", "sql CALL p()", "call {call p2()}");
    shell.done("sql SET completion_type = 1", "sql BEGIN", "sql INSERT INTO t VALUES (15, 1)");
    shell.done("sql COMMIT", "sql SET completion_type = 0", "sql ROLLBACK");
    shell.done("sql SET SESSION TRANSACTION READ WRITE", "sql INSERT INTO t VALUES (16, 1)");
    shell.done("sql PREPARE x FROM 'DELETE FROM t WHERE id = 16'", "sql EXECUTE x");
    shell.done("prepared INSERT INTO t VALUES (?, ?)|17|1", "batch INSERT INTO t VALUES (?, 1)|18");
    // What no rollback would undo.
    shell.done("sql INSERT INTO plain VALUES (1)", "sql INSERT INTO triggers VALUES (1)");
    shell.done("sql INSERT INTO v VALUES (1)", "sql SELECT writes()", "sql SELECT keeps()");
    shell.done("sql UPDATE t SET n = keeps() WHERE id = 1", "sql DO writes()");
    if (kind == ServerKind.MARIADB) {
      shell.done("sql SELECT NEXTVAL(counter)", "sql INSERT INTO counted (n) VALUES (1)");
      shell.done("sql INSERT INTO t VALUES (NEXT VALUE FOR counter + 100, 1)");
    }
  }

  @ParameterizedTest
  @CsvSource({"MARIADB,session", "MYSQL8,session", "MARIADB,commit", "MYSQL8,commit"})
  void everythingRunsAndNothingStays(ServerKind kind, String order) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    for (String sql : tables(kind)) {
      source.execute(sql);
      target.execute(sql);
    }
    Map<String, List<String>> before = state(kind, target);
    Config config =
        Config.in(directory)
            .target("trial", target, "writes: rollback", "order: " + order)
            .rule("all", "mirror: [trial]")
            .line("shutdown: {drain: 30s}");
    long mark = target.generalLog().mark();
    App.Finished app;
    try (Shell shell = start(kind, source, config)) {
      shell.loaded("load " + SESSIONS + " 200");
      act(kind, shell);
      // A session's own tables and variables.
      shell.done("on other", "sql CREATE TEMPORARY TABLE mine (n INT)", "sql SET @v = 40");
      shell.done("sql INSERT INTO mine VALUES (@v), (@v + 1)", "autocommit off");
      shell.done("sql INSERT INTO mine VALUES (42)", "commit", "autocommit on");
      shell.done("sql SELECT IF((SELECT COUNT(*) FROM mine) = 3, 1, (SELECT 1 UNION SELECT @v))");
      shell.done("sql SELECT writes() /* still denied */");
      app = shell.exit();
    }
    Report report = config.report().balanced();
    List<LogEntry> log = target.generalLog().since(mark);
    assertAll(
        app.err() + report.brief(),
        () -> assertEquals(before, state(kind, target)),
        () -> assertEquals(0, report.ledger("trial", "pending")),
        () -> assertTrue(report.ledger("trial", "executed") > 700),
        () -> assertTrue(report.ledger("trial", "dropped.write_denied") > 10),
        () -> assertEquals(0, report.ledger("trial", "dropped.transaction")),
        () -> assertEquals(0, report.number("targets.trial.errors.environment")),
        () -> assertEquals(List.of(), committing(log)),
        () -> assertEquals("same", outcomeOf(report, "count ( * ) from mine"), report::toString),
        () -> assertTrue(app.err().contains(SCHEMA + ".plain"), app.err()));
  }

  private static List<LogEntry> committing(List<LogEntry> log) {
    return log.stream()
        .filter(LogEntry::runs)
        .filter(e -> e.argument().contains("querymirror"))
        .filter(
            e -> {
              String text = e.argument().toLowerCase(Locale.ROOT);
              return text.contains("*/ commit")
                  || text.contains("; commit")
                  || text.contains("autocommit=0")
                  || text.contains("call p")
                  || text.contains("create table");
            })
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void whereWritesAreDeniedNothingStaysEither(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    for (String sql : tables(kind)) {
      source.execute(sql);
      target.execute(sql);
    }
    Map<String, List<String>> before = state(kind, target);
    Config config =
        Config.in(directory)
            .target("reads", target)
            .target("alone", target, "order: none")
            .rule("all", "mirror: [reads, alone]")
            .line("shutdown: {drain: 30s}");
    App.Finished app;
    try (Shell shell = start(kind, source, config)) {
      act(kind, shell);
      shell.done("autocommit off", "sql SELECT writes()", "rollback", "autocommit on");
      shell.done("sql START TRANSACTION READ WRITE", "sql SELECT writes()", "sql COMMIT");
      app = shell.exit(Duration.ofSeconds(60)).ok();
    }
    Report report = config.report().balanced();
    assertAll(
        app.err() + report.brief(),
        () -> assertEquals(before, state(kind, target)),
        () -> assertTrue(report.ledger("reads", "dropped.write_denied") > 30),
        () -> assertTrue(report.ledger("alone", "dropped.write_denied") > 30),
        () -> assertEquals(0, report.ledger("reads", "pending")));
  }
}
