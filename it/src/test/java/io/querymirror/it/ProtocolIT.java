package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How copies are sent, by the commands in the target's general log. */
class ProtocolIT {
  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, mysql(), mariadb())) {
      server.execute(
          "DROP DATABASE IF EXISTS proto",
          "CREATE DATABASE proto",
          "CREATE TABLE proto.t (id INT PRIMARY KEY, v VARCHAR(20))",
          "INSERT INTO proto.t VALUES (1, 'one'), (2, 'two'), (3, REPEAT('x', 20))");
    }
  }

  private static EmbeddedServer mysql() {
    return Servers.target(ServerKind.MYSQL8);
  }

  private static EmbeddedServer mariadb() {
    return Servers.target(ServerKind.MARIADB);
  }

  /** Runs the commands; the target's entries that carry the copies' marker. */
  private List<LogEntry> copies(
      EmbeddedServer target,
      Driver driver,
      String properties,
      String protocol,
      String... commands) {
    Config config =
        Config.in(directory)
            .target("candidate", target, "protocol: " + protocol)
            .rule("all", "mirror: [candidate]");
    long mark = target.generalLog().mark();
    App app = Shell.app(driver, source, "proto", properties);
    try (Shell shell = Shell.start(app.agent(config.write())).quick()) {
      shell.done(commands);
      config.drained(commands.length, shell::err);
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(commands.length, report.ledger("candidate", "executed"), report::toString);
    assertEquals(protocol, report.text("targets.candidate.protocol"));
    return target.generalLog().since(mark).stream()
        .filter(e -> e.argument().startsWith(Logs.MARKER) && !e.argument().contains("USE "))
        .toList();
  }

  private static List<String> commands(List<LogEntry> log) {
    return log.stream().map(LogEntry::command).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTOR_J", "MARIADB"})
  void preparedOnTheServerOnceForAConnection(Driver driver) {
    List<LogEntry> log =
        copies(
            mysql(),
            driver,
            "useServerPrepStmts=true",
            "same",
            "prepared SELECT v FROM t WHERE id = ?|1",
            "prepared SELECT v FROM t WHERE id = ?|2",
            "prepared SELECT v FROM t WHERE id = ?|3",
            "sql SELECT v FROM t",
            "prepared SELECT v FROM t WHERE id = ?|1");
    assertEquals(
        List.of("Prepare", "Execute", "Execute", "Execute", "Query", "Execute"), commands(log));
    assertTrue(log.get(2).argument().endsWith("WHERE id = 2"), log::toString);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTOR_J", "MARIADB", "CONNECTOR_J_5", "MARIADB_2"})
  void whatTheDriverPreparesGoesAsText(Driver driver) {
    List<LogEntry> log =
        copies(
            mariadb(),
            driver,
            "",
            "same",
            "prepared SELECT v FROM t WHERE id = ?|1",
            "prepared SELECT v FROM t WHERE id = ?|2",
            "sql SELECT v FROM t");
    assertEquals(List.of("Query", "Query", "Query"), commands(log));
    assertTrue(log.get(1).argument().endsWith("WHERE id = 2"), log::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "useServerPrepStmts=true"})
  void cheapestRunsTheSameReadsInTheirOrder(String properties) {
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      commands.add(
          i % 3 == 0 ? "sql SELECT v, " + i + " FROM t" : "prepared SELECT id, ? FROM t|" + i);
    }
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      wanted.add(i % 3 == 0 ? "SELECT v, " + i + " FROM t" : "SELECT id, " + i + " FROM t");
    }
    for (EmbeddedServer target : List.of(mysql(), mariadb())) {
      List<LogEntry> log =
          copies(
              target, Driver.CONNECTOR_J, properties, "cheapest", commands.toArray(new String[0]));
      assertEquals(wanted, Copies.texts(log));
      assertEquals(
          properties.isEmpty() ? 0 : 1,
          log.stream().filter(e -> e.command().equals("Prepare")).count());
    }
  }

  @Test
  void aFailingReadOfSeveralIsTheOnlyOneThatFails() {
    mariadb().execute("DROP TABLE proto.t");
    mariadb().execute("CREATE TABLE proto.t (id INT PRIMARY KEY)");
    Config config =
        Config.in(directory)
            .target("candidate", mariadb(), "protocol: cheapest")
            .rule("all", "mirror: [candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "proto").agent(config.write())).quick()) {
      for (int i = 0; i < 50; i++) {
        shell.done("sql SELECT id FROM t", "sql SELECT v FROM t");
      }
      config.drained(100, shell::err);
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(50, report.ledger("candidate", "executed"), report::toString);
    assertEquals(50, report.ledger("candidate", "failed"), report::toString);
    assertEquals(50, report.number("targets.candidate.errors.new"));
  }
}
