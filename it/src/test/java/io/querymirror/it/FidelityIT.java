package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.fidelity.Cases;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import io.querymirror.it.server.SlowLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where a proxy that mirrors statements one by one was measured to leave another database: each of
 * these must leave an equal one.
 */
class FidelityIT {
  private static final String SCHEMA = "fidelity";

  @TempDir Path directory;

  /** What was run, and what came of it. */
  private record Mirrored(Mirror.Ended app, EmbeddedServer source, EmbeddedServer target) {
    /** All of it arrived, and the tables are equal; the number of rows of one of them. */
    long whole(String table) {
      Report report = app.report();
      Comparison comparison = Comparison.of(source, target, SCHEMA);
      assertAll(
          app + "\n" + comparison,
          () -> assertTrue(comparison.equal()),
          () -> assertEquals(app.number("statements"), report.number("capture.seen")),
          () -> assertEquals(app.number("statements"), report.ledger("twin", "executed")),
          () -> assertEquals(0, report.ledger("twin", "failed")),
          () -> assertEquals(0, report.dropped("twin")));
      return Tables.of(target, SCHEMA).get(table).size();
    }
  }

  private Mirrored run(ServerKind kind, String name, int times) {
    return run(kind, name, times, "");
  }

  private Mirrored run(ServerKind kind, String name, int times, String properties) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply", "order: session")
            .rule("all", "mirror: twin");
    return new Mirrored(
        Mirror.run(app(source, properties).argument(name, times), config), source, target);
  }

  private static App app(EmbeddedServer source, String properties) {
    Driver driver = source.kind() == ServerKind.MARIADB ? Driver.MARIADB : Driver.CONNECTOR_J;
    return App.of(Cases.class)
        .library(driver.library())
        .argument(driver.url(source.address(), SCHEMA, properties), "app", EmbeddedServer.PASSWORD);
  }

  private static void emptied(EmbeddedServer... servers) {
    for (EmbeddedServer server : servers) {
      server.execute(
          "DROP DATABASE IF EXISTS " + SCHEMA,
          "CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4",
          "USE " + SCHEMA,
          "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40)) ENGINE = InnoDB",
          "CREATE TABLE keyed (id INT PRIMARY KEY, v VARCHAR(40), n BIGINT) ENGINE = InnoDB");
      for (int i = 0; i < 4; i++) {
        server.execute(
            "CREATE TABLE fidelity.parent_" + i + " LIKE fidelity.t",
            "CREATE TABLE fidelity.child_"
                + i
                + " (id INT AUTO_INCREMENT PRIMARY KEY, parent INT, v VARCHAR(40)) ENGINE = InnoDB");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rolledBackTransactionsLeaveNothing(ServerKind kind) {
    assertEquals(0, run(kind, "rolled-back", 1_000).whole("t"));
  }

  @ParameterizedTest
  @EnumSource
  void everySecondTransactionIsRolledBack(ServerKind kind) {
    assertEquals(500, run(kind, "every-second", 1_000).whole("t"));
  }

  @ParameterizedTest
  @EnumSource
  void userVariables(ServerKind kind) {
    assertEquals(800, run(kind, "variables", 200).whole("keyed"));
  }

  @ParameterizedTest
  @EnumSource
  void childrenByLastInsertId(ServerKind kind) {
    assertEquals(400, run(kind, "children", 200).whole("child_3"));
  }

  /** The application reads the keys of one counter back, and uses them in rows of its own. */
  @ParameterizedTest
  @EnumSource
  void keysOfFourThreadsAtOnce(ServerKind kind) {
    Mirrored mirrored = run(kind, "keys", 250);
    assertEquals(1_000, mirrored.whole("keyed"));
    assertEquals(1_200, mirrored.whole("parent_0"));
  }

  @ParameterizedTest
  @EnumSource
  void childrenOfFourThreadsInOneTable(ServerKind kind) {
    assertEquals(1_600, run(kind, "children-of-all", 200).whole("child_0"));
  }

  @ParameterizedTest
  @EnumSource
  void aChainOfDependentUpdates(ServerKind kind) {
    assertEquals(1, run(kind, "chain", 1_000).whole("keyed"));
  }

  @ParameterizedTest
  @EnumSource
  void temporaryTables(ServerKind kind) {
    assertEquals(400, run(kind, "temporary", 50).whole("keyed"));
  }

  @ParameterizedTest
  @EnumSource
  void statementsThatTheServerPrepares(ServerKind kind) {
    long mark = Servers.target(kind).generalLog().mark();
    Mirrored mirrored = run(kind, "prepared", 300, "useServerPrepStmts=true&cachePrepStmts=true");
    assertEquals(4 * 240, mirrored.whole("keyed"));
    List<LogEntry> executed =
        Logs.copies(mirrored.target().generalLog().since(mark)).stream()
            .filter(e -> e.command().equals("Execute"))
            .toList();
    assertEquals(mirrored.app().number("statements"), executed.size(), mirrored.app()::toString);
  }

  @ParameterizedTest
  @EnumSource
  void severalStatementsInOneText(ServerKind kind) {
    assertEquals(3, run(kind, "several", 300, "allowMultiQueries=true").whole("keyed"));
  }

  @ParameterizedTest
  @EnumSource
  void emoji(ServerKind kind) {
    Mirrored mirrored = run(kind, "emoji", 100);
    assertEquals(200, mirrored.whole("keyed"));
    String wanted = "\uD83D\uDE00 Größe 漢字 7";
    assertEquals(List.of("14, " + hex(wanted)), row(mirrored.target(), 14));
  }

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .withUpperCase()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<String> row(EmbeddedServer server, int id) {
    server.execute(
        "DROP TABLE IF EXISTS fidelity.hexed",
        "CREATE TABLE fidelity.hexed SELECT id, HEX(v) FROM fidelity.keyed WHERE id = " + id);
    return Tables.of(server, SCHEMA).get("hexed");
  }

  /**
   * A target on the other side of the world: what it cannot take is counted, what it took stands
   * there, and it is as much as the report says.
   */
  @ParameterizedTest
  @CsvSource({"MYSQL8, 10", "MARIADB, 20"})
  void aSlowTargetLosesNothingUncounted(ServerKind kind, int millis) throws IOException {
    int each = LongRun.ON ? 12_500 : 750;
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    try (SlowLine line = new SlowLine(target.port(), millis)) {
      String queue = LongRun.ON ? "queue: {statements: 20000}" : "queue: {statements: 800}";
      Config config =
          Config.in(directory)
              .target("twin", line.address(), "writes: apply", "order: session", queue)
              .rule("all", "mirror: twin");
      Mirror.Ended app = Mirror.run(app(source, "").argument("inserts", each), config);
      Report report = app.report();
      List<String> arrived = Tables.of(target, SCHEMA).get("keyed");
      assertAll(
          app.toString(),
          () -> assertEquals(4L * each, report.number("capture.seen")),
          () -> assertEquals(0, report.ledger("twin", "failed")),
          () -> assertEquals(arrived.size(), report.ledger("twin", "executed")),
          () -> assertEquals(4L * each, report.ledger("twin", "executed") + report.dropped("twin")),
          () -> assertTrue(Tables.of(source, SCHEMA).get("keyed").containsAll(arrived), "made up"));
    }
  }

  /** With room for all of it nothing is lost. */
  @Test
  void aSlowTargetThatMayLagGetsAll() throws IOException {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    int each = LongRun.ON ? 12_500 : 500;
    try (SlowLine line = new SlowLine(target.port(), 10)) {
      Config config =
          Config.in(directory)
              .target(
                  "twin",
                  line.address(),
                  "writes: apply",
                  "order: session",
                  "queue: {statements: 100000, size: 128MB}")
              .rule("all", "mirror: twin");
      Mirror.Ended app = Mirror.run(app(source, "").argument("inserts", each), config);
      assertEquals(4L * each, new Mirrored(app, source, target).whole("keyed"));
    }
  }
}
