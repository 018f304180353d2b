package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that can't keep up shows it as lag, and not as slowness of what waited. */
@Tag("alone")
class LagIT {
  private static final String SCHEMA = "lagging";
  private static final int ROUNDS = 10;
  private static final int SLOW_MILLIS = 400;

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  private Report run(String connections, String body) {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS " + SCHEMA,
          "CREATE DATABASE " + SCHEMA,
          "CREATE TABLE " + SCHEMA + ".t (id INT PRIMARY KEY, n INT)",
          "INSERT INTO " + SCHEMA + ".t VALUES (1, 1), (2, 2)");
    }
    String function = "CREATE FUNCTION " + SCHEMA + ".toil() RETURNS INT ";
    source.execute(function + "RETURN 1");
    target.execute(function + body);
    Config config =
        Config.in(directory)
            .target("candidate", target, "connections: " + connections)
            .rule("all", "mirror: [candidate]")
            .line("shutdown: {drain: 60s}");
    try (Shell shell =
        Shell.start(Shell.app(Driver.MARIADB, source, SCHEMA, "").agent(config.write()))) {
      shell.done("sql SELECT 0");
      Await.until(
          Duration.ofSeconds(30),
          () ->
              Files.exists(config.reports().resolve("report.json"))
                  && config.report().ledger("candidate", "executed") == 1,
          () -> config.report() + shell.err());
      for (int i = 0; i < ROUNDS; i++) {
        shell.done("on worker", "sql SELECT toil()", "on reader");
        for (int j = 0; j < 5; j++) {
          shell.done("sql SELECT n FROM t WHERE id = 1");
        }
      }
      shell.exit(Duration.ofSeconds(70)).ok();
    }
    return config.report().balanced();
  }

  private static JsonNode digest(Report report, String word) {
    for (JsonNode digest : report.node("targets.candidate.digests")) {
      if (digest.path("text").asText().contains(word)) {
        return digest;
      }
    }
    throw new AssertionError("no digest with " + word + " in " + report);
  }

  private static double targetMillis(JsonNode digest, String percentile) {
    return digest.path("latency_us").path("target").path(percentile).asDouble() / 1000;
  }

  private static double lag(Report report, String percentile) {
    return report.node("targets.candidate.lag_ms").path(percentile).asDouble();
  }

  @Test
  void whatWaitsLagsAndIsNotSlow() {
    Report report = run("1", "RETURN SLEEP(" + SLOW_MILLIS / 1000.0 + ")");
    JsonNode quick = digest(report, "id = ?");
    JsonNode slow = digest(report, "toil");
    assertAll(
        report.toString(),
        () -> assertEquals(0, report.dropped("candidate")),
        () -> assertEquals(5 * ROUNDS, quick.path("count").asInt()),
        () -> assertTrue(targetMillis(slow, "p50") > 0.9 * SLOW_MILLIS),
        () -> assertTrue(targetMillis(quick, "p95") < SLOW_MILLIS / 4.0),
        // The statements took the source moments; the last one waited for most of the slow ones.
        () -> assertTrue(lag(report, "p50") > SLOW_MILLIS),
        () -> assertTrue(lag(report, "max") > (ROUNDS - 3) * SLOW_MILLIS));
  }

  @Test
  void aTargetThatKeepsUpDoesNotLag() {
    Report report = run("auto", "RETURN 1");
    assertTrue(lag(report, "p50") < SLOW_MILLIS / 4.0, report::toString);
    assertTrue(targetMillis(digest(report, "id = ?"), "p50") < SLOW_MILLIS / 4.0, report::toString);
  }
}
