package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several sessions at once: what the targets ran is what the source ran, and what the report says.
 */
class LoadIT {
  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer mariadb = Servers.target(ServerKind.MARIADB);
  private final EmbeddedServer mysql = Servers.target(ServerKind.MYSQL8);

  @TempDir Path directory;

  @BeforeEach
  void emptySchemas() {
    for (EmbeddedServer server : List.of(source, mariadb, mysql)) {
      server.execute("DROP DATABASE IF EXISTS load_it", "CREATE DATABASE load_it");
    }
  }

  /** Reads report.json over and over while the application runs. */
  private final class Watcher extends Thread {
    private volatile boolean ended;
    private final Set<String> versions = new HashSet<>();
    private AssertionError trouble;
    private long last;

    @Override
    public void run() {
      while (!ended) {
        try {
          if (Files.exists(directory.resolve("report/report.json"))) {
            Report report = Report.in(directory.resolve("report")).balanced();
            versions.add(report.text("updated"));
            long seen = report.number("capture.seen");
            assertTrue(seen >= last, () -> "seen went back to " + seen);
            last = seen;
          }
          sleep(20);
        } catch (AssertionError e) {
          trouble = e;
          return;
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    int end() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (trouble != null) {
        throw trouble;
      }
      return versions.size();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTOR_J", "MARIADB"})
  void everyTargetRunsWhatTheSourceRanInTheOrderOfEachSession(Driver driver) {
    Config config =
        Config.in(directory)
            .target("one", mariadb, "writes: apply")
            .target("two", mysql, "writes: apply", "connections: 6")
            .rule("all", "mirror: [one, two]")
            .every("100ms");
    long atSource = source.generalLog().mark();
    long atMariadb = mariadb.generalLog().mark();
    long atMysql = mysql.generalLog().mark();
    Watcher watcher = new Watcher();
    App.Finished app;
    long statements;
    // A server that gets a batch as one command leaves gaps in its keys, and logs no binds.
    String properties = driver.isMariadb() ? "useBulkStmts=false" : "";
    try (Shell shell =
        Shell.start(Shell.app(driver, source, "load_it", properties).agent(config.write()))) {
      watcher.start();
      statements = shell.loaded("load 4 1500");
      app = shell.exit();
    }
    int versions = watcher.end();

    Report report = config.report().balanced();
    Map<Integer, List<String>> wanted = Tags.bySession(source.generalLog().since(atSource));
    List<LogEntry> one = mariadb.generalLog().since(atMariadb);
    List<LogEntry> two = mysql.generalLog().since(atMysql);
    assertAll(
        app.err() + report,
        () -> assertTrue(versions > 3, "only " + versions + " versions of the report"),
        () -> assertEquals(statements, report.number("capture.seen")),
        () -> assertEquals(statements, report.number("capture.matched")),
        () -> assertEquals(statements, report.node("rules").get(0).path("matched").asLong()),
        () -> ran("one", statements, report, one),
        () -> ran("two", statements, report, two),
        () -> assertEquals(wanted, Tags.bySession(one)),
        () -> assertEquals(wanted, Tags.bySession(two)),
        () -> assertEquals(Tables.of(source, "load_it"), Tables.of(mariadb, "load_it")),
        () -> assertEquals(Tables.of(source, "load_it"), Tables.of(mysql, "load_it")));
  }

  private static void ran(String target, long statements, Report report, List<LogEntry> log) {
    assertEquals(statements, report.ledger(target, "matched"));
    assertEquals(0, report.ledger(target, "pending"));
    assertEquals(0, report.dropped(target));
    assertEquals(statements, report.ledger(target, "executed") + report.ledger(target, "failed"));
    assertEquals(statements, Logs.copies(log).size());
  }

  @Test
  void withoutOrderEveryStatementRunsOnceAndAlone() {
    Config config =
        Config.in(directory)
            .target("one", mariadb, "writes: apply", "order: none", "connections: 3")
            .rule("reads", "match: {kind: read}, mirror: [one]");
    // The reads need the tables.
    mariadb.execute(
        "CREATE TABLE load_it.load_0 (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
            + " tag VARCHAR(30), n INT NOT NULL DEFAULT 0)");
    long atSource = source.generalLog().mark();
    long atTarget = mariadb.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "load_it").agent(config.write()))) {
      shell.loaded("load 1 600");
      shell.exit();
    }
    Report report = config.report().balanced();
    List<LogEntry> copies = Logs.copies(mariadb.generalLog().since(atTarget));
    Set<String> wanted = new TreeSet<>();
    source.generalLog().since(atSource).stream()
        .filter(e -> e.runs() && e.argument().startsWith("SELECT id"))
        .forEach(e -> wanted.add(e.argument()));
    Set<String> found = new TreeSet<>(Copies.texts(mariadb.generalLog().since(atTarget)));
    assertEquals(wanted, found);
    assertEquals(wanted.size(), copies.size());
    assertEquals(wanted.size(), report.ledger("one", "executed"));
    assertEquals(report.number("capture.seen"), wanted.size() + report.number("capture.unmatched"));
    // Session control is none of its business.
    assertEquals(
        List.of(),
        copies.stream()
            .filter(e -> e.argument().matches("(?i).*(BEGIN|COMMIT|ROLLBACK).*"))
            .toList());
  }
}
