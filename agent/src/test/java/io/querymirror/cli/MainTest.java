package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @Test
  void helpIsOnTheOutput() {
    Cli cli = Cli.run("--help");
    assertEquals(0, cli.exit);
    assertTrue(cli.out().contains("report") && cli.out().contains("check"), cli.out());
    assertEquals("", cli.err());
  }

  @Test
  void versionIsTheBuilds() {
    Cli cli = Cli.run("--version");
    assertEquals(0, cli.exit);
    assertTrue(cli.out().matches("querymirror \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n"), cli.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mirror",
        "report",
        "check",
        "report --fail-on same .",
        "report --min-coverage 95 .",
        "report --min-coverage 101% .",
        "check a b",
        "status abc",
        "top 0",
        "off -5"
      })
  void wrongUsageShowsTheRight(String args) {
    Cli cli = Cli.run(args.isEmpty() ? new String[0] : args.split(" "));
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains("Usage: querymirror"), cli.err());
    assertEquals("", cli.out());
  }
}
