package io.querymirror.it;

import static io.querymirror.it.server.ServerKind.MARIADB;
import static io.querymirror.it.server.ServerKind.MYSQL8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.transcript.Transcript;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that calls all of JDBC observes the same with the agent and without, its database
 * is asked the same, and what it did arrives at the target.
 */
class TranscriptIT {
  private static final Pattern END = Pattern.compile("== end, executed (\\d+), perhaps (\\d+)");

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

  /** The newest drivers in every mode, the older ones in some; either JDK about equally often. */
  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    int n = 0;
    for (Driver driver : List.of(Driver.CONNECTOR_J, Driver.MARIADB)) {
      for (Mode mode : Mode.values()) {
        for (ServerKind server : ServerKind.values()) {
          cells.add(new Cell(driver, server, mode, n++ % 3 == 0 ? 25 : 17));
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

  private record Run(App.Finished app, List<LogEntry> log) {}

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void observesTheSame(Cell cell) {
    EmbeddedServer source = Servers.source(cell.server());
    EmbeddedServer target = Servers.target(cell.server());
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("all", "mirror: [candidate]");

    Run without = run(cell, source, target, app(cell, source));
    long mark = target.generalLog().mark();
    Run with = run(cell, source, target, app(cell, source).agent(config.write()));
    List<LogEntry> copies = Logs.copies(target.generalLog().since(mark));

    assertEquals(without.app().out(), with.app().out(), () -> with.app().err());
    assertEquals(without.app().err(), App.foreign(with.app().err()), () -> with.app().err());
    assertEquals(Logs.plain(without.log()), Logs.plain(with.log()));

    Report report = config.report().balanced();
    Matcher end = END.matcher(with.app().out());
    assertTrue(end.find(), "the transcript is cut");
    long executed = Long.parseLong(end.group(1));
    long perhaps = Long.parseLong(end.group(2));
    long seen = report.number("capture.seen");
    Map<String, List<String>> wanted = Tables.of(source, "transcript");
    Map<String, List<String>> found = Tables.of(target, "transcript");
    List<String> incomparable = new ArrayList<>();
    // Its rows come from streams, which nobody but the driver may read.
    incomparable.add("blobs");
    if (cell.driver().isMariadb() && cell.mode().bulk()) {
      // A server that gets a batch as one command leaves gaps in the keys that it makes.
      incomparable.addAll(List.of("item", "log"));
    }
    wanted.keySet().removeAll(incomparable);
    found.keySet().removeAll(incomparable);
    assertAll(
        with.app().err() + report,
        () -> assertTrue(seen >= executed, seen + " seen of " + executed),
        () -> assertTrue(seen <= executed + perhaps, seen + " seen of " + executed + "+" + perhaps),
        () -> assertEquals(0, report.number("capture.internal_errors")),
        () -> assertEquals(0, report.ledger("candidate", "pending")),
        () ->
            assertEquals(
                copies.size(),
                report.ledger("candidate", "executed") + report.ledger("candidate", "failed")),
        () -> assertEquals(wanted, found));
  }

  private static App app(Cell cell, EmbeddedServer source) {
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

  private static Run run(Cell cell, EmbeddedServer source, EmbeddedServer target, App app) {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS transcript", "CREATE DATABASE transcript");
    }
    long mark = source.generalLog().mark();
    App.Finished finished = app.run().ok();
    return new Run(finished, source.generalLog().since(mark));
  }
}
