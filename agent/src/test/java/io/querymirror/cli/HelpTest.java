package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} promises, and what is said where a word is wrong. */
class HelpTest {
  private static final String PROGRAM = "java -jar querymirror-agent.jar ";
  private static final Pattern PAGE = Pattern.compile("docs/[\\w.-]+");

  private static CommandLine line() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return Main.commands(nowhere, nowhere, Terminal.PLAIN);
  }

  static Stream<String> commands() {
    return line().getSubcommands().keySet().stream();
  }

  private static String help(String command) {
    Cli cli = Cli.run(command, "--help");
    assertEquals(0, cli.exit);
    assertEquals("", cli.err());
    return cli.out();
  }

  /** Of a command the lines that begin as one would type them, with those that go on below. */
  private static List<String> examples(String help) {
    List<String> examples = new ArrayList<>();
    boolean goesOn = false;
    for (String line : help.substring(help.indexOf("Examples:")).split("\n")) {
      String text = line.strip().replaceFirst(" \\\\$", "");
      if (goesOn) {
        examples.add(examples.remove(examples.size() - 1) + " " + text);
      } else if (text.startsWith(PROGRAM)) {
        examples.add(text.substring(PROGRAM.length()));
      }
      goesOn = line.endsWith(" \\");
    }
    return examples;
  }

  /** As a shell would. */
  private static String[] words(String line) {
    List<String> words = new ArrayList<>();
    Matcher m = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
    while (m.find()) {
      words.add(m.group(1) == null ? m.group(2) : m.group(1));
    }
    return words.toArray(new String[0]);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleParsesAndEveryOptionIsInOne(String command) {
    List<String> examples = examples(help(command));
    assertFalse(examples.isEmpty(), command);
    for (String example : examples) {
      assertTrue(example.startsWith(command + " "), example);
      assertDoesNotThrow(() -> line().parseArgs(words(example)), example);
    }
    String all = " " + String.join(" ", examples) + " ";
    for (OptionSpec option : line().getSubcommands().get(command).getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        assertTrue(
            Stream.of(option.names()).anyMatch(n -> all.matches(".* " + n + "[ =].*")),
            () -> command + ": no example with " + option.longestName());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysItsExitCodesAndItsPages(String command) {
    String help = help(command);
    assertTrue(help.contains("Exit codes"), help);
    assertTrue(help.contains("docs/commands.md"), help);
    Matcher pages = PAGE.matcher(help);
    while (pages.find()) {
      assertTrue(Files.exists(Path.of("..").resolve(pages.group())), pages.group());
    }
    for (String line : help.split("\n")) {
      assertTrue(line.length() <= 100, line);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandPrintsJson(String command) {
    assertTrue(line().getSubcommands().get(command).getCommandSpec().findOption("--json") != null);
    assertTrue(Cli.run("--help").out().contains("  " + command + " "), command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "chekc x; check",
        "reprot .; report",
        "tset; test",
        "check --conect x; --connect",
        "report --fail_on errors .; --fail-on",
        "test x --sql y --in-trasaction; --in-transaction"
      })
  void aSlipOfTheHandIsGuessed(String args, String meant) {
    Cli cli = Cli.run(args.split(" "));
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("Did you mean " + meant + "?"), cli.err());
    assertTrue(cli.err().split("\n").length <= 8, cli.err());
  }

  @Test
  void colourIsForTerminals() {
    assertFalse(Cli.run("--help").out().contains("\u001b"));
    assertTrue(Cli.run(new Terminal(100, true), "--help").out().contains("\u001b"));
  }
}
