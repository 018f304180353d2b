package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.pace.Pace;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that lacks an index is slower in the statement that needs it, and in no other. */
@Tag("alone")
class LatencyVerdictIT {
  private static final int SECONDS = LongRun.ON ? 120 : 15;
  private static final int CUSTOMERS = 500;
  private static final int ORDERS = 40_000;

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  private static void fill(EmbeddedServer server, String schema) {
    server.execute(
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE " + schema + ".customer (id INT PRIMARY KEY, name VARCHAR(40)) ENGINE=InnoDB",
        "CREATE TABLE "
            + schema
            + ".orders (id INT PRIMARY KEY, customer INT NOT NULL, ref VARCHAR(40),"
            + " total DECIMAL(10,2), KEY idx_customer (customer)) ENGINE=InnoDB",
        "INSERT INTO "
            + schema
            + ".customer SELECT seq, CONCAT('name ', seq) FROM seq_1_to_"
            + CUSTOMERS,
        "INSERT INTO "
            + schema
            + ".orders SELECT seq, 1 + seq * 7 % "
            + CUSTOMERS
            + ", CONCAT('ref ', seq), seq % 1000 FROM seq_1_to_"
            + ORDERS,
        "ANALYZE TABLE " + schema + ".orders, " + schema + ".customer");
  }

  @Test
  void theMissingIndexIsFoundAndNothingElse() throws Exception {
    fill(source, "pace_it");
    fill(target, "pace_it");
    fill(target, "pace_worse");
    target.execute("ALTER TABLE pace_worse.orders DROP KEY idx_customer");
    Config config =
        Config.in(directory)
            .target("twin", target)
            .target("worse", target, "schemas: {pace_it: pace_worse}")
            .rule("all", "mirror: [twin, worse]")
            .line("shutdown: {drain: 60s}");
    App.of(Pace.class)
        .library(Driver.CONNECTOR_J.library())
        .argument(Driver.CONNECTOR_J.url(source.address(), "pace_it", ""), "app")
        .argument(EmbeddedServer.PASSWORD, SECONDS, CUSTOMERS, ORDERS)
        .agent(config.write())
        .run()
        .ok();
    Report report = config.report().balanced();
    List<JsonNode> slower = new ArrayList<>();
    for (JsonNode digest : report.node("targets.worse.digests")) {
      if (digest.path("verdict").asText().equals("degraded")) {
        slower.add(digest);
      }
    }
    JsonNode twin = report.node("targets.twin.verdicts");
    assertAll(
        () -> assertEquals(1, slower.size(), report::toString),
        () -> assertEquals(0, twin.path("degraded").asInt(), report::toString),
        () -> assertEquals(0, twin.path("improved").asInt(), report::toString),
        () -> assertTrue(report.number("targets.twin.round_trip_us.count") > 10, report::toString),
        () -> assertNotEquals("degraded", report.text("targets.twin.verdict")));
    JsonNode found = slower.get(0);
    JsonNode latency = found.path("latency_us");
    assertAll(
        found.toPrettyString(),
        () -> assertTrue(found.path("text").asText().contains("where customer = ?")),
        () -> assertTrue(latency.path("ratio_p50_low").asDouble() > 1.2),
        () ->
            assertTrue(
                latency.path("ratio_p50_low").asDouble() <= latency.path("ratio_p50").asDouble()));

    String reports = config.reports().toString();
    assertEquals(0, run("report", reports));
    assertEquals(1, run("report", reports, "--fail-on", "errors,mismatch,degraded"));
    assertEquals(1, run("report", reports, "--min-coverage", "90%"));
    assertEquals(2, run("report", reports, "--fail-on", "everything"));
    assertNotEquals(1, run("report", reports, "--fail-on", "errors,mismatch"));
  }

  private int run(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Needs.java(17).toString(), "-jar", Libraries.agent().toString()));
    command.addAll(List.of(words));
    Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(made.waitFor(60, TimeUnit.SECONDS), said);
    return made.exitValue();
  }
}
