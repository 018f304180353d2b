package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences that are expected. */
class ExpectedIT {
  @TempDir Path directory;

  @Test
  void whatIsExpectedIsCountedSoAndAnExpiredRuleIsTold() {
    EmbeddedServer source = NoisyItems.source();
    EmbeddedServer server = NoisyItems.targets("noisy_next");
    server.execute(
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 1 SECOND) WHERE id < 11",
        "UPDATE noisy_next.item SET changed = ADDDATE(changed, INTERVAL 9 SECOND) WHERE id = 20",
        "UPDATE noisy_next.item SET name = 'other' WHERE id IN (30, 31)");
    Config config =
        Config.in(directory)
            .target(
                "candidate",
                server,
                NoisyItems.schema("noisy_next"),
                "compare: {results: true, warnings: false, plans: off}")
            .rule("all", "mirror: candidate")
            .line("expected:")
            .line("- match: {table: item}")
            .line("  columns: [changed, nowhere]")
            .line("  tolerance: 1s")
            .line("  reason: clocks")
            .line(
                "- {columns: [name], reason: names, until: " + LocalDate.now().minusDays(2) + "}");
    NoisyItems.Ended ended =
        NoisyItems.run(source, config, NoisyItems.reads("SELECT id, name, changed FROM item"));
    Report report = ended.report();
    assertAll(
        report.toString(),
        () -> assertEquals(10, report.number("targets.candidate.results.expected")),
        () -> assertEquals(3, report.number("targets.candidate.results.different")),
        () -> assertEquals(27, report.number("targets.candidate.results.same")),
        () -> assertEquals("clocks", report.node("expected").at("/0/reason").asText()),
        () -> assertEquals(10, report.node("expected").at("/0/used").asLong()),
        () ->
            assertEquals(
                "[\"nowhere\"]", report.node("expected").at("/0/unknown_columns").toString()),
        () -> assertTrue(report.node("expected").at("/1/expired").asBoolean()),
        () -> assertEquals(2, report.node("expected").at("/1/late").asLong()),
        () -> assertTrue(ended.err().contains("names"), ended.err()));
  }
}
