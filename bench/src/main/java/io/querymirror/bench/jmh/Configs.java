package io.querymirror.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The forks' configurations, in a directory of their own. */
final class Configs {
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
      case NEVER_ON:
        return List.of(
            name, agent(jar, write("off", "{kind: select}")), "-Dquerymirror.enabled=false");
      case COMPARED:
        return List.of(name, agent(jar, write("compared", "{kind: select}", true)));
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
    return write(name, match, false);
  }

  private Path write(String name, String match, boolean compared) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yaml"), head(1, compared) + rule("one", match, 1));
  }

  /** A configuration file of this name, and what stands under its {@code rules}. */
  Path write(String name, int targets, String rules) throws IOException {
    return Files.writeString(directory.resolve(name + ".yaml"), head(targets, false) + rules);
  }

  /** One rule that mirrors to the first so many targets. */
  static String rule(String name, String match, int targets) {
    StringBuilder names = new StringBuilder();
    for (int i = 1; i <= targets; i++) {
      names.append(i == 1 ? "" : ", ").append("candidate_").append(i);
    }
    return "  - name: " + name + "\n    match: " + match + "\n    mirror: [" + names + "]\n";
  }

  private String content(String match) {
    return head(1, false) + rule("one", match, 1);
  }

  /**
   * Targets are ports where nobody listens: their copies are counted and thrown away behind the
   * ring, which is the quickest that a dispatcher can be rid of them.
   */
  private String head(int targets, boolean compared) {
    StringBuilder head = new StringBuilder("targets:\n");
    for (int i = 1; i <= targets; i++) {
      head.append("  candidate_").append(i).append(":\n");
      head.append("    hosts: [\"127.0.0.1:").append(i).append("\"]\n");
      head.append("    username: mirror\n    password: secret\n");
      head.append("    compare: {results: ").append(compared).append("}\n");
      if (compared) {
        // A burst of large results is more than an application ever waits for.
        head.append("    queue: {size: 64GB}\n");
      }
    }
    head.append("limits: {cpu: off, heap: off, overhead_p99: off}\n");
    head.append("report: {directory: '").append(reports()).append("', every: 10s}\n");
    return head.append("rules:\n").toString();
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
