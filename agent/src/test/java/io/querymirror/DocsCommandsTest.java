package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.Manual.Block;
import io.querymirror.Manual.Page;
import io.querymirror.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of commands shows what tests see printed, and knows every command and option. */
class DocsCommandsTest {
  private static final Page PAGE = Manual.page("commands.md");
  private static final String EXAMPLES = "/io/querymirror/cli/";

  @Test
  void everyExampleIsWhatATestSeesPrinted() throws IOException {
    int examples = 0;
    for (Block block : PAGE.blocks()) {
      if (block.info().startsWith("text ")) {
        examples++;
        String name = block.info().substring("text ".length());
        try (InputStream in = getClass().getResourceAsStream(EXAMPLES + name)) {
          assertTrue(in != null, name);
          String printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          assertEquals(printed.strip(), block.text().strip(), name);
        }
      }
    }
    assertTrue(examples >= 5, examples + " examples");
  }

  private static String help(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    assertEquals(0, Main.run(args, print, print));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyCommandAndOptionIsOnThePage() {
    String page = String.join("\n", PAGE.prose());
    String list = help("--help");
    Matcher commands =
        Pattern.compile("(?m)^  ([a-z]+) {2,}\\S")
            .matcher(list.substring(list.indexOf("Commands:")));
    Set<String> missing = new TreeSet<>();
    int known = 0;
    while (commands.find()) {
      known++;
      String command = commands.group(1);
      if (!page.contains("`" + command + " ")) {
        missing.add(command);
      }
      Matcher options = Pattern.compile("--[a-z-]+").matcher(synopsis(help(command, "--help")));
      while (options.find()) {
        if (!page.contains(options.group())) {
          missing.add(command + " " + options.group());
        }
      }
    }
    assertTrue(known >= 4, list);
    assertEquals(Set.of(), missing);
  }

  /** Up to the examples. */
  private static String synopsis(String help) {
    return help.substring(0, help.indexOf("Examples:"));
  }
}
