package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code reload PID}. */
@Command(
    name = "reload",
    description = "Has the agent read its configuration file again.",
    footer = {
      "",
      "Examples:",
      "  java -jar querymirror-agent.jar reload 4711",
      "  java -jar querymirror-agent.jar reload 4711 --json",
      "",
      "A file with mistakes changes nothing.",
      "Exit codes: 0 what the file says is in force, 2 it is not, with a line for every mistake.",
      "Manual: docs/commands.md, docs/attach.md"
    })
final class ReloadCommand extends PidCommand {
  ReloadCommand(PrintStream out, PrintStream err, Terminal terminal) {
    super(out, err, terminal);
  }

  @Override
  JsonNode ask(long process) throws InputException {
    return AgentClient.call(process, "reload", Map.of());
  }

  @Override
  int exit(JsonNode answer) {
    return answer.path("ok").asBoolean() ? 0 : Main.FAILED;
  }

  @Override
  int print(long process, JsonNode answer) {
    if (!answer.path("ok").asBoolean()) {
      err.println("refused, the configuration of before stays in force:");
      answer.path("errors").forEach(e -> err.println(Text.clean(e.asText())));
    } else if (answer.path("changes").isEmpty()) {
      out.println("read again, nothing has changed");
    } else {
      out.println("in force since now:");
      answer.path("changes").forEach(c -> out.println("  " + Text.clean(c.asText())));
    }
    return exit(answer);
  }
}
