package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.transcript.Transcript;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the configuration comes from, and what the application notices of a bad one: nothing. */
class ConfigurationIT {
  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  private App app() {
    return Shell.app(source, "mysql");
  }

  private static App.Finished run(App app) {
    try (Shell shell = Shell.start(app)) {
      shell.done("sql SELECT 'found me'");
      return shell.exit();
    }
  }

  private Config config() {
    return Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"argument", "property", "environment"})
  void isFound(String by) {
    Config config = config();
    String file = config.write().toString();
    App app = app();
    switch (by) {
      case "argument" -> app.agent(Path.of(file)).option("-Dquerymirror.config=/not/this/one");
      case "property" ->
          app.agent()
              .option("-Dquerymirror.config=" + file)
              .environment("QUERYMIRROR_CONFIG", "/not/this/one");
      default -> app.agent().environment("QUERYMIRROR_CONFIG", file);
    }
    long mark = target.generalLog().mark();
    App.Finished finished = run(app);
    assertEquals(
        List.of("SELECT 'found me'"),
        Copies.texts(target.generalLog().since(mark)),
        finished.err());
  }

  @Test
  void noneIsOneWarning() {
    App.Finished finished = run(app().agent());
    assertEquals(1, finished.err().lines().count(), finished.err());
    assertTrue(finished.err().startsWith("[querymirror] "), finished.err());
    assertEquals(run(app()).out(), finished.out());
  }

  @Test
  void allMistakesStandInOneBlockAndTheApplicationRuns() throws IOException {
    Path file = directory.resolve("bad.yaml");
    Files.writeString(
        file,
        """
        targets:
          candidate:
            hosts: ["127.0.0.1:99999"]
            username: mirror
            order: sorted
            colour: green
        rules:
          - match: {kind: [read, wrong]}
            mirror: [nowhere]
          - match: {sql: '('}
            mirror: [candidate]
        """);
    App.Finished finished = run(app().agent(file));
    assertEquals(run(app()).out(), finished.out());
    for (String place :
        List.of(
            file + ":3: targets.candidate.hosts[0]: ",
            file + ":5: targets.candidate.order: ",
            file + ":6: targets.candidate.colour",
            file + ":8: rules[0].match.kind",
            file + ":9: rules[0].mirror",
            file + ":10: rules[1].match.sql: ")) {
      assertTrue(finished.err().contains(place), () -> place + " in\n" + finished.err());
    }
    assertEquals(
        List.of(),
        finished
            .err()
            .lines()
            .filter(l -> l.contains("Exception") || l.startsWith("\tat"))
            .toList());
  }

  @Test
  void aMissingFileIsSaid() {
    Path file = directory.resolve("nowhere.yaml");
    App.Finished finished = run(app().agent(file));
    assertEquals(run(app()).out(), finished.out());
    assertTrue(finished.err().contains(file.toString()), finished.err());
    assertTrue(finished.err().lines().count() <= 2, finished.err());
  }

  /** An unfit configuration, and an application that does everything. */
  @Test
  void anInertAgentChangesNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("empty.yaml"), "");
    App.Finished[] finished = new App.Finished[2];
    for (int i = 0; i < 2; i++) {
      source.execute("DROP DATABASE IF EXISTS inert", "CREATE DATABASE inert");
      App app =
          App.of(Transcript.class)
              .library(Driver.CONNECTOR_J.library())
              .argument(
                  Driver.CONNECTOR_J.url(source.address(), "inert", "allowMultiQueries=true"),
                  "app",
                  EmbeddedServer.PASSWORD);
      finished[i] = (i == 0 ? app : app.agent(file)).run().ok();
    }
    assertEquals(finished[0].out(), finished[1].out());
  }
}
