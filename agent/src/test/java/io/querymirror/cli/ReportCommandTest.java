package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import io.querymirror.report.ReportWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir Path temp;

  @Test
  void oneReport() throws IOException {
    write("a", Models.small());
    assertGolden("one.txt", report("a"));
  }

  @Test
  void withJsonWhatIsWrongIsJsonToo() throws IOException {
    Cli cli = Cli.run("report", temp.resolve("nowhere").toString(), "--json");
    assertEquals(2, cli.exit);
    JsonNode told = new ObjectMapper().readTree(cli.out());
    assertFalse(told.path("ok").asBoolean(true), cli.out());
    assertTrue(told.at("/errors/0").asText().contains("no such directory"), cli.out());
    assertEquals("", cli.err());
  }

  @Test
  void severalAreListedAndCountsSummed() throws IOException {
    write("a", Models.small());
    write("b", Models.small());
    write("c", Models.empty());
    assertGolden("several.txt", report("a", "b", "c"));
  }

  @Test
  void aDirectoryMayHoldSeveralJvmsReports() throws IOException {
    write("a", Models.small());
    Files.copy(temp.resolve("a/report.json"), temp.resolve("a/report-host-17.json"));
    Files.writeString(temp.resolve("a/results-candidate-1.json"), "another thing");
    assertTrue(report("a").out().contains("of 2 reports"));
  }

  @Test
  void whatTheComparisonCameToIsSummedUp() throws IOException {
    write("a", Models.small());
    File file = temp.resolve("a/report.json").toFile();
    JsonNode json = new ObjectMapper().readTree(file);
    assertFalse(report("a").out().contains("Results, compared"), "nothing was compared");
    ObjectNode results = ((ObjectNode) json.at("/targets/candidate")).putObject("results");
    results.put("compared", 1060).put("same", 1059).put("different", 1).put("expected", 0);
    results.putObject("kinds").put("rows", 1).put("order", 0);
    results.putObject("incomparable").put("non_deterministic", 2).put("no_rows", 5);
    new ObjectMapper().writeValue(file, json);
    String printed = report("a").out();
    String table =
        printed.substring(
            printed.indexOf("Results, compared"), printed.indexOf("Latency of statements"));
    assertEquals(
        "Results, compared with the source\n"
            + "  target     compared   same  different  expected  different by  incomparable\n"
            + "  candidate     1,060  1,059          1         0  rows 1       "
            + " non_deterministic 2, no_rows 5\n\n",
        table);
  }

  @Test
  void resultsThatDifferAreToldByTheirKind() throws IOException {
    write("a", Models.small());
    File file = temp.resolve("a/report.json").toFile();
    JsonNode json = new ObjectMapper().readTree(file);
    ((ObjectNode) json.at("/targets/candidate/digests/0"))
        .putArray("examples")
        .addObject()
        .put("kind", "order")
        .put("description", "rows in another order")
        .put("count", 55);
    new ObjectMapper().writeValue(file, json);
    String printed = report("a").out();
    assertTrue(printed.contains("order 55x: rows in another order\n"), printed);
  }

  @Test
  void theSameDirectoryTwiceIsOne() throws IOException {
    write("a", Models.small());
    assertEquals(report("a").out(), report("a", "a").out());
    assertEquals(report("a").out(), report("a", "a/report.json").out());
    Files.createSymbolicLink(temp.resolve("link"), temp.resolve("a"));
    assertEquals(report("a").out(), report("a", "link").out());
    assertEquals(report("a").out(), report("a/report.json", "link").out());
  }

  @Test
  void jsonHasTheTotalAndEachReport() throws IOException {
    write("a", Models.small());
    write("b", Models.small());
    Cli cli =
        Cli.run("report", "--json", temp.resolve("a").toString(), temp.resolve("b").toString());
    assertEquals(0, cli.exit);
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertEquals("errors", json.get("verdict").asText());
    assertEquals(28, json.at("/capture/seen").asLong());
    assertEquals(14, json.at("/targets/candidate/ledger").get("executed").asLong() + 2);
    assertEquals(20, json.at("/targets/next/ledger/dropped/unavailable").asLong());
    assertEquals(0.5384, json.at("/targets/candidate/coverage").asDouble());
    assertEquals(20, json.at("/rules/1/matched").asLong());
    assertEquals(2, json.get("reports").size());
    assertEquals(
        new ObjectMapper().readTree(temp.resolve("a/report.json").toFile()).get("targets"),
        json.at("/reports/0/targets"));
    assertTrue(cli.out().chars().allMatch(c -> c < 128));
  }

  @Test
  void furtherCopiesAreShownAndAreInNoCoverage() throws IOException {
    write("a", Models.volume());
    write("b", Models.volume());
    Cli cli =
        Cli.run("report", "--json", temp.resolve("a").toString(), temp.resolve("b").toString());
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertEquals(0.6666, json.at("/reports/0/targets/candidate/coverage").asDouble());
    assertEquals(0.6666, json.at("/targets/candidate/coverage").asDouble());
    assertEquals(8, json.at("/targets/candidate/amplified/executed").asLong());
    String printed = report("a").out();
    assertTrue(printed.contains("amplified") && printed.contains("sampled out"), printed);
    assertTrue(!printed.contains("does not balance"), printed);
  }

  @Test
  void aPipelineGetsItsExitCode() throws IOException {
    write("errors", Models.small());
    write("nothing", Models.empty());
    String errors = temp.resolve("errors").toString();
    String nothing = temp.resolve("nothing").toString();
    assertEquals(0, Cli.run("report", errors).exit);
    Cli fails = Cli.run("report", "--fail-on", "errors,degraded", errors);
    assertEquals(1, fails.exit);
    assertTrue(fails.out().endsWith("fails: errors on candidate (1 digest)\n"), fails.out());
    assertEquals(3, Cli.run("report", "--fail-on", "mismatch,degraded", errors).exit);
    assertEquals(1, Cli.run("report", "--min-coverage", "50%", errors).exit);
    assertEquals(3, Cli.run("report", "--fail-on", "errors", nothing).exit);
    assertEquals(1, Cli.run("report", "--json", "--fail-on", "errors", nothing, errors).exit);
  }

  @Test
  void histogramsAndBlocksOfSeveralJvmsAreOne() throws IOException {
    write("one", Latencies.model(0, 60, 3));
    write("two", Latencies.model(60, 60, 3));
    write("whole", Latencies.model(0, 120, 3));
    JsonNode merged = json("one", "two");
    JsonNode whole = json("whole");
    for (String part :
        new String[] {
          "/targets/candidate/latency_us/source",
          "/targets/candidate/latency_us/target",
          "/targets/candidate/digests/0/latency_us/source",
          "/targets/candidate/digests/0/latency_us/target",
          "/targets/candidate/round_trip_us"
        }) {
      for (String field : new String[] {"count", "p50", "p95", "p99", "max", "histogram"}) {
        assertEquals(whole.at(part).get(field), merged.at(part).get(field), part + " " + field);
      }
      double mean = whole.at(part).get("mean").asDouble();
      assertEquals(mean, merged.at(part).get("mean").asDouble(), 0.2);
    }
    assertEquals("degraded", merged.get("verdict").asText());
    assertEquals("degraded", merged.at("/targets/candidate/digests/0/verdict").asText());
    assertEquals(whole.at("/targets/candidate/verdicts"), merged.at("/targets/candidate/verdicts"));
    assertEquals(
        whole.at("/targets/candidate/lag_ms/histogram_us"),
        merged.at("/targets/candidate/lag_ms/histogram_us"));
    JsonNode latency = merged.at("/targets/candidate/digests/0/latency_us");
    assertTrue(latency.get("ratio_p50_low").asDouble() > 1.2, latency.toString());
    assertTrue(latency.get("ratio_p50_high").asDouble() < 4, latency.toString());
  }

  @Test
  void whatEachJvmCannotTellAllTogetherMay() throws IOException {
    String[] parts = new String[4];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = "part" + i;
      write(parts[i], Latencies.model(3 * i, 3, 1));
      assertEquals("cannot_tell", json(parts[i]).get("verdict").asText());
    }
    assertEquals("same", json(parts).get("verdict").asText());
    assertEquals(
        0,
        Cli.run(
                "report",
                "--fail-on",
                "errors,mismatch,degraded",
                temp.resolve(parts[0]).toString(),
                temp.resolve(parts[1]).toString(),
                temp.resolve(parts[2]).toString(),
                temp.resolve(parts[3]).toString())
            .exit);
  }

  private JsonNode json(String... directories) throws IOException {
    String[] args = new String[directories.length + 2];
    args[0] = "report";
    args[1] = "--json";
    for (int i = 0; i < directories.length; i++) {
      args[i + 2] = temp.resolve(directories[i]).toString();
    }
    return new ObjectMapper().readTree(Cli.run(args).out());
  }

  @Test
  void countsThatDoNotBalanceAreShown() throws IOException {
    write("a", Models.small());
    Path file = temp.resolve("a/report.json");
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("\"seen\": 14", "\"seen\": 15").replace("\"pending\": 1", "\"pending\": 3"));
    String out = report("a").out();
    assertTrue(out.contains("does not balance, 1 missing"), out);
    assertTrue(out.contains("does not balance: -2 missing"), out);
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Files.createDirectory(temp.resolve("empty"));
    write("cut", Models.small());
    String whole = Files.readString(temp.resolve("cut/report.json"));
    Files.writeString(temp.resolve("cut/report.json"), whole.substring(0, 90));
    write("later", Models.small());
    Files.writeString(
        temp.resolve("later/report.json"), whole.replace("\"format\": 1", "\"format\": 2"));
    Files.createDirectory(temp.resolve("other"));
    Files.writeString(temp.resolve("other/report.json"), "[]");

    Cli cli = report("missing", "empty", "cut", "later", "other");
    assertEquals(2, cli.exit);
    assertEquals("", cli.out());
    String[] lines = cli.err().replace(temp + "/", "").split("\n");
    assertEquals(5, lines.length, cli.err());
    assertEquals("missing: no such directory", lines[0]);
    assertTrue(lines[1].startsWith("empty: no report.json in it"), lines[1]);
    assertTrue(lines[2].matches("cut/report.json:5:\\d+: not a whole report: .+"), lines[2]);
    assertEquals("later/report.json: format 2, this version reads 1", lines[3]);
    assertTrue(lines[4].startsWith("other/report.json: not a report"), lines[4]);
  }

  @Test
  void aReportCannotSteerTheTerminal() throws IOException {
    write("a", Models.small());
    Path file = temp.resolve("a/report.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("select * from item", "\\u001b[2J\\r\\nselect \\u202e\\u009b31m")
            .replace("shop traffic", "\\u001b]0;x\\u0007"));
    String out = report("a").out();
    assertFalse(out.matches("(?s).*[\\p{Cntrl}&&[^\n]].*"), out);
    assertFalse(out.contains("\u202e"), out);
  }

  @Test
  void coloursDoNotMoveTheColumns() throws IOException {
    write("a", Models.small());
    String directory = temp.resolve("a").toString();
    String coloured = Cli.run(new Terminal(100, true), "report", directory).out();
    assertTrue(coloured.contains("\u001b[1;31merrors\u001b[0m"), coloured);
    assertEquals(report("a").out(), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void linesFitTheTerminal() throws IOException {
    write("a", Models.small());
    String directory = temp.resolve("a").toString();
    Cli.run(new Terminal(80, false), "report", directory)
        .out()
        .lines()
        .filter(line -> !line.contains(directory))
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  private void write(String directory, ReportModel model) {
    try (ReportWriter writer = new ReportWriter(temp.resolve(directory), 10)) {
      writer.write(model);
    }
  }

  private Cli report(String... directories) {
    String[] args = new String[directories.length + 1];
    args[0] = "report";
    for (int i = 0; i < directories.length; i++) {
      args[i + 1] = temp.resolve(directories[i]).toString();
    }
    return Cli.run(args);
  }

  private void assertGolden(String name, Cli cli) throws IOException {
    assertEquals("", cli.err());
    assertEquals(0, cli.exit);
    try (var golden = getClass().getResourceAsStream(name)) {
      assertEquals(
          new String(golden.readAllBytes(), StandardCharsets.UTF_8),
          cli.out().replace(temp.toString(), "DIR"));
    }
  }
}
