package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target of several nodes: who gets what, and what becomes of it as nodes go and come. */
class TopologyIT {
  private static final String SCHEMA = "topology";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer a = EmbeddedServer.mariadb();
  private final EmbeddedServer b = EmbeddedServer.mariadb();
  private final EmbeddedServer c = EmbeddedServer.mariadb();

  @TempDir Path directory;

  @BeforeEach
  void tables() {
    for (EmbeddedServer server : List.of(source, a, b, c)) {
      server.execute(
          "DROP DATABASE IF EXISTS " + SCHEMA,
          "CREATE DATABASE " + SCHEMA,
          "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY AUTO_INCREMENT, n INT)",
          "INSERT INTO " + SCHEMA + ".t (n) VALUES (1), (2), (3)");
    }
  }

  @AfterEach
  void gone() {
    a.close();
    b.close();
    c.close();
  }

  private static String host(EmbeddedServer server, int weight, String role) {
    return "{address: \"" + server.address() + "\", weight: " + weight + ", role: " + role + "}";
  }

  private Config config(String hosts) {
    return Config.in(directory)
        .target("group", a, "writes: apply", "queue: {statements: 200000}")
        .hosts(hosts)
        .rule("all", "mirror: [group]")
        .line("shutdown: {drain: 30s}");
  }

  private Shell start(Config config) {
    Shell shell = Shell.start(Shell.app(Driver.MARIADB, source, SCHEMA, "").agent(config.write()));
    shell.done("sql SELECT 0");
    return shell;
  }

  private static void awaitReport(Shell shell, Config config, Predicate<Report> reached) {
    Await.until(
        PATIENCE,
        () ->
            Files.exists(config.reports().resolve("report.json"))
                && reached.test(config.report().balanced()),
        () -> config.report() + shell.err());
  }

  private static String state(Report report, EmbeddedServer node) {
    return report.node("targets.group.hosts").path(node.address()).path("state").asText();
  }

  /** All three known to be up, so that each has its turns from the first statement on. */
  private static void awaitUp(Shell shell, Config config, EmbeddedServer... nodes) {
    awaitReport(
        shell,
        config,
        r -> {
          boolean up = r.pending() == 0;
          for (EmbeddedServer node : nodes) {
            up &= state(r, node).equals("up");
          }
          return up;
        });
  }

  private static long ran(EmbeddedServer node) {
    return Copies.texts(node.generalLog().since(0)).size();
  }

  private static long counted(Report report, EmbeddedServer node) {
    return report.node("targets.group.hosts").path(node.address()).path("executed").asLong()
        + report.node("targets.group.hosts").path(node.address()).path("failed").asLong();
  }

  private static long writes(EmbeddedServer node) {
    return Copies.texts(node.generalLog().since(0)).stream()
        .filter(t -> t.startsWith("INSERT"))
        .count();
  }

  private static long reads(EmbeddedServer node) {
    return Copies.texts(node.generalLog().since(0)).stream()
        .filter(t -> t.startsWith("SELECT n"))
        .count();
  }

  private void equalToTheLogs(Report report, App.Finished app) {
    assertAll(
        app.err() + report.brief(),
        () -> assertEquals(ran(a), counted(report, a)),
        () -> assertEquals(ran(b), counted(report, b)),
        () -> assertEquals(ran(c), counted(report, c)),
        () ->
            assertEquals(
                report.ledger("group", "executed") + report.ledger("group", "failed"),
                counted(report, a) + counted(report, b) + counted(report, c)));
  }

  @Test
  void readsAreSpreadByWeightAndTheRestStaysOnTheWriter() {
    Config config =
        config(host(a, 1, "writer") + ", " + host(b, 3, "reader") + ", " + host(c, 0, "reader"));
    App.Finished app;
    try (Shell shell = start(config)) {
      awaitUp(shell, config, a, b, c);
      for (int i = 0; i < 100; i++) {
        shell.done("sql SELECT n FROM t", "sql SELECT n FROM t WHERE id = 1");
        shell.done("sql INSERT INTO t (n) VALUES (" + i + ")");
      }
      shell.done("autocommit off", "sql SELECT n FROM t", "sql DELETE FROM t", "rollback");
      shell.done("autocommit on", "sql SELECT n FROM t FOR UPDATE", "sql SELECT LAST_INSERT_ID()");
      app = shell.exit();
    }
    Report report = config.report().balanced();
    equalToTheLogs(report, app);
    assertAll(
        () -> assertEquals(100, writes(a)),
        () -> assertEquals(0, writes(b) + writes(c) + ran(c)),
        // Of 200 reads outside of transactions 50, beside those that only a writer takes.
        () -> assertEquals(150, reads(b), 5),
        () -> assertEquals(50 + 2, reads(a), 5),
        () -> assertEquals(0, report.dropped("group")));
  }

  @Test
  void sessionsAreSpreadByWeightAndMoveAsNodesGoAndCome() {
    Config config =
        config(host(a, 3, "writer") + ", " + host(b, 1, "writer") + ", " + host(c, 0, "writer"));
    App.Finished app;
    try (Shell shell = start(config)) {
      awaitUp(shell, config, a, b);
      for (int i = 0; i < 16; i++) {
        shell.done("on s" + i, "sql INSERT INTO t (n) VALUES (" + i + ")");
      }
      config.settle(shell);
      assertEquals(12, writes(a), 1);
      assertEquals(4, writes(b), 1);

      // The heavy one dies in the middle of a transaction of each.
      for (int i = 0; i < 16; i++) {
        shell.done("on s" + i, "autocommit off", "sql INSERT INTO t (n) VALUES (" + i + ")");
      }
      config.settle(shell);
      a.kill();
      for (int i = 0; i < 16; i++) {
        shell.done("on s" + i, "sql INSERT INTO t (n) VALUES (" + i + ")", "commit");
      }
      awaitReport(shell, config, r -> r.pending() == 0 && !state(r, a).equals("up"));
      long before = writes(b);
      for (int i = 0; i < 16; i++) {
        shell.done("on s" + i, "sql INSERT INTO t (n) VALUES (" + i + ")", "commit");
      }
      config.settle(shell);
      assertEquals(before + 16, writes(b));

      a.restart();
      awaitReport(shell, config, r -> state(r, a).equals("up"));
      long again = writes(a);
      for (int i = 0; i < 16; i++) {
        shell.done("on s" + i, "sql INSERT INTO t (n) VALUES (" + i + ")", "commit");
      }
      config.settle(shell);
      assertEquals(again + 12, writes(a), 1);
      app = shell.exit();
    }
    Report report = config.report().balanced();
    assertAll(
        app.err() + report.brief(),
        () -> assertEquals(0, ran(c)),
        () -> assertEquals(0, counted(report, c)),
        () -> assertEquals("up", state(report, c)),
        () -> assertEquals(ran(b), counted(report, b)),
        // What ran on the dead node's open transactions is counted, and told to be undone.
        () -> assertEquals(12, report.number("targets.group.fidelity.rolled_back"), 1),
        () -> assertEquals(12, report.ledger("group", "failed"), 1),
        () -> assertTrue(report.node("targets.group.out_of_step").has(SCHEMA + ".t")));
  }

  @Test
  void withoutAWriterTheReadsGoOn() {
    Config config =
        config(host(a, 1, "writer") + ", " + host(b, 1, "reader") + ", " + host(c, 1, "reader"));
    App.Finished app;
    try (Shell shell = start(config)) {
      awaitUp(shell, config, a, b, c);
      shell.done("sql INSERT INTO t (n) VALUES (1)", "sql SELECT n FROM t");
      config.settle(shell);
      a.kill();
      Await.until(
          PATIENCE,
          () -> {
            shell.done("sql INSERT INTO t (n) VALUES (2)");
            return config.report().ledger("group", "dropped.unavailable") > 0;
          },
          () -> config.report() + shell.err());
      long before = reads(b) + reads(c);
      for (int i = 0; i < 20; i++) {
        shell.done("sql SELECT n FROM t");
      }
      config.settle(shell);
      assertEquals(before + 20, reads(b) + reads(c), () -> config.report() + shell.err());
      b.kill();
      Await.until(
          PATIENCE,
          () -> {
            shell.done("sql SELECT n FROM t");
            return !state(config.report(), b).equals("up");
          },
          () -> config.report() + shell.err());
      config.settle(shell);
      long rest = reads(c);
      for (int i = 0; i < 20; i++) {
        shell.done("sql SELECT n FROM t");
      }
      config.settle(shell);
      assertEquals(rest + 20, reads(c), () -> config.report() + shell.err());
      app = shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(0, writes(b) + writes(c), () -> app.err() + report);
  }
}
