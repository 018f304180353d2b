package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code on PID} and {@code off PID}. */
abstract class SwitchCommand extends PidCommand {
  private final boolean on;

  SwitchCommand(boolean on, PrintStream out, PrintStream err, Terminal terminal) {
    super(out, err, terminal);
    this.on = on;
  }

  @Override
  JsonNode ask(long process) throws InputException {
    return AgentClient.call(process, on ? "enable" : "disable", Map.of());
  }

  @Override
  int print(long process, JsonNode answer) {
    String now = answer.path("enabled").asBoolean() ? "on" : "off";
    out.println("mirroring is " + now + (answer.path("changed").asBoolean() ? "" : " already"));
    return 0;
  }

  @Command(
      name = "on",
      description = "Switches mirroring on, in force at once.",
      footer = {
        "",
        "Examples:",
        "  java -jar querymirror-agent.jar on 4711",
        "  java -jar querymirror-agent.jar on 4711 --json",
        "",
        "A transaction that is open in the application is mirrored from its end on.",
        "Exit codes: 0 it is on, 2 it could not be asked.",
        "Manual: docs/commands.md, docs/attach.md"
      })
  static final class On extends SwitchCommand {
    On(PrintStream out, PrintStream err, Terminal terminal) {
      super(true, out, err, terminal);
    }
  }

  @Command(
      name = "off",
      description = "Switches mirroring off, in force at once; the agent stays.",
      footer = {
        "",
        "Examples:",
        "  java -jar querymirror-agent.jar off 4711",
        "  java -jar querymirror-agent.jar off 4711 --json",
        "",
        "Open transactions of the targets roll back; what is complete in the queues still runs.",
        "Exit codes: 0 it is off, 2 it could not be asked.",
        "Manual: docs/commands.md, docs/attach.md"
      })
  static final class Off extends SwitchCommand {
    Off(PrintStream out, PrintStream err, Terminal terminal) {
      super(false, out, err, terminal);
    }
  }
}
