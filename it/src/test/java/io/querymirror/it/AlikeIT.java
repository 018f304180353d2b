package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.contend.Tables;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A candidate that is like production in all things, beside a control, under sessions that fight
 * for rows: nothing is said against it, and after a while that it is the same. What {@code -Plong}
 * adds is time and seeds; it wants the machine for itself.
 */
class AlikeIT {
  private static final String SCHEMA = "alike";

  @TempDir Path directory;

  static Stream<Arguments> runs() {
    if (!LongRun.ON) {
      return Stream.of(Arguments.of(ServerKind.MYSQL8, 1));
    }
    // To look at some: -Dquerymirror.it.trials=MARIADB
    Pattern wanted = Pattern.compile(System.getProperty("querymirror.it.trials", ""));
    return IntStream.rangeClosed(1, 5)
        .boxed()
        .flatMap(seed -> Stream.of(ServerKind.values()).map(kind -> Arguments.of(kind, seed)))
        .filter(run -> wanted.matcher(run.get()[0] + " " + run.get()[1]).find());
  }

  private static Config replayed(Config config, String name, EmbeddedServer server, String role) {
    return config.target(
        name,
        server,
        "role: " + role,
        "writes: apply",
        "order: commit",
        "queue: {statements: 1000000, size: 512MB}");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void nothingIsSaidAgainstIt(ServerKind kind, int seed) {
    Needs.server(kind);
    try (EmbeddedServer source = EmbeddedServer.start(kind);
        EmbeddedServer candidate = EmbeddedServer.start(kind);
        EmbeddedServer control = EmbeddedServer.start(kind)) {
      for (EmbeddedServer server : List.of(source, candidate, control)) {
        server.execute(Tables.of(SCHEMA).toArray(new String[0]));
      }
      Config config = Config.in(directory);
      replayed(config, "candidate", candidate, "candidate");
      replayed(config, "control", control, "control");
      config.rule("all", "mirror: [candidate, control]").line("shutdown: {drain: 60s}");
      String time = "millis=" + (LongRun.ON ? 600_000 : 6_000);
      String words = time + " think=100000 isolation=rr seed=" + seed;
      Mirror.Ended app = Mirror.run(Mirror.contend(source, SCHEMA, words.split(" ")), config);
      Report report = app.report();
      String found =
          "[it] "
              + kind
              + " seed "
              + seed
              + ": "
              + app.number("statements")
              + " statements, "
              + report.text("targets.candidate.verdict")
              + " "
              + report.node("targets.candidate.verdicts")
              + " "
              + report.node("targets.candidate.results")
              + " lag "
              + report.node("targets.candidate.lag_ms.max");
      System.out.println(found);
      assertAll(
          found + "\n" + app,
          () -> assertEquals(0, report.number("targets.candidate.results.different")),
          () -> assertEquals(0, report.number("targets.candidate.errors.new")),
          () -> assertEquals(0, report.number("targets.candidate.verdicts.degraded")),
          () -> assertEquals(0, report.number("targets.candidate.verdicts.improved")),
          () -> assertEquals(0, report.dropped("candidate")),
          () -> assertEquals(0, report.node("targets.candidate.plan_changes").size()),
          () -> assertTrue(Comparison.of(source, candidate, SCHEMA).equal()),
          () -> assertTrue(Comparison.of(source, control, SCHEMA).equal()),
          () -> assertTrue(!LongRun.ON || report.text("targets.candidate.verdict").equals("same")));
    }
  }
}
