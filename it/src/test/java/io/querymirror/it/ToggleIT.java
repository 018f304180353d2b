package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switching the mirror off and on, before the start and while the application runs. */
class ToggleIT {
  /** The contract says one second; the machine of a build may be busy with other things. */
  private static final Duration IN_FORCE = Duration.ofSeconds(20);

  private static final String PROPERTY = "querymirror.enabled";

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private long mark;
  private long sourceMark;
  private int number;

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS toggle",
          "CREATE DATABASE toggle",
          "CREATE TABLE toggle.t (v VARCHAR(20)) ENGINE=InnoDB");
    }
    mark = target.generalLog().mark();
    sourceMark = source.generalLog().mark();
  }

  private Config config() {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]");
  }

  private List<String> arrived() {
    return Copies.texts(target.generalLog().since(mark));
  }

  /** Runs reads until one arrives, or until one has not arrived: the switch is in force. */
  private void awaitMirroring(Shell shell, Config config, boolean on) {
    Await.until(
        IN_FORCE,
        () -> {
          long before = seen(config);
          String probe = "SELECT " + ++number + " AS probe";
          shell.done("sql " + probe);
          // The report of after the statement tells whether it was seen.
          String written = updated(config);
          Await.until(IN_FORCE, () -> !updated(config).equals(written), () -> "a new report");
          String again = updated(config);
          Await.until(IN_FORCE, () -> !updated(config).equals(again), () -> "a new report");
          return (seen(config) > before) == on;
        },
        () -> "mirroring " + on + "\n" + shell.err());
  }

  private static boolean reported(Config config) {
    return Files.exists(config.reports().resolve("report.json"));
  }

  private static long seen(Config config) {
    return reported(config) ? config.report().balanced().number("capture.seen") : 0;
  }

  private static String updated(Config config) {
    return reported(config) ? config.report().text("updated") : "";
  }

  @Test
  void offAtTheStartByProperty() {
    Config config = config();
    try (Shell shell =
        Shell.start(
            Shell.app(source, "toggle").agent(config.write()).option("-D" + PROPERTY + "=false"))) {
      shell.done("sql INSERT INTO t VALUES ('not mirrored')", "sql SELECT v FROM t");
      shell.exit();
    }
    assertEquals(List.of(), arrived());
    assertEquals(List.of(), Tables.of(target, "toggle").get("t"));
  }

  @Test
  void theFileIsOverruledByTheProperty() {
    Config config = config().line("enabled: false");
    Path yaml = config.write();
    try (Shell shell = Shell.start(Shell.app(source, "toggle").agent(yaml))) {
      shell.done("sql INSERT INTO t VALUES ('file')").exit();
    }
    try (Shell shell =
        Shell.start(Shell.app(source, "toggle").agent(yaml).option("-D" + PROPERTY + "=true"))) {
      shell.done("sql INSERT INTO t VALUES ('property')").exit();
    }
    assertEquals(List.of("INSERT INTO t VALUES ('property')"), arrived());
  }

  @Test
  void offAndOnWhileItRuns() {
    Config config = config().every("100ms");
    try (Shell shell = Shell.start(Shell.app(source, "toggle").agent(config.write()))) {
      shell.done("sql INSERT INTO t VALUES ('on')");
      awaitMirroring(shell, config, true);
      shell.done("property " + PROPERTY + " false");
      awaitMirroring(shell, config, false);
      assertFalse(config.report().node("enabled").asBoolean(), () -> config.report().toString());
      long seen = seen(config);
      shell.done("sql INSERT INTO t VALUES ('off')", "load 2 50");
      assertEquals(seen, seen(config));
      shell.done("property " + PROPERTY + " true");
      awaitMirroring(shell, config, true);
      shell.done("sql INSERT INTO t VALUES ('on again')");
      shell.exit();
    }
    Report report = config.report().balanced();
    assertTrue(report.node("enabled").asBoolean(), report::toString);
    assertEquals(List.of("on", "on again"), Tables.of(target, "toggle").get("t"));
    assertEquals(arrived().size(), report.ledger("candidate", "executed"), report::toString);
  }

  /** What is under way is the application's own before the switch; behind it it is counted. */
  @Test
  void aStatementInFlightIsCountedAsItBegan() throws SQLException {
    Config config = config().every("100ms");
    try (Shell shell =
            Shell.start(
                Shell.app(source, "toggle")
                    .agent(config.write())
                    .option("-D" + PROPERTY + "=false"));
        Connection lock = source.connect("toggle");
        Statement s = lock.createStatement()) {
      s.execute("LOCK TABLES t WRITE");
      inFlight(shell, "begun while off");
      shell.done("property " + PROPERTY + " true", "on other");
      awaitMirroring(shell, config, true);
      long seen = seen(config);
      s.execute("UNLOCK TABLES");
      shell.done("joined", "on main", "sql INSERT INTO t VALUES ('on')");
      Await.until(IN_FORCE, () -> seen(config) > seen, shell::err);
      assertEquals(seen + 1, seen(config), shell::err);

      s.execute("LOCK TABLES t WRITE");
      inFlight(shell, "begun while on");
      shell.done("property " + PROPERTY + " false", "on other");
      awaitMirroring(shell, config, false);
      long off = seen(config);
      s.execute("UNLOCK TABLES");
      shell.done("joined", "on main", "sql INSERT INTO t VALUES ('off')");
      Await.until(IN_FORCE, () -> seen(config) > off, shell::err);
      shell.exit();
    }
    Report report = config.report().balanced();
    List<String> copies = Tables.of(target, "toggle").get("t");
    assertTrue(copies.contains("on"), report::toString);
    assertFalse(copies.contains("begun while off") || copies.contains("off"), report::toString);
    assertEquals(arrived().size(), report.ledger("candidate", "executed"), report::toString);
    assertEquals(0, report.pending(), report::toString);
  }

  /** Returns once it waits in the source. */
  private void inFlight(Shell shell, String row) {
    shell.done("on main", "later INSERT INTO t VALUES ('" + row + "')");
    Await.until(
        IN_FORCE,
        () ->
            source.generalLog().since(sourceMark).stream()
                .anyMatch(entry -> entry.argument().contains(row)),
        shell::err);
  }

  @Test
  void offInATransactionRollsItBackAtTheTarget() {
    Config config = config().every("100ms");
    try (Shell shell = Shell.start(Shell.app(source, "toggle").agent(config.write()))) {
      shell.done(
          "sql INSERT INTO t VALUES ('before')",
          "autocommit off",
          "sql INSERT INTO t VALUES ('half')");
      Await.until(IN_FORCE, () -> arrived().size() == 2, () -> arrived() + shell.err());
      shell.done("property " + PROPERTY + " false", "on other");
      awaitMirroring(shell, config, false);
      shell.done("on main", "sql INSERT INTO t VALUES ('other half')", "commit", "autocommit on");
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(List.of("before"), Tables.of(target, "toggle").get("t"), report::toString);
    assertEquals(3, Tables.of(source, "toggle").get("t").size());
    assertEquals(1, report.number("targets.candidate.fidelity.rolled_back"), report::toString);
  }

  @Test
  void onInATransactionWaitsForItsEnd() {
    Config config = config().every("100ms");
    try (Shell shell =
        Shell.start(
            Shell.app(source, "toggle").agent(config.write()).option("-D" + PROPERTY + "=false"))) {
      shell.done(
          "autocommit off",
          "sql INSERT INTO t VALUES ('half')",
          "property " + PROPERTY + " true",
          "on other");
      awaitMirroring(shell, config, true);
      shell.done(
          "on main",
          "sql INSERT INTO t VALUES ('other half')",
          "commit",
          "sql INSERT INTO t VALUES ('whole')",
          "commit");
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(List.of("whole"), Tables.of(target, "toggle").get("t"), report::toString);
    assertEquals(1, report.ledger("candidate", "dropped.disabled"), report::toString);
  }
}
