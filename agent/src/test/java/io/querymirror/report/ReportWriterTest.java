package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  @TempDir Path temp;

  @Test
  void createsTheDirectoryAndLeavesNothingElse() throws IOException {
    Path directory = temp.resolve("a/b");
    try (ReportWriter writer = new ReportWriter(directory, 10)) {
      assertEquals(directory.resolve("report.json"), writer.write(Models.small()));
      assertNotNull(writer.write(Models.small()));
    }
    assertEquals(List.of(".querymirror.lock", "report.html", "report.json"), files(directory));
  }

  @Test
  void aReaderNeverSeesHalfAReport() throws Exception {
    try (ReportWriter writer = new ReportWriter(temp, 10)) {
      Path file = writer.write(Models.small());
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(
              () -> {
                int reads = 0;
                while (!over.get()) {
                  assertEquals(1, read(file).get("format").asInt());
                  reads++;
                }
                return reads;
              });
      for (int i = 0; i < 300; i++) {
        assertNotNull(writer.write(Models.small()));
      }
      over.set(true);
      assertTrue(reader.get(60, TimeUnit.SECONDS) > 0);
    }
  }

  @Test
  void theSecondWriterHasItsOwnFile() throws IOException {
    try (ReportWriter first = new ReportWriter(temp, 10);
        ReportWriter second = new ReportWriter(temp, 10)) {
      assertEquals("report.json", first.write(Models.small()).getFileName().toString());
      String name = second.write(Models.empty()).getFileName().toString();
      String pid = Long.toString(ProcessHandle.current().pid());
      assertTrue(name.matches("report-.+-" + pid + "\\.json"), name);
      assertEquals(2, read(temp.resolve("report.json")).get("targets").size());
    }
  }

  /** A timer's write behind the last one took the directory as a new run, and put all aside. */
  @Test
  void nothingIsWrittenBehindTheEnd() throws IOException {
    try (ReportWriter first = new ReportWriter(temp, 10);
        ReportWriter second = new ReportWriter(temp, 10)) {
      first.write(Models.small());
      second.write(Models.empty());
      first.close();
      second.close();
      assertNull(second.write(Models.empty()));
      assertEquals(2, read(temp.resolve("report.json")).get("targets").size());
    }
  }

  @Test
  void anotherProcessHasItsOwnFileAndACrashGivesTheNameBack() throws Exception {
    Process other = anotherWriter();
    assertEquals("report.json", other.inputReader().readLine());
    try (ReportWriter writer = new ReportWriter(temp, 10)) {
      assertTrue(writer.write(Models.small()).getFileName().toString().startsWith("report-"));
    }
    other.destroyForcibly().waitFor();
    try (ReportWriter writer = new ReportWriter(temp, 10)) {
      assertEquals("report.json", writer.write(Models.small()).getFileName().toString());
      Process late = anotherWriter();
      String name = late.inputReader().readLine();
      assertTrue(name.matches("report-.+-" + late.pid() + "\\.json"), name);
      late.destroyForcibly().waitFor();
    }
  }

  @Test
  void anUnwritableDirectoryIsTriedAgain() throws IOException {
    Path blocked = temp.resolve("reports");
    Files.writeString(blocked, "a file where the directory should be");
    try (ReportWriter writer = new ReportWriter(blocked, 10)) {
      assertNull(writer.write(Models.small()));
      assertNull(writer.write(Models.small()));
      Files.delete(blocked);
      assertEquals("report.json", writer.write(Models.small()).getFileName().toString());
    }
  }

  @Test
  void anInterruptDoesNotCostTheLastReport() throws IOException {
    try (ReportWriter writer = new ReportWriter(temp, 10)) {
      Thread.currentThread().interrupt();
      Path file = writer.write(Models.small());
      assertTrue(Thread.interrupted());
      assertEquals("report.json", file.getFileName().toString());
      assertEquals(2, read(file).get("targets").size());
    }
  }

  @Test
  void aFailureKeepsTheOldReport() throws IOException {
    try (ReportWriter writer = new ReportWriter(temp, 10)) {
      Path file = writer.write(Models.small());
      Path beside = Files.createDirectory(temp.resolve(".report.json.tmp"));
      Files.createFile(beside.resolve("in the way"));
      assertNull(writer.write(Models.empty()));
      assertEquals(2, read(file).get("targets").size());
      Files.delete(beside.resolve("in the way"));
      assertNull(writer.write(Models.empty()), "a directory in the way is removed by the failure");
      assertEquals(file, writer.write(Models.empty()));
      assertEquals(0, read(file).get("targets").size());
      assertFalse(Files.exists(beside));
    }
  }

  private Process anotherWriter() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            AnotherWriter.class.getName(),
            temp.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Writes one report, says its name, and waits to be killed. */
  static final class AnotherWriter {
    public static void main(String[] args) throws InterruptedException {
      ReportWriter writer = new ReportWriter(Path.of(args[0]), 10);
      System.out.println(writer.write(Models.empty()).getFileName());
      Thread.sleep(60_000);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(p -> p.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }
}
