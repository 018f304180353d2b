package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TopTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Terminal WIDE = new Terminal(120, false);

  private static ObjectNode answer(ReportModel model) throws IOException {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    model.write(report, 20);
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("status")
        .put("version", "1.0.0")
        .put("pid", 4711)
        .put("java", "17")
        .put("started", "2026-01-02T03:04:05.678Z")
        .put("enabled", true)
        .putObject("config")
        .put("file", "/etc/querymirror.yaml");
    answer.set("report", JSON.readTree(report.toByteArray()));
    return answer;
  }

  /** Two seconds later: 300 more were seen, one was lost, ten dropped, 200 ran with more lag. */
  private static ObjectNode later(JsonNode before) {
    ObjectNode now = before.deepCopy();
    add(now, "/report/capture", "seen", 301);
    add(now, "/report/capture", "matched", 300);
    add(now, "/report/capture/dropped", "ring_full", 1);
    add(now, "/report/targets/candidate/ledger", "executed", 200);
    add(now, "/report/targets/candidate/ledger", "pending", 90);
    add(now, "/report/targets/candidate/ledger/dropped", "queue_full", 10);
    ArrayNode lag = (ArrayNode) now.at("/report/targets/candidate/lag_ms/histogram_us");
    lag.addArray().add(8_000).add(190);
    lag.addArray().add(64_000).add(10);
    ((ObjectNode) now.at("/report")).put("updated", "2026-01-02T03:06:17.678Z");
    return now;
  }

  private static void add(JsonNode root, String path, String field, long more) {
    ObjectNode node = (ObjectNode) root.at(path);
    node.put(field, node.path(field).asLong() + more);
  }

  @Test
  void aSampleHasWhatHappenedInBetween() throws IOException {
    ObjectNode before = answer(Models.small());
    JsonNode sample = TopSample.of(before, later(before), 2);
    assertEquals(150.5, sample.path("seen_per_s").asDouble());
    assertEquals(0, sample.path("skipped_per_s").asDouble());
    assertEquals("{\"ring_full\":0.5}", sample.path("dropped_per_s").toString());
    JsonNode target = sample.at("/targets/candidate");
    assertEquals(100, target.path("executed_per_s").asDouble());
    assertEquals("{\"queue_full\":5.0}", target.path("dropped_per_s").toString());
    assertEquals("{\"p50\":8.0,\"p99\":64.0}", target.path("lag_ms").toString());
    assertEquals("up", target.path("hosts").path("10.0.0.5:3306").asText());
    assertEquals("errors", sample.at("/digests/0/verdict").asText());
    assertEquals("candidate", sample.at("/digests/0/target").asText());
  }

  @Test
  void whereNothingRanThereIsNoLag() throws IOException {
    ObjectNode before = answer(Models.small());
    JsonNode sample = TopSample.of(before, before, 1);
    assertTrue(sample.at("/targets/candidate/lag_ms/p50").isNull());
    assertEquals(0, sample.path("seen_per_s").asDouble());
  }

  @Test
  void anAgentThatBeganAnewIsNotNegative() throws IOException {
    ObjectNode before = answer(Models.small());
    JsonNode sample = TopSample.of(later(before), before, 1);
    assertEquals(0, sample.path("seen_per_s").asDouble());
    assertEquals(0, sample.at("/targets/candidate/executed_per_s").asDouble());
  }

  @Test
  void aFrame() throws IOException {
    ObjectNode before = answer(Models.small());
    List<String> lines = new TopFrame(WIDE).lines(TopSample.of(before, later(before), 2), 0);
    try (var golden = getClass().getResourceAsStream("top.txt")) {
      assertEquals(
          new String(golden.readAllBytes(), StandardCharsets.UTF_8),
          String.join("\n", lines) + "\n");
    }
  }

  @Test
  void aFrameFitsItsScreen() throws IOException {
    ObjectNode before = answer(Models.small());
    JsonNode sample = TopSample.of(before, later(before), 2);
    for (int rows = 1; rows < 40; rows++) {
      assertTrue(new TopFrame(WIDE).lines(sample, rows).size() <= rows);
    }
    for (String line : new TopFrame(new Terminal(80, false)).lines(sample, 40)) {
      assertFalse(line.contains("\u001b"), line);
    }
    assertTrue(
        String.join("", new TopFrame(new Terminal(80, true)).lines(sample, 40))
            .contains("\u001b["));
  }

  @Test
  void whatAnApplicationSentCannotSteerTheTerminal() throws IOException {
    ObjectNode before = answer(Models.small());
    ((ObjectNode) before.at("/report/targets/candidate/digests/0")).put("text", "\u001b[2Jx");
    String frame = String.join("\n", new TopFrame(WIDE).lines(TopSample.of(before, before, 1), 40));
    assertTrue(frame.contains("[2Jx") && !frame.contains("\u001b"), frame);
  }

  private static Object[] top(Queue<JsonNode> answers, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Watched agent =
        () -> {
          if (answers.isEmpty()) {
            throw new InputException("the agent does not answer");
          }
          return answers.remove();
        };
    String[] said = {""};
    CommandLine line = new CommandLine(new TopCommand(stream, WIDE, pid -> agent));
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          said[0] = e.getMessage();
          return Main.FAILED;
        });
    int exit = line.execute(args);
    return new Object[] {exit, out.toString(StandardCharsets.UTF_8), said[0]};
  }

  @Test
  void onceIsOnePicture() throws IOException {
    ObjectNode before = answer(Models.small());
    Object[] ended =
        top(new ArrayDeque<>(List.of(before, later(before))), "4711", "--once", "--every=100ms");
    assertEquals(0, ended[0]);
    assertTrue(ended[1].toString().startsWith("querymirror 1.0.0 in process 4711 for"));
  }

  @Test
  void jsonIsALineAPicture() throws IOException {
    ObjectNode before = answer(Models.small());
    Queue<JsonNode> answers = new ArrayDeque<>(List.of(before, later(before), later(before)));
    String self = Long.toString(ProcessHandle.current().pid());
    Object[] ended = top(answers, self, "--json", "--every=100ms");
    assertEquals(2, ended[0]);
    assertEquals("", ended[2]);
    String[] lines = ended[1].toString().split("\n");
    assertEquals(3, lines.length);
    for (int i = 0; i < 2; i++) {
      assertEquals("errors", JSON.readTree(lines[i]).path("verdict").asText());
    }
    assertEquals(
        "{\"pid\":" + self + ",\"ok\":false,\"errors\":[\"the agent does not answer\"]}", lines[2]);
  }

  @Test
  void jsonIsItsErrorToo() throws IOException {
    Object[] ended = top(new ArrayDeque<>(), "4711", "--json");
    assertEquals(2, ended[0]);
    assertEquals("", ended[2]);
    JsonNode error = JSON.readTree(ended[1].toString());
    assertEquals("the agent does not answer", error.at("/errors/0").asText());
  }

  @Test
  void theEndOfTheProcessIsSaid() throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    ObjectNode before = answer(Models.small());
    Object[] ended =
        top(new ArrayDeque<>(List.of(before)), Long.toString(gone.pid()), "--every=100ms");
    assertEquals(2, ended[0]);
    assertEquals("process " + gone.pid() + " has ended", ended[2]);
  }

  @Test
  void aTimeTooShortIsWrongUsage() {
    Cli cli = Cli.run("top", "1", "--every", "1ms");
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("--every: expected from 100ms"), cli.err());
  }
}
