package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control target, and results that are kept and judged again. */
class ControlIT {
  @TempDir Path directory;

  private Config withControl(EmbeddedServer server) {
    String compare = "compare: {results: true, warnings: false, plans: off}";
    return Config.in(directory)
        .target("candidate", server, NoisyItems.schema("noisy_next"), compare)
        .target("twin", server, NoisyItems.schema("noisy_twin"), "role: control", compare)
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
    EmbeddedServer source = NoisyItems.source();
    EmbeddedServer server = NoisyItems.targets("noisy_next", "noisy_twin");
    server.execute("UPDATE noisy_next.item SET name = 'planted' WHERE id = 7");
    List<String> commands = NoisyItems.reads("SELECT name, node FROM shown");
    commands.addAll(NoisyItems.reads("SELECT node FROM shown"));
    Report report = NoisyItems.run(source, withControl(server), commands).report();
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
    EmbeddedServer source = NoisyItems.source();
    EmbeddedServer server = NoisyItems.targets("noisy_next", "noisy_twin");
    source.execute("CREATE TABLE noisy.gone (id INT PRIMARY KEY)");
    List<String> commands = NoisyItems.reads("SELECT node FROM shown");
    commands.addAll(NoisyItems.reads("SELECT id FROM gone"));
    Report report = NoisyItems.run(source, withControl(server), commands).report();
    assertAll(
        report.toString(),
        () -> assertEquals("cannot_tell", report.text("verdict")),
        () -> assertEquals(40, report.ledger("candidate", "failed")),
        () -> assertEquals(40, report.number("targets.candidate.errors.noise")),
        () -> assertEquals(0, report.number("targets.candidate.errors.new")),
        () -> assertEquals(40, report.number("targets.twin.errors.new")),
        () -> assertEquals(0, report.number("targets.candidate.results.different")));
  }

  @Test
  void dataOfTheirOwnAreComparedWithTheControls() {
    EmbeddedServer source = NoisyItems.source();
    source.execute("UPDATE noisy.item SET name = CONCAT('production ', id)");
    EmbeddedServer server = NoisyItems.targets("noisy_next", "noisy_twin");
    server.execute("UPDATE noisy_next.item SET name = 'planted' WHERE id = 7");
    String compare = "compare: {results: true, warnings: false, plans: off, data: own}";
    Config config =
        Config.in(directory)
            .target("candidate", server, NoisyItems.schema("noisy_next"), compare)
            .target("twin", server, NoisyItems.schema("noisy_twin"), "role: control", compare)
            .rule("all", "mirror: [candidate, twin]");
    Report report =
        NoisyItems.run(source, config, NoisyItems.reads("SELECT id, name FROM item")).report();
    assertAll(
        report.toString(),
        () -> assertEquals("mismatch", report.text("verdict")),
        () -> assertEquals(39, report.number("targets.candidate.results.same")),
        () -> assertEquals(1, report.number("targets.candidate.results.different")),
        () -> assertEquals(40, report.number("targets.twin.results.incomparable.own_data")));
  }

  @Test
  void whatWasSavedIsJudgedAsItWasAndOtherwise() throws Exception {
    EmbeddedServer source = NoisyItems.source();
    EmbeddedServer server = NoisyItems.targets("noisy_next", "noisy_twin");
    server.execute(
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 1 SECOND) WHERE id < 11",
        "UPDATE noisy_next.item SET weight = weight + 0.001 WHERE id = 20",
        "UPDATE noisy_next.item SET weight = weight * (1 + 1e-10) WHERE id = 21",
        "UPDATE noisy_next.item SET name = 'other' WHERE id = 30");
    String compare = "compare: {results: true, warnings: false, plans: off, save: true}";
    Config config =
        Config.in(directory)
            .target("candidate", server, NoisyItems.schema("noisy_next"), compare)
            .target("twin", server, NoisyItems.schema("noisy_twin"), "role: control", compare)
            .rule("all", "mirror: [candidate, twin]")
            .line("expected: [{columns: [changed], tolerance: 1s, reason: clocks}]");
    List<String> commands = NoisyItems.reads("SELECT name, changed FROM item");
    commands.addAll(NoisyItems.reads("SELECT weight FROM item"));
    commands.addAll(NoisyItems.reads("SELECT node FROM shown"));
    Report live = NoisyItems.run(source, config, commands).report();
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
