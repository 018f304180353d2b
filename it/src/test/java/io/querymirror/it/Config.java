package io.querymirror.it;

import io.querymirror.it.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** A querymirror.yaml and the directory of its report. */
final class Config {
  private final Path directory;
  private final StringBuilder targets = new StringBuilder();
  private final StringBuilder rules = new StringBuilder();
  private final StringBuilder rest = new StringBuilder();
  private String every = "200ms";

  private Config(Path directory) {
    this.directory = directory;
  }

  static Config in(Path directory) {
    return new Config(directory);
  }

  /** A target of one server; more of its lines as in YAML: {@code writes: apply}. */
  Config target(String name, EmbeddedServer server, String... lines) {
    return target(name, server.address(), lines);
  }

  Config target(String name, String address, String... lines) {
    targets
        .append("  ")
        .append(name)
        .append(":\n    hosts: [\"")
        .append(address)
        .append("\"]\n    username: mirror\n    password: ")
        .append(EmbeddedServer.PASSWORD)
        .append('\n');
    for (String line : lines) {
      targets.append("    ").append(line).append('\n');
    }
    return this;
  }

  /** The account of the target named last, in place of {@code mirror}. */
  Config account(String user) {
    int at = targets.lastIndexOf("username: mirror");
    targets.replace(at, at + "username: mirror".length(), "username: " + user);
    return this;
  }

  /** The hosts of the target named last, in YAML's flow style. */
  Config hosts(String list) {
    int at = targets.lastIndexOf("hosts: [");
    int end = targets.indexOf("\n", at);
    targets.replace(at, end, "hosts: [" + list + "]");
    return this;
  }

  /** Rules in YAML's flow style: {@code match: {kind: read}, mirror: [candidate]}. */
  Config rule(String name, String text) {
    rules.append("  - {name: ").append(name).append(", ").append(text).append("}\n");
    return this;
  }

  /** A line of the top level. */
  Config line(String text) {
    rest.append(text).append('\n');
    return this;
  }

  Config every(String duration) {
    every = duration;
    return this;
  }

  Path reports() {
    return directory.resolve("report");
  }

  /**
   * What a machine that is busy with other tests makes of limits is no test's subject but one's.
   */
  private String limits() {
    return rest.indexOf("limits:") >= 0 ? "" : "limits: {cpu: off, heap: off, overhead_p99: off}\n";
  }

  /** Nor is how long its target takes to run what is queued at the end. */
  private String shutdown() {
    return rest.indexOf("shutdown:") >= 0 ? "" : "shutdown: {drain: 20s}\n";
  }

  Path write() {
    String text =
        "targets:\n"
            + targets
            + "rules:\n"
            + rules
            + rest
            + limits()
            + shutdown()
            + "report: {directory: \""
            + reports()
            + "\", every: "
            + every
            + "}\n";
    try {
      return Files.writeString(directory.resolve("querymirror.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest; the first one is waited for. */
  Report report() {
    Path file = reports().resolve("report.json");
    Await.until(Duration.ofSeconds(30), () -> Files.exists(file), () -> "no report was written");
    return Report.in(reports());
  }

  /** Waits for a report of so many statements, nothing of which is under way. */
  Report drained(long statements, Supplier<String> err) {
    return drained(Duration.ofSeconds(60), statements, err);
  }

  Report drained(Duration limit, long statements, Supplier<String> err) {
    Await.until(
        limit,
        () -> {
          if (!Files.exists(reports().resolve("report.json"))) {
            return false;
          }
          Report report = report().balanced();
          return report.number("capture.seen") >= statements && report.pending() == 0;
        },
        () -> report() + err.get());
    return report();
  }

  /** Waits until two reports in a row count the same, and nothing that is under way. */
  void settle(Shell shell) {
    String[] before = {"", ""};
    Await.until(
        Duration.ofSeconds(60),
        () -> {
          Report report = report().balanced();
          String written = report.text("updated");
          if (written.equals(before[0])) {
            return false;
          }
          String counts = report.counts();
          boolean settled = counts.equals(before[1]) && report.pending() == 0;
          before[0] = written;
          before[1] = counts;
          return settled;
        },
        () -> report() + shell.err());
  }
}
