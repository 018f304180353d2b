package io.querymirror.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.report.Models;
import io.querymirror.report.ReportWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report DIR… --html FILE}. */
class HtmlFileTest {
  @TempDir Path temp;

  @BeforeEach
  void reports() {
    for (String name : new String[] {"a", "b"}) {
      try (ReportWriter writer = new ReportWriter(temp.resolve(name), 10)) {
        writer.write(Models.small());
      }
    }
  }

  private Cli report(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "report";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Cli.run(all);
  }

  @Test
  void oneReportsPageIsTheAgentsOwn() throws IOException {
    Path page = temp.resolve("page.html");
    String plain = report(temp.resolve("a").toString()).out();
    assertEquals(plain, report(temp.resolve("a").toString(), "--html", page.toString()).out());
    assertEquals(Files.readString(temp.resolve("a/report.html")), Files.readString(page));
  }

  @Test
  void severalReportsHaveOnePage() throws IOException {
    Path page = temp.resolve("page.html");
    report(temp.resolve("a").toString(), temp.resolve("b").toString(), "--html", page.toString());
    assertTrue(Files.readString(page).contains("\"seen\":28"));
  }

  @Test
  void aHalfSurrogateIsNoHindrance() throws IOException {
    Path report = temp.resolve("a/report.json");
    Files.writeString(
        report, Files.readString(report).replace("shop traffic", "half \\ud83d of one"));
    Path page = temp.resolve("page.html");
    assertEquals(0, report(report.toString(), "--html", page.toString()).exit);
    assertTrue(Files.readString(page).contains("half ? of one"));
  }

  @Test
  void whatCannotBeWrittenIsSaid() {
    Path page = temp.resolve("nowhere/page.html");
    Cli cli = report(temp.resolve("a").toString(), "--html", page.toString());
    assertEquals(2, cli.exit);
    assertTrue(cli.err().contains(page + ": cannot be written"), cli.err());
    assertFalse(Files.exists(page));
  }
}
