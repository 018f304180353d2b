package io.querymirror.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The forks' configurations, in a directory of their own. */
final class Configs {
  /** Where nobody listens. */
  static final String NOBODY = "127.0.0.1:1";

  private final Path directory;
  private int pipes;

  Configs(Path directory) {
    this.directory = directory;
  }

  /** The JVM's arguments that make a mode. */
  List<String> arguments(Mode mode, Path jar) throws IOException, InterruptedException {
    String name = "-Dquerymirror.bench.mode=" + mode;
    switch (mode) {
      case UNMATCHED:
        return List.of(name, agent(jar, write("unmatched", "{sql: '^NOTHING LIKE IT'}")));
      case OFF:
      case MATCHED:
        return List.of(name, agent(jar, write("matched", "{kind: select}")));
      case FULL:
        Path pipe = pipe(content("{kind: select}"));
        return List.of(name, agent(jar, pipe), "-Dquerymirror.bench.waiting=" + pipe);
      default:
        return List.of(name);
    }
  }

  static String agent(Path jar, Path configuration) {
    return "-javaagent:" + jar + "=" + configuration;
  }

  Path reports() {
    return directory.resolve("report");
  }

  private Path write(String name, String match) throws IOException {
    return write(name, NOBODY, rule(match));
  }

  /** A configuration file of this name with one target and any rules. */
  Path write(String name, String target, String rules) throws IOException {
    return Files.writeString(directory.resolve(name + ".yaml"), head(target) + rules);
  }

  static String rule(String match) {
    return "  - name: one\n    match: " + match + "\n    mirror: [candidate]\n";
  }

  private String content(String match) {
    return head(NOBODY) + rule(match);
  }

  /**
   * Where nobody listens, copies are counted and thrown away behind the ring, which is the quickest
   * that a dispatcher can be rid of them.
   */
  private String head(String target) {
    return "targets:\n"
        + "  candidate:\n"
        + "    hosts: [\""
        + target
        + "\"]\n"
        + "    username: mirror\n"
        + "    password: secret\n"
        + "report: {directory: '"
        + reports()
        + "', every: 10s}\n"
        + "rules:\n";
  }

  /**
   * A configuration that does not come, as from a hanging file system: the dispatcher, which reads
   * it, takes nothing from the ring meanwhile.
   */
  private Path pipe(String content) throws IOException, InterruptedException {
    Path pipe = directory.resolve("waiting-" + pipes++);
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    if (made.waitFor() != 0) {
      throw new IOException("no mkfifo");
    }
    Files.writeString(Path.of(pipe + ".content"), content);
    return pipe;
  }
}
