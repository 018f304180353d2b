package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that stop, die, are not there, and come back: the application cannot tell. */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** With a machine that is busy with other tests; the longest drain here takes 30 s. */
  private static final Duration EXIT = Duration.ofSeconds(15);

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private EmbeddedServer target;

  @TempDir Path directory;

  @BeforeEach
  void servers() {
    target = EmbeddedServer.start(ServerKind.MARIADB);
    source.execute("DROP DATABASE IF EXISTS outage", "CREATE DATABASE outage");
    target.execute("CREATE DATABASE outage");
  }

  @AfterEach
  void gone() {
    target.close();
  }

  private Config config(String drain) {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]")
        .line("shutdown: {drain: " + drain + "}");
  }

  private Shell start(Config config) {
    return Shell.start(Shell.app(source, "outage").agent(config.write()));
  }

  private static void awaitReport(Shell shell, Config config, Predicate<Report> reached) {
    Await.until(
        PATIENCE,
        () ->
            Files.exists(config.reports().resolve("report.json"))
                && reached.test(config.report().balanced()),
        () -> config.report() + shell.err());
  }

  /** Waits until the application has done so many statements more. */
  private static void goesOn(Shell shell, int statements) {
    long before = progress(shell);
    Await.until(
        PATIENCE, () -> progress(shell) > before + statements, () -> "no progress " + shell.err());
  }

  private static long progress(Shell shell) {
    return Long.parseLong(shell.ask("progress").replace("ok ", ""));
  }

  private static void accounted(Report report, long statements, App.Finished app) {
    assertAll(
        app.err() + report,
        () -> assertEquals(statements, report.number("capture.seen")),
        () -> assertEquals(0, report.ledger("candidate", "pending")),
        () ->
            assertEquals(
                report.ledger("candidate", "matched"),
                report.ledger("candidate", "executed")
                    + report.ledger("candidate", "failed")
                    + report.ledger("candidate", "not_repeated")
                    + report.dropped("candidate")),
        () -> assertTrue(report.dropped("candidate") > 0));
  }

  /** How an application ended. */
  private record Exit(App.Finished app, Duration took) {
    static Exit of(Shell shell) {
      long start = System.nanoTime();
      App.Finished app = shell.exit();
      return new Exit(app, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private static void endedSoon(Report report, long statements, Exit exit) {
    accounted(report, statements, exit.app());
    assertTrue(
        exit.took().compareTo(EXIT) < 0, () -> "exit took " + exit.took() + exit.app().err());
    assertBounded(exit.app().err());
  }

  @Test
  void stoppedInMidLoad() {
    Config config = config("2s");
    long statements;
    Exit exit;
    try (Shell shell = start(config)) {
      shell.done("start 4");
      awaitReport(shell, config, r -> r.ledger("candidate", "executed") > 200);
      target.pause();
      goesOn(shell, 1000);
      statements = shell.loaded("stop");
      exit = Exit.of(shell);
    }
    endedSoon(config.report().balanced(), statements, exit);
  }

  @Test
  void killedInMidLoad() {
    // So long a drain would show: nobody waits for a target that is down.
    Config config = config("30s");
    long statements;
    Exit exit;
    try (Shell shell = start(config)) {
      shell.done("start 4");
      awaitReport(shell, config, r -> r.ledger("candidate", "executed") > 200);
      target.kill();
      goesOn(shell, 1000);
      awaitReport(shell, config, r -> r.ledger("candidate", "dropped.unavailable") > 0);
      statements = shell.loaded("stop");
      exit = Exit.of(shell);
    }
    endedSoon(config.report().balanced(), statements, exit);
  }

  @Test
  void neverThere() {
    target.kill();
    Config config = config("30s");
    long statements;
    Exit exit;
    try (Shell shell = start(config)) {
      statements = shell.loaded("load 2 300");
      exit = Exit.of(shell);
    }
    Report report = config.report().balanced();
    endedSoon(report, statements, exit);
    assertEquals(0, report.ledger("candidate", "executed"));
  }

  @Test
  void hungFromTheStart() {
    target.pause();
    Config config = config("1s");
    long statements;
    Exit exit;
    try (Shell shell = start(config)) {
      statements = shell.loaded("load 2 300");
      exit = Exit.of(shell);
    }
    endedSoon(config.report().balanced(), statements, exit);
  }

  @Test
  void comesBack() {
    Config config =
        Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
    try (Shell shell = start(config)) {
      shell.done("sql SELECT 1");
      awaitReport(shell, config, r -> r.ledger("candidate", "executed") == 1);
      target.kill();
      Await.until(
          PATIENCE,
          () -> {
            shell.done("sql SELECT 2");
            return config.report().dropped("candidate") > 0;
          },
          () -> config.report().toString());
      target.restart();
      long mark = target.generalLog().mark();
      Await.until(
          PATIENCE,
          () -> {
            shell.done("sql SELECT 3");
            return Copies.texts(target.generalLog().since(mark)).contains("SELECT 3");
          },
          () -> config.report() + shell.err());
      awaitReport(
          shell,
          config,
          r ->
              r.node("targets.candidate.hosts")
                  .get(target.address())
                  .path("state")
                  .asText()
                  .equals("up"));
      assertBounded(shell.exit().err());
    }
    config.report().balanced();
  }

  @Test
  void stoppedAndGoesOn() {
    Config config = config("20s");
    App.Finished app;
    try (Shell shell = start(config)) {
      shell.done("sql CREATE TABLE t (id INT PRIMARY KEY)", "sql INSERT INTO t VALUES (1)");
      awaitReport(shell, config, r -> r.ledger("candidate", "executed") == 2);
      target.pause();
      for (int i = 2; i < 50; i++) {
        shell.done("sql INSERT INTO t VALUES (" + i + ")");
      }
      target.resume();
      app = shell.exit();
    }
    Report report = config.report().balanced();
    // A short stop within the queue's bounds loses nothing.
    assertEquals(0, report.dropped("candidate"), () -> app.err() + report);
    assertEquals(Tables.of(source, "outage"), Tables.of(target, "outage"));
  }

  @Test
  void aDeadTargetDoesNotStarveTheOther() {
    EmbeddedServer other = Servers.target(ServerKind.MARIADB);
    other.execute("DROP DATABASE IF EXISTS outage", "CREATE DATABASE outage");
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .target("other", other, "writes: apply")
            .rule("all", "mirror: [candidate, other]")
            .line("shutdown: {drain: 20s}");
    target.pause();
    long statements;
    App.Finished app;
    try (Shell shell = start(config)) {
      // One connection stays: without any there is nothing to tell the source from a target by.
      shell.done("sql SELECT 1");
      statements = 1 + shell.loaded("load 2 400");
      awaitReport(shell, config, r -> r.ledger("other", "pending") == 0);
      target.kill();
      app = shell.exit();
    }
    Report report = config.report().balanced();
    accounted(report, statements, app);
    assertEquals(
        statements,
        report.ledger("other", "executed") + report.ledger("other", "failed"),
        () -> app.err() + report);
    assertEquals(Tables.of(source, "outage"), Tables.of(other, "outage"));
  }

  @Test
  void aWrongPasswordIsSaidAndCounted() {
    Config config = config("5s").account("nobody");
    App.Finished app;
    try (Shell shell = start(config)) {
      shell.done("sql SELECT 1", "sql SELECT 2");
      awaitReport(shell, config, r -> r.ledger("candidate", "dropped.unavailable") == 2);
      app = shell.exit();
    }
    assertTrue(app.err().contains("nobody"), app.err());
    assertBounded(app.err());
  }

  /** Few lines, each the agent's, whatever happens. */
  private static void assertBounded(String err) {
    assertTrue(err.lines().count() < 30, err);
    assertTrue(err.lines().allMatch(line -> line.startsWith("[querymirror]")), err);
  }
}
