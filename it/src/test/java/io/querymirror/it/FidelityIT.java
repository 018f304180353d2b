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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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
      Comparison comparison = Comparison.of(source, target, SCHEMA);
      assertTrue(comparison.equal(), () -> app + "\n" + comparison);
      FidelityIT.whole(app);
      return Tables.of(target, SCHEMA).get(table).size();
    }
  }

  private Mirrored run(ServerKind kind, String name, int times, String properties) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(SCHEMA, source, target);
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply", "order: session")
            .rule("all", "mirror: twin");
    return new Mirrored(
        Mirror.run(app(source, properties).argument(name, times), config), source, target);
  }

  private static App app(EmbeddedServer source, String properties) {
    Driver driver = Driver.of(source.kind());
    return App.of(Cases.class)
        .library(driver.library())
        .argument(driver.url(source.address(), SCHEMA, properties), "app", EmbeddedServer.PASSWORD);
  }

  private static void emptied(String schema, EmbeddedServer... servers) {
    List<String> sql = new ArrayList<>();
    sql.add("DROP DATABASE IF EXISTS " + schema);
    sql.add("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    sql.add("USE " + schema);
    sql.add("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40)) ENGINE = InnoDB");
    sql.add("CREATE TABLE keyed (id INT PRIMARY KEY, v VARCHAR(40), n BIGINT) ENGINE = InnoDB");
    if (schema.contains("bound")) {
      sql.add("CREATE TABLE bound (id INT PRIMARY KEY, at DATETIME(6), t TIME(6), n INT)");
      sql.add(
          "CREATE PROCEDURE more(OUT before_it INT, INOUT n INT) BEGIN SET before_it = n;"
              + " SET n = n + 1; INSERT INTO bound (id, n) VALUES (n, n); END");
    }
    boolean families = schema.contains("children") || schema.contains("keys");
    for (int i = 0; i < (families ? 4 : 0); i++) {
      sql.add("CREATE TABLE parent_" + i + " LIKE t");
      sql.add(
          "CREATE TABLE child_"
              + i
              + " (id INT AUTO_INCREMENT PRIMARY KEY, parent INT, v VARCHAR(40)) ENGINE = InnoDB");
    }
    for (EmbeddedServer server : servers) {
      server.execute(sql.toArray(new String[0]));
    }
  }

  /** One of an application's cases, and how many rows it leaves in a table. */
  private record Case(String name, int times, String table, int rows) {
    String schema() {
      return SCHEMA + "_" + name.replace('-', '_');
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case("rolled-back", 1_000, "t", 0),
          new Case("every-second", 1_000, "t", 500),
          new Case("variables", 200, "keyed", 800),
          new Case("children", 200, "child_3", 400),
          // The keys of one counter, read back and used in rows of its own.
          new Case("keys", 250, "keyed", 1_000),
          new Case("children-of-all", 200, "child_0", 1_600),
          new Case("chain", 1_000, "keyed", 1),
          new Case("temporary", 50, "keyed", 400),
          new Case("emoji", 100, "keyed", 200),
          // Fractions of seconds, also shorter ones than servers keep, and parameters in and out.
          new Case("bound", 10, "bound", 30));

  /** One application does it all, each case in a schema of its own. */
  @ParameterizedTest
  @EnumSource
  void everyCaseLeavesEqualTables(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply", "order: session")
            .rule("all", "mirror: twin");
    App app = app(source, "");
    for (Case one : CASES) {
      emptied(one.schema(), source, target);
      app.argument(one.schema() + ":" + one.name(), one.times());
    }
    Mirror.Ended ended = Mirror.run(app, config);
    assertAll(CASES.stream().<Executable>map(one -> () -> equal(one, ended, source, target)));
    whole(ended);
    assertEquals(1_200, Tables.of(target, SCHEMA + "_keys").get("parent_0").size());
    String wanted = "\uD83D\uDE00 Größe 漢字 7";
    assertEquals(List.of("14, " + hex(wanted)), row(target, SCHEMA + "_emoji", 14));
  }

  private static void equal(
      Case one, Mirror.Ended ended, EmbeddedServer source, EmbeddedServer target) {
    Comparison comparison = Comparison.of(source, target, one.schema());
    assertTrue(comparison.equal(), () -> one + "\n" + ended + "\n" + comparison);
    assertEquals(one.rows(), Tables.of(target, one.schema()).get(one.table()).size(), one.name());
  }

  /** All of it arrived. */
  private static void whole(Mirror.Ended app) {
    Report report = app.report();
    assertAll(
        app.toString(),
        () -> assertEquals(app.number("statements"), report.number("capture.seen")),
        () -> assertEquals(app.number("statements"), report.ledger("twin", "executed")),
        () -> assertEquals(0, report.ledger("twin", "failed")),
        () -> assertEquals(0, report.dropped("twin")));
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

  private static String hex(String text) {
    return java.util.HexFormat.of()
        .withUpperCase()
        .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<String> row(EmbeddedServer server, String schema, int id) {
    server.execute(
        "USE " + schema, "CREATE TABLE hexed SELECT id, HEX(v) FROM keyed WHERE id = " + id);
    return Tables.of(server, schema).get("hexed");
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
    emptied(SCHEMA, source, target);
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
    emptied(SCHEMA, source, target);
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
