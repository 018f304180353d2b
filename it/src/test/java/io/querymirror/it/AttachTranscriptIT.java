package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.TranscriptIT.Cell;
import io.querymirror.it.TranscriptIT.Mode;
import io.querymirror.it.TranscriptIT.Run;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application that calls all of JDBC does not notice that the agent comes while it does so, nor
 * that it leaves: beside {@link TranscriptIT}, where it is there from the start on.
 */
class AttachTranscriptIT {
  @TempDir Path directory;

  static Stream<Cell> cells() {
    return Stream.of(
            new Cell(Driver.CONNECTOR_J, ServerKind.MARIADB, Mode.PLAIN, 25),
            new Cell(Driver.MARIADB, ServerKind.MARIADB, Mode.SERVER_PREPARED, 17))
        .limit(LongRun.ON ? 2 : 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void observesTheSame(Cell cell) {
    EmbeddedServer source = Servers.source(cell.server());
    EmbeddedServer target = Servers.target(cell.server());
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("all", "mirror: [candidate]");
    Run without = TranscriptIT.run(cell, source, target, TranscriptIT.app(cell, source));
    Run with = attached(cell, source, target, config.write());

    TranscriptIT.same(
        "standard output",
        TranscriptIT.numbered(without.app().out()),
        TranscriptIT.numbered(with.app().out()));
    TranscriptIT.same("standard error", without.app().err(), foreign(with.app().err()));
    TranscriptIT.same("general log", TranscriptIT.log(cell, without), TranscriptIT.log(cell, with));
    Report report = config.report().balanced();
    assertTrue(report.number("capture.seen") > 0, report::brief);
    assertEquals(0, report.number("capture.internal_errors"), report::brief);
    assertEquals(0, report.pending(), report::brief);
  }

  private static Run attached(Cell cell, EmbeddedServer source, EmbeddedServer target, Path yaml) {
    TranscriptIT.fresh(source, target);
    long mark = source.generalLog().mark();
    try (App.Running running = TranscriptIT.app(cell, source).start()) {
      running.awaitOut("== statement keys");
      CommandLine.run("attach", running.pid(), yaml).ok();
      assertTrue(running.alive() && !running.out().contains("== end"), "it came too late");
      App.Finished finished = running.await(Duration.ofSeconds(120)).ok();
      return new Run(finished, source.generalLog().since(mark));
    }
  }

  /** Java 21 and newer say that an agent came. */
  private static String foreign(String err) {
    return App.foreign(err)
        .lines()
        .filter(line -> !line.startsWith("WARNING: "))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
