package io.querymirror.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file under {@code bad} is told exactly the lines of the text file beside it. */
class BadFilesTest {
  private static final Map<String, String> ENV =
      Map.of(
          "NOT_A_BOOLEAN", "hidden",
          "BAD_HOST", "hidden",
          "BAD_REGEX", "(hidden");

  @TempDir Path temp;

  static Stream<String> files() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml"))
          .sorted()
          .collect(Collectors.toList())
          .stream();
    }
  }

  private static Path directory() throws URISyntaxException {
    return Path.of(BadFilesTest.class.getResource("bad").toURI());
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyMistakeIsOneLine(String name) throws Exception {
    Path file = directory().resolve(name);
    String expected = Files.readString(directory().resolve(name.replace(".yaml", ".txt")));
    String told = told(file, file.toString(), name);
    assertEquals(expected, told);
    assertFalse(told.contains("hidden"), told);
  }

  /** Each line stands for ten times the one before: together for more than there is memory. */
  @Test
  void aliasesThatGrow() throws Exception {
    StringBuilder text = new StringBuilder("host_groups:\n  g0: &g0 [a, b]\n");
    for (int i = 1; i <= 12; i++) {
      String ten = String.join(", ", Collections.nCopies(10, "*g" + (i - 1)));
      text.append("  g" + i + ": &g" + i + " [" + ten + "]\n");
    }
    Path file = Files.writeString(temp.resolve("grows.yaml"), text);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          String told = told(file, file.toString(), "grows.yaml");
          assertEquals(
              1,
              told.lines().filter(l -> l.contains("aliases of more than 100000 values")).count());
        });
  }

  private static String told(Path file, String path, String name) {
    ConfigException e = assertThrows(ConfigException.class, () -> ConfigLoader.load(file, ENV));
    assertFalse(e.errors().isEmpty());
    assertEquals(
        e.getMessage(),
        e.errors().stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    return e.errors().stream()
        .map(x -> x.toString().replace(path, name) + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void noFile() {
    Path file = temp.resolve("q.yaml");
    assertEquals(
        "q.yaml: found no such file, expected a YAML file\n",
        told(file, file.toString(), "q.yaml"));
  }

  @Test
  void aDirectory() {
    assertEquals(
        "q.yaml: found a directory, expected a YAML file\n", told(temp, temp.toString(), "q.yaml"));
  }

  @Test
  void anEmptyFile() throws Exception {
    Path file = Files.createFile(temp.resolve("q.yaml"));
    assertEquals(
        "q.yaml:1: found an empty file, expected targets and rules\n",
        told(file, file.toString(), "q.yaml"));
  }

  @Test
  void aHugeFile() throws Exception {
    Path file = Files.write(temp.resolve("q.yaml"), new byte[3 << 20]);
    assertEquals(
        "q.yaml: found 3145728 bytes, expected a YAML file of 2MB at most\n",
        told(file, file.toString(), "q.yaml"));
  }

  @Test
  void aMistakeHasItsParts() throws Exception {
    Path file = Files.writeString(temp.resolve("q.yaml"), "enabled: 1\nrules: []\n");
    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigLoader.load(file, Map.of()));
    assertEquals(1, e.errors().size());
    ConfigError error = e.errors().get(0);
    assertEquals(file.toString(), error.file());
    assertEquals(1, error.line());
    assertEquals("enabled", error.path());
    assertEquals("found \"1\", expected true or false", error.message());
  }

  @Test
  void emptyAndBrokenPasswordFiles() throws Exception {
    Path empty = Files.writeString(temp.resolve("empty"), "\n");
    Path binary = Files.write(temp.resolve("binary"), new byte[] {(byte) 0xff});
    Path large = Files.write(temp.resolve("large"), new byte[100_000]);
    for (Path secret : List.of(empty, binary, large)) {
      Path file =
          Files.writeString(
              temp.resolve("q.yaml"),
              "targets: {a: {hosts: db, username: u, password_file: '" + secret + "'}}\nrules: []");
      String told = told(file, file.toString(), "q.yaml");
      assertTrue(
          told.matches(
              "q.yaml:1: targets.a.password_file: found \".*\", (an empty file|a file over 64KB|"
                  + "a file that is no UTF-8), expected a file with the password\n"),
          told);
    }
  }
}
