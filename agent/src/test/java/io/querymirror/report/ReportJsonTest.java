package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.model.Outcome;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.Executions;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  @Test
  void smallReport() throws IOException {
    try (var golden = getClass().getResourceAsStream("small.json")) {
      assertEquals(new String(golden.readAllBytes(), StandardCharsets.UTF_8), json(Models.small()));
    }
  }

  @Test
  void latenciesOfCheapCopiesAreNotCompared() throws IOException {
    TargetLedger cheap = new TargetLedger("cheap", true, 1);
    cheap.result(Executions.of(1, "select ?", Outcome.ROWS, 1_000), Outcome.ROWS, 1, 1);
    ReportModel model =
        ReportModel.read(
            Models.STARTED,
            Models.UPDATED,
            true,
            new CaptureLedger(),
            List.of(cheap),
            rules("all"));
    JsonNode target = new ObjectMapper().readTree(json(model)).get("targets").get("cheap");
    assertEquals("cheapest", target.get("protocol").asText());
    JsonNode latency = target.get("digests").get(0).get("latency_us");
    assertEquals(1000, latency.get("source").get("p50").asLong());
    assertTrue(latency.get("ratio_p50").isNull());
  }

  @Test
  void nothingSeenIsNoCoverage() throws IOException {
    JsonNode report = new ObjectMapper().readTree(json(Models.empty()));
    assertEquals("cannot_tell", report.get("verdict").asText());
    assertTrue(report.get("coverage").isNull());
    assertEquals(0, report.get("targets").size());
  }

  @Test
  void nothingShortOfAllIsFullCoverage() throws IOException {
    CaptureLedger capture = new CaptureLedger();
    TargetLedger target = new TargetLedger("t");
    for (int i = 0; i < 30_000; i++) {
      capture.seen(1);
      capture.matched();
      capture.done();
      target.matched();
      if (i > 0) {
        target.executed("a:3306");
      }
    }
    ReportModel model =
        ReportModel.read(
            Models.STARTED, Models.UPDATED, true, capture, List.of(target), rules("all"));
    JsonNode report = new ObjectMapper().readTree(json(model));
    assertEquals(0.9999, report.get("coverage").asDouble());
  }

  @Test
  void oddTextsAreNoObstacle() throws IOException {
    TargetLedger target = new TargetLedger("t \"q\" \ud83d");
    String odd = "select '\ud800' \u0000 \ud83d\ude00 \u2028 \\";
    target.result(
        Executions.of(1, odd, odd, Outcome.ROWS, 1),
        Outcome.error("HY\ud800", 7, "\udc00 é '\ud800"),
        1,
        1);
    ReportModel model =
        ReportModel.read(
            Models.STARTED,
            Models.UPDATED,
            false,
            new CaptureLedger(),
            List.of(target),
            rules("\udfff"));
    JsonNode digest =
        new ObjectMapper().readTree(json(model)).get("targets").elements().next().get("digests");
    assertEquals("select '?' \u0000 \ud83d\ude00 \u2028 \\", digest.get(0).get("text").asText());
  }

  @Test
  void worstDigestsComeFirst() throws IOException {
    TargetLedger target = new TargetLedger("t");
    Outcome error = Outcome.error("42000", 1064, "no");
    for (int i = 0; i < 5; i++) {
      target.result(Executions.of(1, "often", Outcome.ROWS, 1), Outcome.ROWS, 1, 1);
    }
    target.result(Executions.of(2, "seldom", Outcome.ROWS, 1), Outcome.ROWS, 1, 1);
    target.result(Executions.of(3, "wrong", Outcome.ROWS, 1), error, 1, 1);
    ReportModel model =
        ReportModel.read(
            Models.STARTED,
            Models.UPDATED,
            true,
            new CaptureLedger(),
            List.of(target),
            rules("all"));
    List<String> texts =
        new ObjectMapper()
            .readTree(json(model))
            .get("targets")
            .get("t")
            .get("digests")
            .findValuesAsText("text");
    assertEquals(List.of("wrong", "often", "seldom"), texts);
  }

  private static RuleCounts rules(String name) {
    return new RuleCounts(List.of(name));
  }

  private static String json(ReportModel model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportJson.write(model, new Histories(), out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
