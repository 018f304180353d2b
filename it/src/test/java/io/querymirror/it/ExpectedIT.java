package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences that are expected. */
class ExpectedIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SOURCE = "noisy";
  private static final int ITEMS = 40;

  @TempDir Path directory;

  /** The view answers something of its own on each server: noise that no second run shows. */
  private static void filled(EmbeddedServer server, String schema) {
    server.execute(
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2),"
            + " weight DOUBLE, changed DATETIME)",
        "CREATE VIEW shown AS SELECT id, name, '" + schema + "' AS node FROM item");
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      rows.add("(" + i + ", 'item " + i + "', " + i + ".50, " + i + ".25, '2026-05-05 12:00:00')");
    }
    server.execute("INSERT INTO " + schema + ".item VALUES " + String.join(",", rows));
  }

  private EmbeddedServer source() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    filled(source, SOURCE);
    return source;
  }

  private EmbeddedServer targets(String... schemas) {
    EmbeddedServer server = Servers.target(ServerKind.MYSQL8);
    for (String schema : schemas) {
      filled(server, schema);
    }
    return server;
  }

  private static String schema(String name) {
    return "schemas: {" + SOURCE + ": " + name + "}";
  }

  private Report run(EmbeddedServer source, Config config, List<String> commands) {
    try (Shell shell = Shell.start(Shell.app(source, SOURCE).agent(config.write()))) {
      shell.done(commands.toArray(String[]::new));
      Await.until(
          PATIENCE,
          () ->
              Files.exists(config.reports().resolve("report.json"))
                  && config.report().number("capture.seen") >= commands.size()
                  && config.report().pending() == 0,
          shell::err);
      shell.exit();
      err = shell.err();
    }
    return config.report().balanced();
  }

  private String err = "";

  private static List<String> reads(String select) {
    List<String> commands = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      commands.add("prepared " + select + " WHERE id = ?|" + i);
    }
    return commands;
  }

  @Test
  void whatIsExpectedIsCountedSoAndAnExpiredRuleIsTold() {
    EmbeddedServer source = source();
    EmbeddedServer server = targets("noisy_next");
    server.execute(
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 1 SECOND) WHERE id < 11",
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 9 SECOND) WHERE id = 20",
        "UPDATE noisy_next.item SET name = 'other' WHERE id IN (30, 31)");
    Config config =
        Config.in(directory)
            .target(
                "candidate",
                server,
                schema("noisy_next"),
                "compare: {results: true, warnings: false, plans: off}")
            .rule("all", "mirror: candidate")
            .line("expected:")
            .line("- match: {table: item}")
            .line("  columns: [changed, nowhere]")
            .line("  tolerance: 1s")
            .line("  reason: clocks")
            .line(
                "- {columns: [name], reason: names, until: " + LocalDate.now().minusDays(2) + "}");
    Report report = run(source, config, reads("SELECT id, name, changed FROM item"));
    assertAll(
        report.toString(),
        () -> assertEquals(10, report.number("targets.candidate.results.expected")),
        () -> assertEquals(3, report.number("targets.candidate.results.different")),
        () -> assertEquals(27, report.number("targets.candidate.results.same")),
        () -> assertEquals("clocks", report.node("expected").at("/0/reason").asText()),
        () -> assertEquals(10, report.node("expected").at("/0/used").asLong()),
        () ->
            assertEquals(
                "[\"nowhere\"]", report.node("expected").at("/0/unknown_columns").toString()),
        () -> assertTrue(report.node("expected").at("/1/expired").asBoolean()),
        () -> assertEquals(2, report.node("expected").at("/1/late").asLong()),
        () -> assertTrue(err.contains("names"), err));
  }
}
