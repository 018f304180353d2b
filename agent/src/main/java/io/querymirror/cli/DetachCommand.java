package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code detach PID}. */
@Command(
    name = "detach",
    description = "Takes the agent out of a running JVM.",
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar detach 4711",
      "  java -jar querymirror-agent.jar detach 4711 --json",
      "",
      "What is complete in the queues still runs, within shutdown.drain; then the last report is",
      "written, the targets' connections are closed, and the drivers are as they were. To stop for",
      "a while only, off is quicker and costs the application nothing.",
      "Exit codes: 0 it has left, 2 it has not.",
      "Manual: docs/commands.md, docs/attach.md"
    })
final class DetachCommand extends PidCommand {
  DetachCommand(PrintStream out, PrintStream err, Terminal terminal) {
    super(out, err, terminal);
  }

  @Override
  JsonNode ask(long process) throws InputException {
    return AgentClient.call(process, "detach", Map.of());
  }

  @Override
  int print(long process, JsonNode answer) {
    out.println("querymirror has left process " + process);
    return 0;
  }
}
