package io.querymirror.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Java installations of this machine, by feature version. */
final class Jdk {
  private Jdk() {}

  /**
   * The {@code java} program of that version: from {@code -Djdk25.home} or {@code JDK25_HOME}, else
   * this JVM's own, else from the usual directories.
   */
  static Optional<Path> java(int feature) {
    List<Path> homes = new ArrayList<>();
    add(homes, System.getProperty("jdk" + feature + ".home"));
    add(homes, System.getenv("JDK" + feature + "_HOME"));
    add(homes, System.getProperty("java.home"));
    for (String parent :
        List.of(
            "/usr/lib/jvm",
            "/opt/java",
            System.getProperty("user.home") + "/.sdkman/candidates/java")) {
      Path directory = Path.of(parent);
      if (Files.isDirectory(directory)) {
        try (Stream<Path> children = Files.list(directory)) {
          children.sorted().forEach(homes::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return homes.stream()
        .filter(home -> feature(home) == feature)
        .map(home -> home.resolve("bin/java"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static void add(List<Path> homes, String home) {
    if (home != null && !home.isEmpty()) {
      homes.add(Path.of(home));
    }
  }

  private static int feature(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return -1;
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.substring(14).replaceAll("[^0-9].*", ""))
          .map(Integer::parseInt)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
