package io.querymirror.bench.bed;

import io.querymirror.it.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A querymirror.yaml for a child. */
public final class AgentFile {
  private final StringBuilder targets = new StringBuilder();
  private String rules = "";
  private String match = "";
  private String rest = "";
  private String report = "";

  /** One more target, with what else its settings say. */
  public AgentFile target(String name, String address, List<String> lines) {
    targets.append("  ").append(name).append(":\n");
    line("hosts: [\"" + address + "\"]");
    line("username: mirror");
    line("password: " + EmbeddedServer.PASSWORD);
    lines.forEach(this::line);
    rules += (rules.isEmpty() ? "" : ", ") + name;
    return this;
  }

  private void line(String text) {
    targets.append("    ").append(text).append('\n');
  }

  /** Only what this takes, in place of everything. */
  public AgentFile match(String text) {
    match = "match: " + text + ", ";
    return this;
  }

  /** One more setting of the report. */
  public AgentFile report(String setting) {
    report = ", " + setting;
    return this;
  }

  /** A line of the top level. */
  public AgentFile top(String text) {
    rest += text + "\n";
    return this;
  }

  /** Everything, or what matches, goes to all targets. */
  public Path write(Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("querymirror.yaml"),
        "targets:\n"
            + targets
            + "rules:\n  - {"
            + match
            + "mirror: ["
            + rules
            + "]}\n"
            + "report: {directory: report"
            + report
            + "}\n"
            // What is measured is the work, not how it is held back on a machine that is full.
            + "limits: {cpu: off, heap: off, overhead_p99: off}\n"
            + rest);
  }
}
