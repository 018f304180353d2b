package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which statements arrive where: each target connects by an account of its own. */
class RulesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS rules",
          "CREATE DATABASE rules",
          "CREATE TABLE rules.t (id INT PRIMARY KEY, v VARCHAR(20))",
          "CREATE TABLE rules.audit_log (id INT PRIMARY KEY)",
          "CREATE USER IF NOT EXISTS 'a'@'%' IDENTIFIED BY 'secret'",
          "CREATE USER IF NOT EXISTS 'b'@'%' IDENTIFIED BY 'secret'",
          "GRANT ALL ON *.* TO 'a'@'%'",
          "GRANT ALL ON *.* TO 'b'@'%'");
    }
  }

  private Config config() {
    Config config = Config.in(directory);
    for (String name : List.of("a", "b")) {
      config.target(name, target, "writes: apply");
      config.account(name);
    }
    return config;
  }

  /** Runs the commands; returns what arrived at each target. */
  private static boolean ran(Report report, Map<String, List<String>> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            e ->
                report.ledger(e.getKey(), "executed") + report.ledger(e.getKey(), "failed")
                    >= e.getValue().size());
  }

  private Report run(Config config, Map<String, List<String>> wanted, String... commands) {
    return run(Driver.CONNECTOR_J, config, wanted, commands);
  }

  private Report run(
      Driver driver, Config config, Map<String, List<String>> wanted, String... commands) {
    long mark = target.generalLog().mark();
    App.Finished app;
    try (Shell shell = Shell.start(Shell.app(driver, source, "rules", "").agent(config.write()))) {
      for (String command : commands) {
        shell.ask(command);
      }
      // The connection stays meanwhile: without any there is nothing to tell a target from the
      // source by.
      Await.until(
          PATIENCE,
          () ->
              Files.exists(config.reports().resolve("report.json")) && ran(config.report(), wanted),
          shell::err);
      app = shell.exit();
    }
    Report report = config.report().balanced();
    Map<String, List<String>> found = Copies.textsByUser(target.generalLog().since(mark));
    assertEquals(new TreeMap<>(wanted), found, () -> app.err() + report);
    for (String name : List.of("a", "b")) {
      assertEquals(
          wanted.getOrDefault(name, List.of()).size(),
          report.ledger(name, "executed") + report.ledger(name, "failed"),
          report::toString);
    }
    return report;
  }

  private static long matched(Report report, int rule) {
    return report.node("rules").get(rule).path("matched").asLong();
  }

  @Test
  void theFirstRuleThatMatchesDecides() {
    Report report =
        run(
            config()
                .rule("no health checks", "match: {sql: '^SELECT 1$'}, skip: true")
                .rule("reads", "match: {kind: read}, mirror: [a]")
                .rule("writes", "match: {kind: write, not: {table: 'audit_*'}}, mirror: [b]"),
            Map.of(
                "a", List.of("SELECT 1 + 1", "SHOW TABLES"),
                "b", List.of("INSERT INTO t VALUES (1, 'x')", "DELETE FROM t WHERE id = 1")),
            "sql SELECT 1",
            "sql SELECT 1 + 1",
            "sql INSERT INTO t VALUES (1, 'x')",
            "sql INSERT INTO audit_log VALUES (1)",
            "sql SHOW TABLES",
            "sql SELECT 1",
            "sql DELETE FROM t WHERE id = 1");
    assertAll(
        () -> assertEquals(7, report.number("capture.seen")),
        () -> assertEquals(2, report.number("capture.skipped")),
        () -> assertEquals(1, report.number("capture.unmatched")),
        () -> assertEquals(4, report.number("capture.matched")),
        () -> assertEquals(2, matched(report, 0)),
        () -> assertEquals(2, matched(report, 1)),
        () -> assertEquals(2, matched(report, 2)));
  }

  @Test
  void aContinuingRuleLeavesTheRestToTheNext() {
    Report report =
        run(
            config()
                .rule("inserts", "match: {kind: insert}, mirror: [a], continue: true")
                .rule("all", "mirror: [a, b]"),
            Map.of(
                "a", List.of("INSERT INTO t VALUES (2, 'x')", "SELECT v FROM t"),
                "b", List.of("INSERT INTO t VALUES (2, 'x')", "SELECT v FROM t")),
            "sql INSERT INTO t VALUES (2, 'x')",
            "sql SELECT v FROM t");
    assertAll(
        () -> assertEquals(2, report.number("capture.matched")),
        () -> assertEquals(2, report.ledger("a", "matched")),
        () -> assertEquals(2, report.ledger("b", "matched")),
        () -> assertEquals(1, matched(report, 0)),
        () -> assertEquals(2, matched(report, 1)));
  }

  @Test
  void binds() {
    run(
        config()
            .rule("number", "match: {binds: {1: {equals: 7}}}, mirror: [a]")
            .rule("range", "match: {binds: {1: {greater_than: 10, less_than: 20}}}, mirror: [a]")
            .rule("no value", "match: {binds: {2: {equals: null}}}, mirror: [b]")
            .rule("text", "match: {binds: {any: {matches: '^eu-'}}}, mirror: [b]"),
        Map.of(
            "a",
            List.of(
                "SELECT v FROM t WHERE id = 7",
                "SELECT v FROM t WHERE id = 11",
                "INSERT INTO t VALUES (15, null)"),
            "b",
            List.of("INSERT INTO t VALUES (30, null)", "INSERT INTO t VALUES (31, 'eu-west')")),
        "prepared SELECT v FROM t WHERE id = ?|7",
        "prepared SELECT v FROM t WHERE id = ?|8",
        "prepared SELECT v FROM t WHERE id = ?|11",
        "prepared SELECT v FROM t WHERE id = ?|20",
        "prepared INSERT INTO t VALUES (?, ?)|15|null",
        "prepared INSERT INTO t VALUES (?, ?)|30|null",
        "prepared INSERT INTO t VALUES (?, ?)|31|eu-west",
        "prepared INSERT INTO t VALUES (?, ?)|32|us-east");
  }

  @ParameterizedTest
  @EnumSource
  void hostsUsersAndSchemas(Driver driver) {
    run(
        driver,
        config()
            .line("host_groups: {here: [\"127.0.0.1:" + source.port() + "\"], there: [\"10.*:*\"]}")
            .rule("there", "match: {host_group: there}, skip: true")
            .rule("nobody", "match: {user: nobody}, skip: true")
            .rule(
                "here",
                "match: {host_group: here, user: app, schema: RULES, sql: '\\bt\\b'}, mirror: [a]")
            .rule("host", "match: {host: '127.0.0.1:*', schema: mysql}, mirror: [b]"),
        Map.of("a", List.of("SELECT v FROM t"), "b", List.of("SELECT 5")),
        "sql SELECT v FROM t",
        "sql SELECT 4",
        "catalog mysql",
        "sql SELECT 5");
  }

  @Test
  void outcomesTransactionsAndTimes() {
    Report report =
        run(
            config()
                .rule("failed", "match: {outcome: error}, mirror: [a]")
                .rule("slow", "match: {slower_than: 300ms}, mirror: [a]")
                .rule(
                    "in a transaction", "match: {in_transaction: true, kind: select}, mirror: [b]"),
            Map.of(
                "a", List.of("SELECT * FROM nowhere", "SELECT SLEEP(0.4)"),
                "b", List.of("SELECT 3")),
            "sql SELECT 1",
            "sql SELECT * FROM nowhere",
            "sql SELECT SLEEP(0.4)",
            "autocommit off",
            "sql SELECT 3",
            "commit",
            "autocommit on",
            "sql SELECT 4");
    assertAll(
        () -> assertEquals(1, report.ledger("a", "failed")),
        () -> assertEquals(1, report.number("targets.a.errors.same")),
        () -> assertEquals(0, report.number("targets.a.errors.new")));
  }

  @Test
  void entriesOfABatchAreStatements() {
    Report report =
        run(
            config().rule("inserts", "match: {kind: insert}, mirror: [a]"),
            Map.of(
                "a",
                List.of(
                    "INSERT INTO t (id) VALUES (41)",
                    "INSERT INTO t (id) VALUES (42)",
                    "INSERT INTO t (id) VALUES (43)")),
            "batch INSERT INTO t (id) VALUES (?)|41|42|43",
            "batch DELETE FROM t WHERE id = ?|41|42");
    assertEquals(5, report.number("capture.seen"));
    assertEquals(2, report.number("capture.unmatched"));
  }

  @Test
  void whatIsNeverSentIsCounted() {
    Report report =
        run(
            config().rule("all", "mirror: [a]"),
            Map.of("a", List.of("SELECT 1")),
            "sql FLUSH TABLES",
            "sql SET GLOBAL max_connect_errors = 100",
            "sql CREATE USER IF NOT EXISTS nobody_here",
            "sql XA START 'x'",
            "sql XA END 'x'",
            "sql XA ROLLBACK 'x'",
            "sql KILL 999999",
            "sql SELECT 1");
    assertEquals(7, report.ledger("a", "dropped.unsupported"), report::toString);
  }
}
