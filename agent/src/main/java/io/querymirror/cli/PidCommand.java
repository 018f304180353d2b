package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command for the agent in a running JVM. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class PidCommand implements Callable<Integer> {
  final PrintStream out;
  final PrintStream err;
  final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "PID",
      converter = ProcessId.class,
      description = "The process, as jps or ps shows it.")
  private long pid;

  @Option(names = "--json", description = "Print JSON, errors too.")
  private boolean json;

  PidCommand(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Asks the agent. */
  abstract JsonNode ask(long process) throws InputException, IOException;

  /** Says for people what came of it; the exit code. */
  abstract int print(long process, JsonNode answer);

  @Override
  public Integer call() throws Exception {
    JsonNode answer;
    try {
      answer = ask(pid);
    } catch (InputException e) {
      if (json) {
        Json.print(Json.failed(pid, e), out);
      } else {
        err.println(e.getMessage());
      }
      return Main.FAILED;
    }
    if (json) {
      Json.print(answer, out);
      return exit(answer);
    }
    return print(pid, answer);
  }

  /** What the answer means as an exit code. */
  int exit(JsonNode answer) {
    return 0;
  }
}
