package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code status PID}. */
@Command(
    name = "status",
    description = "Says how the agent in a running JVM is doing.",
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar status 4711",
      "  java -jar querymirror-agent.jar status 4711 --json",
      "",
      "Its configuration and the last reload, what it has seen and done, and each target's state.",
      "Exit codes: 0 it answers, 2 it does not, or is not there.",
      "Manual: docs/commands.md, docs/attach.md"
    })
final class StatusCommand extends PidCommand {
  StatusCommand(PrintStream out, PrintStream err, Terminal terminal) {
    super(out, err, terminal);
  }

  @Override
  JsonNode ask(long process) throws InputException {
    return AgentClient.call(process, "status", Map.of());
  }

  @Override
  int print(long process, JsonNode answer) {
    new StatusPrinter(out, terminal).print(answer);
    return 0;
  }
}
