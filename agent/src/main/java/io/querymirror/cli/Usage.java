package io.querymirror.cli;

import io.querymirror.config.Words;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of wrong usage: the mistake, what was perhaps meant, and where to read on. */
final class Usage {
  private Usage() {}

  static void wrong(ParameterException e, PrintStream err) {
    CommandLine command = e.getCommandLine();
    err.println(Text.clean(String.valueOf(e.getMessage())));
    String meant = meant(e, command);
    if (meant != null) {
      err.println("Did you mean " + meant + "?");
    }
    CommandLine.Help help = command.getHelp();
    err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
    err.println(
        "More: java -jar querymirror-agent.jar "
            + words(command)
            + (command.getParent() == null ? "--help" : " --help"));
  }

  private static String words(CommandLine command) {
    return command.getParent() == null ? "" : command.getCommandName();
  }

  private static @Nullable String meant(ParameterException e, CommandLine command) {
    if (!(e instanceof UnmatchedArgumentException)) {
      return null;
    }
    List<String> given = ((UnmatchedArgumentException) e).getUnmatched();
    String word = given.isEmpty() ? "" : given.get(0);
    if (!word.startsWith("-")) {
      return Words.nearest(word, command.getSubcommands().keySet());
    }
    List<String> known = new ArrayList<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      known.addAll(List.of(option.names()));
    }
    int value = word.indexOf('=');
    return Words.nearest(value < 0 ? word : word.substring(0, value), known);
  }
}
