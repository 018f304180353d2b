package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierReportsTest {
  @TempDir Path dir;

  private void run(int keep) {
    try (ReportWriter writer = new ReportWriter(dir, keep)) {
      assertNotNull(writer.write(Models.small()));
      assertNotNull(writer.write(Models.small()));
    }
  }

  /** As a JVM left it that began at this minute of an hour, and wrote until then. */
  private void left(Path in, String name, int minute) throws IOException {
    Files.createDirectories(in);
    String started = String.format("2027-01-31T10:%02d:00.500Z", minute);
    Path report =
        Files.writeString(
            in.resolve(name + ".json"),
            "{\"format\": 1, \"verdict\": \"same\", \"coverage\": {\"a\": 1}, \"started\": \""
                + started
                + "\"}");
    Files.setLastModifiedTime(report, FileTime.from(Instant.parse(started)));
    Files.writeString(in.resolve(name + ".html"), "<page>");
  }

  private static List<String> files(Path in) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anEarlierRunsReportIsPutAside() throws IOException {
    left(dir, "report", 7);
    run(10);
    assertEquals(List.of(".querymirror.lock", "earlier", "report.html", "report.json"), files(dir));
    assertEquals(
        List.of("report-2027-01-31T10-07-00.500Z.html", "report-2027-01-31T10-07-00.500Z.json"),
        files(dir.resolve("earlier")));
  }

  @Test
  void soManyAreKeptTheNewest() throws IOException {
    for (int minute = 10; minute < 15; minute++) {
      left(dir.resolve("earlier"), "report-2027-01-31T10-" + minute + "-00.500Z", minute);
    }
    left(dir, "report", 20);
    run(3);
    assertEquals(
        List.of(
            "report-2027-01-31T10-13-00.500Z.json",
            "report-2027-01-31T10-14-00.500Z.json",
            "report-2027-01-31T10-20-00.500Z.json"),
        files(dir.resolve("earlier")).stream().filter(f -> f.endsWith(".json")).toList());
    assertEquals(6, files(dir.resolve("earlier")).size());
  }

  @Test
  void noneIsKeptWhereNoneIsWanted() throws IOException {
    left(dir, "report", 7);
    left(dir, "report-db1-77", 8);
    run(0);
    assertEquals(List.of(".querymirror.lock", "report.html", "report.json"), files(dir));
  }

  @Test
  void whatIsNoReportIsPutAsideByItsTime() throws IOException {
    left(dir, "report", 7);
    Files.writeString(dir.resolve("report.json"), "{\"format\": 1, \"verd");
    Files.setLastModifiedTime(
        dir.resolve("report.json"), FileTime.from(Instant.parse("2027-01-31T11:00:00Z")));
    run(10);
    assertTrue(files(dir.resolve("earlier")).contains("report-2027-01-31T11-00-00Z.json"));
  }

  @Test
  void theFirstPutsAsideWhatEndedJvmsLeft() throws IOException {
    left(dir, "report-db1-77", 7);
    Files.writeString(dir.resolve(".report-db1-77.json.tmp"), "half");
    Files.writeString(dir.resolve(".report-db1-77.html.tmp"), "half");
    Files.writeString(dir.resolve(".report-db1-77.lock"), "");
    Files.writeString(dir.resolve(".report.html.tmp"), "half");
    Files.writeString(dir.resolve(".report-db1-99.json.tmp"), "killed before its first");
    Files.writeString(dir.resolve(".report-db1-98.lock"), "");
    run(10);
    assertEquals(List.of(".querymirror.lock", "earlier", "report.html", "report.json"), files(dir));
    assertEquals(
        List.of(
            "report-db1-77-2027-01-31T10-07-00.500Z.html",
            "report-db1-77-2027-01-31T10-07-00.500Z.json"),
        files(dir.resolve("earlier")));
  }

  @Test
  void whoRunsBesideKeepsItsReport() throws Exception {
    Process first = another();
    assertEquals("report.json", first.inputReader().readLine());
    Process second = another();
    String name = second.inputReader().readLine();
    first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    run(10);
    assertTrue(files(dir).contains(name), files(dir).toString());
    assertEquals(1, files(dir.resolve("earlier")).stream().filter(f -> f.endsWith("json")).count());
    second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    run(10);
    assertEquals(List.of(".querymirror.lock", "earlier", "report.html", "report.json"), files(dir));
  }

  @Test
  void reportsOfFurtherJvmsThatComeAndGoAreBounded() throws Exception {
    Process first = another();
    assertEquals("report.json", first.inputReader().readLine());
    for (int minute = 10; minute < 15; minute++) {
      left(dir, "report-db1-" + minute, minute);
    }
    run(2);
    String own = Processes.reportName();
    assertEquals(
        List.of("report-db1-13.json", "report-db1-14.json", own, "report.json"),
        files(dir).stream().filter(f -> f.endsWith(".json")).sorted().toList());
    assertEquals(4, files(dir.resolve("earlier")).size());
    first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void aPlaceThatCannotBeMadeCostsNoReport() throws IOException {
    left(dir, "report", 7);
    Files.writeString(dir.resolve("earlier"), "a file where the directory should be");
    run(10);
    assertTrue(Files.readString(dir.resolve("report.json")).contains("\"targets\""));
  }

  private Process another() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ReportWriterTest.AnotherWriter.class.getName(),
            dir.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
