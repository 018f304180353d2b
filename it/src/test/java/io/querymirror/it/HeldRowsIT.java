package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Results are read where the driver holds them while the application reads them too: neither sees
 * anything but the truth. What this ran with is what {@code capture.VerifiedDrivers} lists.
 */
class HeldRowsIT {
  private static final Pattern TOLD =
      Pattern.compile(
          "application=(\\d+) application_wrong=0 agent=(\\d+) cells=\\d+ agent_wrong=0 gone=(\\d+)"
              + " errors=0 taken=0");

  private static final int SECONDS = LongRun.ON ? 60 : 1;

  record Cell(Driver driver, ServerKind server, boolean serverPrepared) {}

  static Stream<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    int n = 0;
    for (Driver driver : Driver.values()) {
      for (boolean serverPrepared : new boolean[] {false, true}) {
        for (ServerKind server : ServerKind.values()) {
          // Half of the cells are enough for every build: the servers differ in little here.
          if (LongRun.ON || n++ % 2 == driver.ordinal() % 2) {
            cells.add(new Cell(driver, server, serverPrepared));
          }
        }
      }
    }
    // To look at one: -Dquerymirror.it.cells=MARIADB_2.*true
    Pattern wanted = Pattern.compile(System.getProperty("querymirror.it.cells", ""));
    return cells.stream().filter(cell -> wanted.matcher(cell.toString()).find());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void nobodySeesAnythingButTheTruth(Cell cell) {
    EmbeddedServer server = Servers.source(cell.server());
    String schema = "held_rows";
    server.execute("CREATE DATABASE IF NOT EXISTS " + schema + " CHARACTER SET utf8mb4");
    String properties = cell.serverPrepared() ? "useServerPrepStmts=true" : "";
    App.Finished done =
        App.of(
                "io.querymirror.capture.HeldRowsStress",
                Libraries.classes("agent", "classes"),
                Libraries.classes("agent", "test-classes"),
                Libraries.classes("agent-bootstrap", "classes"))
            .library(cell.driver().library(), Libraries.SLF4J, Libraries.NO_LOG)
            // Races are found by optimized code.
            .option("-XX:TieredStopAtLevel=4")
            .argument(cell.driver().url(server.address(), schema, properties))
            .argument("app", EmbeddedServer.PASSWORD, SECONDS)
            .run(Duration.ofSeconds(60 + SECONDS));
    String last = done.out().strip().lines().reduce("", (a, b) -> b);
    System.err.println("[it] " + cell + ": " + last);
    Matcher told = TOLD.matcher(last);
    assertTrue(told.matches(), done.out() + done.err());
    long handed = Long.parseLong(told.group(2)) + Long.parseLong(told.group(3));
    assertTrue(handed > 10, last);
    if (cell.driver() != Driver.MARIADB_2) {
      // Version 2 alone empties a result that is closed.
      assertTrue(told.group(3).equals("0"), last);
    }
  }
}
