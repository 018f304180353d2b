package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two JVMs with one report directory; one is killed, and another one comes. */
class SharedDirectoryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SCHEMA = "shared_directory";

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  private Config config;

  private Shell start(int reads) {
    Shell shell = Shell.start(Shell.app(source, SCHEMA).agent(config.write()));
    for (int i = 0; i < reads; i++) {
      shell.done("sql SELECT " + i);
    }
    return shell;
  }

  private List<String> reports(Path in) {
    try (Stream<Path> all = Files.list(in)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.startsWith("report") && n.endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private void awaitSeen(String file, long seen, Shell shell) {
    Path report = config.reports().resolve(file);
    Await.until(
        PATIENCE,
        () -> Files.exists(report) && seen(report) == seen,
        () -> file + " in " + reports(config.reports()) + shell.err());
  }

  private static long seen(Path report) {
    try {
      return new ObjectMapper().readTree(report.toFile()).at("/capture/seen").asLong();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String further(Shell shell) {
    return reports(config.reports()).stream()
        .filter(n -> n.endsWith("-" + shell.running().pid() + ".json"))
        .findFirst()
        .orElse("none");
  }

  /** What {@code report DIR --json} prints, where the options meet every JVM. */
  private JsonNode merged() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Needs.java(17).toString(),
                "-jar",
                Libraries.agent().toString(),
                "report",
                config.reports().toString(),
                "--json")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    String options = "-javaagent:" + Libraries.agent() + "=" + config.write();
    builder.environment().put("JAVA_TOOL_OPTIONS", options);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return new ObjectMapper().readTree(out);
  }

  @Test
  void eachHasItsFileAndARunIsSummedUpAlone() throws Exception {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS " + SCHEMA, "CREATE DATABASE " + SCHEMA);
    }
    config = Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
    try (Shell first = start(5)) {
      awaitSeen("report.json", 5, first);
      try (Shell second = start(7)) {
        Await.until(PATIENCE, () -> !further(second).equals("none"), second::err);
        awaitSeen(further(second), 7, second);
        assertEquals(12, merged().at("/capture/seen").asLong());
        assertTrue(second.err().contains("QM-0503"), second.err());

        first.close(); // as by kill -9
        try (Shell third = start(3)) {
          awaitSeen("report.json", 3, third);
          awaitSeen(further(second), 7, second);
          Path earlier = config.reports().resolve("earlier");
          assertEquals(1, reports(earlier).size(), reports(earlier).toString());
          assertEquals(5, seen(earlier.resolve(reports(earlier).get(0))));
          JsonNode sum = merged();
          assertEquals(10, sum.at("/capture/seen").asLong(), sum::toString);
          assertEquals(2, sum.path("reports").size());
          third.exit();
        }
        second.exit();
      }
      // Both have ended: what they left is one run, until the next one begins.
      assertEquals(10, merged().at("/capture/seen").asLong());
      try (Shell next = start(1)) {
        awaitSeen("report.json", 1, next);
        assertEquals(List.of("report.json"), reports(config.reports()));
        assertEquals(3, reports(config.reports().resolve("earlier")).size());
        assertEquals(1, merged().at("/capture/seen").asLong());
        next.exit();
      }
    }
  }
}
