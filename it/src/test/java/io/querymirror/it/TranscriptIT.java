package io.querymirror.it;

import static io.querymirror.it.server.ServerKind.MARIADB;
import static io.querymirror.it.server.ServerKind.MYSQL8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.example.transcript.Transcript;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that calls all of JDBC observes the same with the agent and without, and its
 * database is asked the same; whatever it did is accounted for. What arrives at targets, statement
 * by statement, is held by {@link LoadIT}, {@link RulesIT} and {@link TransactionsIT}.
 */
class TranscriptIT {
  private static final Pattern END = Pattern.compile("== end, executed (\\d+), perhaps (\\d+)");

  /** Lines of a session that was set up by its driver and then not used. */
  private static final int SET_UP = 5;

  @TempDir Path directory;

  /** How the application uses its driver. */
  enum Mode {
    PLAIN("", "useBulkStmts=false"),
    MULTI("allowMultiQueries=true", "useBulkStmts=false&allowMultiQueries=true"),
    SERVER_PREPARED(
        "useServerPrepStmts=true&cachePrepStmts=true&allowMultiQueries=true",
        "useBulkStmts=false&useServerPrepStmts=true&cachePrepStmts=true"),
    REWRITE(
        "rewriteBatchedStatements=true&allowMultiQueries=true",
        "rewriteBatchedStatements=true&useBulkStmts=true&allowMultiQueries=true"),
    SERVER_REWRITE(
        "rewriteBatchedStatements=true&useServerPrepStmts=true&cachePrepStmts=true",
        "useServerPrepStmts=true&useBulkStmts=true&cachePrepStmts=false"),
    CURSOR("useCursorFetch=true&defaultFetchSize=2", "useBulkStmts=false&defaultFetchSize=2"),
    POOL(
        "cachePrepStmts=true&allowMultiQueries=true&useLocalSessionState=true",
        "useBulkStmts=false&cachePrepStmts=true&allowMultiQueries=true");

    private final String connectorJ;
    private final String mariadb;

    Mode(String connectorJ, String mariadb) {
      this.connectorJ = connectorJ;
      this.mariadb = mariadb;
    }

    boolean bulk() {
      return mariadb.contains("useBulkStmts=true");
    }

    String properties(Driver driver) {
      return driver.isMariadb() ? mariadb : connectorJ;
    }
  }

  record Cell(Driver driver, ServerKind server, Mode mode, int jdk) {}

  /**
   * The newest drivers in every mode, the older ones in some; either JDK about equally often. Each
   * mode meets each server, by one of the newest drivers, and the whole product by {@code -Plong}.
   */
  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    int n = 0;
    for (Driver driver : List.of(Driver.CONNECTOR_J, Driver.MARIADB)) {
      for (Mode mode : Mode.values()) {
        for (ServerKind server : ServerKind.values()) {
          boolean own = driver.isMariadb() == (server == MARIADB);
          if (LongRun.ON || own == (mode.ordinal() % 2 == 0)) {
            cells.add(new Cell(driver, server, mode, n++ % 3 == 0 ? 25 : 17));
          }
        }
      }
    }
    Mode[] some = {Mode.MULTI, Mode.SERVER_PREPARED, Mode.POOL, Mode.REWRITE};
    for (Driver driver : Driver.values()) {
      if (driver != Driver.CONNECTOR_J && driver != Driver.MARIADB) {
        cells.add(new Cell(driver, MYSQL8, some[n++ % 4], 17));
        cells.add(new Cell(driver, MARIADB, some[n++ % 4], 25));
      }
    }
    // To look at one: -Dquerymirror.it.cells=MARIADB_2.*POOL
    Pattern wanted = Pattern.compile(System.getProperty("querymirror.it.cells", ""));
    return cells.stream().filter(cell -> wanted.matcher(cell.toString()).find());
  }

  record Run(App.Finished app, List<LogEntry> log) {}

  static Stream<Cell> cellsOfMysql() {
    return cells().filter(cell -> cell.server() == MYSQL8);
  }

  static Stream<Cell> cellsOfMariadb() {
    return cells().filter(cell -> cell.server() == MARIADB);
  }

  // Most of the time is spent in waiting: the servers side by side, each with one cell at a time.

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("cellsOfMysql")
  @Execution(CONCURRENT)
  @ResourceLock("MySQL")
  void observesTheSameOverMysql(Cell cell) {
    observesTheSame(cell);
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("cellsOfMariadb")
  @Execution(CONCURRENT)
  @ResourceLock("MariaDB")
  void observesTheSameOverMariadb(Cell cell) {
    observesTheSame(cell);
  }

  private void observesTheSame(Cell cell) {
    EmbeddedServer source = Servers.source(cell.server());
    EmbeddedServer target = Servers.target(cell.server());
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("all", "mirror: [candidate]");

    Run without = run(cell, source, target, app(cell, source));
    Run with = run(cell, source, target, app(cell, source).agent(config.write()));

    same("standard output", numbered(without.app().out()), numbered(with.app().out()));
    same("standard error", without.app().err(), App.foreign(with.app().err()));
    same("general log", log(cell, without), log(cell, with));

    Report report = config.report().balanced();
    Matcher end = END.matcher(with.app().out());
    assertTrue(end.find(), "the transcript is cut");
    long executed = Long.parseLong(end.group(1));
    long seen = report.number("capture.seen");
    assertAll(
        with.app().err() + report,
        () -> assertTrue(seen >= executed, seen + " seen of " + executed),
        () -> assertEquals(0, report.number("capture.internal_errors")),
        () -> assertEquals(seen, report.ledger("candidate", "matched")),
        () -> assertEquals(0, report.ledger("candidate", "pending")));
  }

  /**
   * Without what no two runs have alike: the server's numbers of what it prepared, and how the
   * statement after a cancel ends, which the KILL QUERY may reach in its place.
   */
  static String numbered(String out) {
    return out.replaceAll("(ServerPreparedStatement)\\[\\d+\\]", "$1[#]")
        .replaceAll("(statement handler) \\(\\d+\\)", "$1 (#)")
        .replaceAll("(?s)(\\d+ cancelled: [^\n]*\n\\d+ goes on): .*?(?=\n(\\d+ |== ))", "$1");
  }

  /** A pool connects in a thread of its own, whenever it likes: what only connects is left out. */
  static String log(Cell cell, Run run) {
    String log = Logs.plain(run.log());
    if (cell.mode() != Mode.POOL) {
      return log;
    }
    return Pattern.compile("^session \\d+\n", Pattern.MULTILINE)
        .splitAsStream(log)
        .filter(session -> session.lines().count() > SET_UP)
        .collect(Collectors.joining("session\n"));
  }

  /** Transcripts have thousands of lines: shows the first that differs, and what is around it. */
  static void same(String what, String without, String with) {
    List<String> expected = without.lines().toList();
    List<String> found = with.lines().toList();
    int n = 0;
    while (n < expected.size() && n < found.size() && expected.get(n).equals(found.get(n))) {
      n++;
    }
    if (n < expected.size() || n < found.size()) {
      int from = Math.max(0, n - 3);
      assertEquals(
          expected.subList(from, Math.min(n + 3, expected.size())),
          found.subList(from, Math.min(n + 3, found.size())),
          what + ", line " + (n + 1));
    }
  }

  static App app(Cell cell, EmbeddedServer source) {
    App app =
        App.of(Transcript.class)
            .java(cell.jdk())
            .library(cell.driver().library())
            .argument(
                cell.driver()
                    .url(source.address(), "transcript", cell.mode().properties(cell.driver())),
                "app",
                EmbeddedServer.PASSWORD);
    if (cell.mode() == Mode.POOL) {
      // Whether the pool asks an idle connection if it lives would depend on the machine's load.
      app.libraries(Libraries.POOL)
          .option("-Dcom.zaxxer.hikari.aliveBypassWindowMs=3600000")
          .argument("pool");
    }
    return app;
  }

  static Run run(Cell cell, EmbeddedServer source, EmbeddedServer target, App app) {
    fresh(source, target);
    long mark = source.generalLog().mark();
    App.Finished finished = app.run().ok();
    return new Run(finished, source.generalLog().since(mark));
  }

  static void fresh(EmbeddedServer... servers) {
    for (EmbeddedServer server : servers) {
      server.execute("DROP DATABASE IF EXISTS transcript", "CREATE DATABASE transcript");
    }
  }
}
