package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control target, and results that are kept and judged again. */
class ControlIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SOURCE = "noisy";
  private static final int ITEMS = 40;

  @TempDir Path directory;

  /** The view answers something of its own on each server: noise that no second run shows. */
  private static void filled(EmbeddedServer server, String schema) {
    server.execute(
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2),"
            + " weight DOUBLE, changed DATETIME)",
        "CREATE VIEW shown AS SELECT id, name, '" + schema + "' AS node FROM item");
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      rows.add("(" + i + ", 'item " + i + "', " + i + ".50, " + i + ".25, '2026-05-05 12:00:00')");
    }
    server.execute("INSERT INTO " + schema + ".item VALUES " + String.join(",", rows));
  }

  private EmbeddedServer source() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    filled(source, SOURCE);
    return source;
  }

  private EmbeddedServer targets(String... schemas) {
    EmbeddedServer server = Servers.target(ServerKind.MYSQL8);
    for (String schema : schemas) {
      filled(server, schema);
    }
    return server;
  }

  private static String schema(String name) {
    return "schemas: {" + SOURCE + ": " + name + "}";
  }

  private Report run(EmbeddedServer source, Config config, List<String> commands) {
    try (Shell shell = Shell.start(Shell.app(source, SOURCE).agent(config.write()))) {
      shell.done(commands.toArray(String[]::new));
      Await.until(
          PATIENCE,
          () ->
              Files.exists(config.reports().resolve("report.json"))
                  && config.report().number("capture.seen") >= commands.size()
                  && config.report().pending() == 0,
          shell::err);
      shell.exit();
    }
    return config.report().balanced();
  }

  private static List<String> reads(String select) {
    List<String> commands = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      commands.add("prepared " + select + " WHERE id = ?|" + i);
    }
    return commands;
  }

  private Config withControl(EmbeddedServer server) {
    String compare = "compare: {results: true, warnings: false, plans: off}";
    return Config.in(directory)
        .target("candidate", server, schema("noisy_next"), compare)
        .target("twin", server, schema("noisy_twin"), "role: control", compare)
        .rule("all", "mirror: [candidate, twin]");
  }

  private static JsonNode digest(Report report, String target, String text) {
    for (JsonNode digest : report.node("targets." + target + ".digests")) {
      if (digest.path("text").asText().contains(text)) {
        return digest;
      }
    }
    throw new AssertionError("no " + text + " in " + report);
  }

  @Test
  void aFaultIsFoundBesideNoiseAndNoiseIsNone() {
    EmbeddedServer source = source();
    EmbeddedServer server = targets("noisy_next", "noisy_twin");
    server.execute("UPDATE noisy_next.item SET name = 'planted' WHERE id = 7");
    List<String> commands = reads("SELECT name, node FROM shown");
    commands.addAll(reads("SELECT node FROM shown"));
    Report report = run(source, withControl(server), commands);
    JsonNode faulty = digest(report, "candidate", "name");
    JsonNode noisy = digest(report, "candidate", "select node");
    assertAll(
        report.toString(),
        () -> assertEquals("mismatch", report.text("verdict")),
        () -> assertEquals("mismatch", faulty.path("verdict").asText()),
        () -> assertEquals(1, faulty.path("results").path("different").asLong()),
        () -> assertEquals(39, noise(faulty)),
        () -> assertNotEquals("mismatch", noisy.path("verdict").asText()),
        () -> assertEquals(0, noisy.path("results").path("different").asLong()),
        () -> assertEquals(40, noise(noisy)),
        () -> assertEquals(1, report.number("targets.candidate.results.different")),
        () -> assertEquals("control", report.text("targets.twin.role")),
        () ->
            assertEquals(
                80,
                report.number("targets.twin.results.different")
                    + report.node("targets.twin.results.incomparable.unconfirmed").asLong()),
        () -> assertNotEquals("mismatch", report.text("targets.twin.verdict")));
  }

  /** Noise, and what an application's end leaves in doubt: its last second of differences. */
  private static long noise(JsonNode digest) {
    JsonNode reasons = digest.at("/results/incomparable");
    return reasons.path("noise").asLong() + reasons.path("unconfirmed").asLong();
  }

  @Test
  void withoutAFaultTheControlsNoiseIsNoVerdict() {
    EmbeddedServer source = source();
    EmbeddedServer server = targets("noisy_next", "noisy_twin");
    Report report = run(source, withControl(server), reads("SELECT node FROM shown"));
    assertAll(
        report.toString(),
        () -> assertEquals("cannot_tell", report.text("verdict")),
        () -> assertEquals(0, report.number("targets.candidate.results.different")));
  }

  @Test
  void dataOfTheirOwnAreComparedWithTheControls() {
    EmbeddedServer source = source();
    source.execute("UPDATE noisy.item SET name = CONCAT('production ', id)");
    EmbeddedServer server = targets("noisy_next", "noisy_twin");
    server.execute("UPDATE noisy_next.item SET name = 'planted' WHERE id = 7");
    String compare = "compare: {results: true, warnings: false, plans: off, data: own}";
    Config config =
        Config.in(directory)
            .target("candidate", server, schema("noisy_next"), compare)
            .target("twin", server, schema("noisy_twin"), "role: control", compare)
            .rule("all", "mirror: [candidate, twin]");
    Report report = run(source, config, reads("SELECT id, name FROM item"));
    assertAll(
        report.toString(),
        () -> assertEquals("mismatch", report.text("verdict")),
        () -> assertEquals(39, report.number("targets.candidate.results.same")),
        () -> assertEquals(1, report.number("targets.candidate.results.different")),
        () -> assertEquals(40, report.number("targets.twin.results.incomparable.own_data")));
  }

  @Test
  void whatWasSavedIsJudgedAsItWasAndOtherwise() throws Exception {
    EmbeddedServer source = source();
    EmbeddedServer server = targets("noisy_next", "noisy_twin");
    server.execute(
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 1 SECOND) WHERE id < 11",
        "UPDATE noisy_next.item SET weight = weight + 0.001 WHERE id = 20",
        "UPDATE noisy_next.item SET weight = weight * (1 + 1e-10) WHERE id = 21",
        "UPDATE noisy_next.item SET name = 'other' WHERE id = 30");
    String compare = "compare: {results: true, warnings: false, plans: off, save: true}";
    Config config =
        Config.in(directory)
            .target("candidate", server, schema("noisy_next"), compare)
            .target("twin", server, schema("noisy_twin"), "role: control", compare)
            .rule("all", "mirror: [candidate, twin]")
            .line("expected: [{columns: [changed], tolerance: 1s, reason: clocks}]");
    List<String> commands = reads("SELECT name, changed FROM item");
    commands.addAll(reads("SELECT weight FROM item"));
    commands.addAll(reads("SELECT node FROM shown"));
    Report live = run(source, config, commands);
    assertEquals(10, live.number("targets.candidate.results.expected"), live::toString);
    assertEquals(2, live.number("targets.candidate.results.different"), live::toString);
    JsonNode again = recomputed(config);
    assertEquals(live.text("verdict"), again.path("verdict").asText());
    for (String target : List.of("candidate", "twin")) {
      JsonNode was = live.node("targets." + target);
      JsonNode is = again.path("targets").path(target);
      assertEquals(was.path("results"), is.path("results"), target);
      assertEquals(was.path("verdict"), is.path("verdict"), target);
      assertEquals(was.path("errors"), is.path("errors"), target);
      assertEquals(was.path("digests").size(), is.path("digests").size());
    }
    JsonNode strict = recomputed(config, "--tolerance", "0");
    assertEquals(3, strict.at("/targets/candidate/results/different").asLong(), strict::toString);
    JsonNode loose = recomputed(config, "--tolerance", "0.01");
    assertEquals(1, loose.at("/targets/candidate/results/different").asLong(), loose::toString);
    Path rules =
        Files.writeString(
            directory.resolve("other.yaml"),
            "expected:\n- {columns: [name], reason: names}\n"
                + "- {match: {digest_text: weight}, reason: weights}\n");
    JsonNode other = recomputed(config, "--expected", rules.toString());
    assertEquals(2, other.at("/targets/candidate/results/expected").asLong(), other::toString);
    assertEquals(10, other.at("/targets/candidate/results/different").asLong(), other::toString);
  }

  private JsonNode recomputed(Config config, String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Needs.java(17).toString(),
                "-jar",
                Libraries.agent().toString(),
                "report",
                config.reports().toString(),
                "--recompute",
                "--json"));
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(false).start();
    String out = new String(process.getInputStream().readAllBytes());
    String error = new String(process.getErrorStream().readAllBytes());
    assertEquals(0, process.waitFor(), out + error);
    assertFalse(out.contains("'planted'"));
    return new ObjectMapper().readTree(out);
  }
}
