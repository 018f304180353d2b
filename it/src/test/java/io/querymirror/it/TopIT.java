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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} on a service under load: what it counts, its screen, and the service's end. */
class TopIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";

  @TempDir Path directory;

  private static List<String> command(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Needs.java(17).toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                Libraries.agent().toString()));
    all.addAll(List.of(words));
    return all;
  }

  private Process start(List<String> words, Path out) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(out.toFile());
    builder.redirectError(directory.resolve(out.getFileName() + ".err").toFile());
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    return builder.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aServiceUnderLoadAndItsEnd() throws Exception {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS top", "CREATE DATABASE top");
    }
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("all", "mirror: [candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "top").agent(config.write()))) {
      shell.done("start 1");
      String pid = Long.toString(shell.running().pid());
      Path lines = directory.resolve("lines");
      Path screen = directory.resolve("screen");
      Process json = start(command("top", pid, "--json", "--every", "500ms"), lines);
      String live = String.join(" ", command("top", pid, "--every", "200ms"));
      Process onTerminal = start(List.of("script", "-q", "-e", "-c", live, "/dev/null"), screen);
      try {
        Await.until(
            Duration.ofSeconds(60),
            () -> read(lines).lines().count() >= 3 && read(screen).contains("a second"),
            () -> read(lines).lines().count() + " lines, " + read(screen) + shell.err());
        quit(onTerminal, screen);
        counts(read(lines));
        shell.done("stop");
        shell.close();
        assertTrue(json.waitFor(20, TimeUnit.SECONDS), () -> read(lines));
        assertEquals(2, json.exitValue());
        assertTrue(
            read(lines).contains("\"errors\":[\"process " + pid + " has ended\"]"),
            () -> read(lines));
        assertEquals("", read(directory.resolve("lines.err")));
      } finally {
        json.destroyForcibly();
        onTerminal.destroyForcibly();
      }
    }
  }

  private static void quit(Process onTerminal, Path screen) throws Exception {
    assertTrue(read(screen).contains(ENTER));
    onTerminal.getOutputStream().write('q');
    onTerminal.getOutputStream().flush();
    assertTrue(onTerminal.waitFor(20, TimeUnit.SECONDS), () -> read(screen));
    assertEquals(0, onTerminal.exitValue(), () -> read(screen));
    String said = read(screen);
    assertTrue(said.contains("candidate"), said);
    assertTrue(said.lastIndexOf(LEAVE) > said.lastIndexOf(ENTER), said);
  }

  /** Rates times seconds are what the counts say, as each line follows the one before. */
  private static void counts(String lines) throws IOException {
    double seen = 0;
    int n = 0;
    String host = "";
    for (String line : lines.lines().toList()) {
      if (!line.endsWith("}")) {
        continue; // half of one that is being written
      }
      JsonNode sample = JSON.readTree(line);
      assertTrue(sample.path("enabled").asBoolean(), line);
      seen += sample.path("seen_per_s").asDouble() * sample.path("seconds").asDouble();
      for (JsonNode state : sample.at("/targets/candidate/hosts")) {
        host = state.asText();
      }
      n++;
    }
    assertEquals("up", host);
    assertTrue(n >= 2 && seen > 10, seen + " seen in " + n + " lines");
  }
}
