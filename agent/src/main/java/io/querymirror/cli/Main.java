package io.querymirror.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar querymirror-agent.jar COMMAND …}. */
@Command(
    name = "querymirror",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Mirrors the JDBC statements of a service to other databases, and compares.",
    footer = {
      "",
      "As an agent:",
      "  java -javaagent:querymirror-agent.jar=querymirror.yaml -jar service.jar",
      "Before that:",
      "  java -jar querymirror-agent.jar check querymirror.yaml --connect",
      "While it runs, and after it:",
      "  java -jar querymirror-agent.jar top PID",
      "  java -jar querymirror-agent.jar report querymirror-report",
      "",
      "COMMAND --help shows examples of each. Every command prints JSON with --json.",
      "Exit codes: 0 done, 2 wrong usage, wrong input, or not reached; report has 1 and 3 too.",
      "Colour only on a terminal, and not where NO_COLOR is set.",
      "Manual: docs/commands.md, docs/configuration.md"
    })
public final class Main implements Runnable {
  static final int FAILED = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    int exit = run(args, System.out, System.err, Terminal.detect());
    System.out.flush();
    System.exit(exit);
  }

  /**
   * Runs one command, without colour and 100 columns wide.
   *
   * @return the exit code
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, out, err, Terminal.PLAIN);
  }

  static int run(String[] args, PrintStream out, PrintStream err, Terminal terminal) {
    return commands(out, err, terminal).execute(args);
  }

  /** All commands, as they are parsed. */
  static CommandLine commands(PrintStream out, PrintStream err, Terminal terminal) {
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new CheckCommand(out, err, terminal));
    line.addSubcommand(new TestCommand(out, err, terminal));
    line.addSubcommand(new AttachToCommand(out, err, terminal));
    line.addSubcommand(new DetachCommand(out, err, terminal));
    line.addSubcommand(new StatusCommand(out, err, terminal));
    line.addSubcommand(new SwitchCommand.On(out, err, terminal));
    line.addSubcommand(new SwitchCommand.Off(out, err, terminal));
    line.addSubcommand(new ReloadCommand(out, err, terminal));
    line.addSubcommand(new ReportCommand(out, terminal));
    line.addSubcommand(new TopCommand(out, terminal));
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(Math.min(terminal.width(), 100));
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          Usage.wrong(e, err);
          return FAILED;
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          String why = e instanceof InputException ? e.getMessage() : "internal error: " + e;
          if (command.getParseResult().hasMatchedOption("--json")) {
            Json.print(Json.failed(String.valueOf(why)), out);
          } else {
            err.println(why);
          }
          return FAILED;
        });
    return line;
  }

  /** No command was given. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
