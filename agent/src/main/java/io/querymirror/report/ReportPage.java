package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.html} without its data. The build puts it into the jar as it is here: hashing a
 * hundred kilobytes of scripts by code that has not been compiled yet was a third of what the agent
 * took of an application that starts and ends.
 */
final class ReportPage {
  private static final String HEAD = "page/report-head.html";
  private static final String TAIL = "page/report-tail.html";

  /** What stands before the data. */
  final byte[] head;

  /** What stands behind them. */
  final byte[] tail;

  private ReportPage(byte[] head, byte[] tail) {
    this.head = head;
    this.tail = tail;
  }

  /** From the jar; made where there is none. */
  static ReportPage read() throws IOException {
    byte[] head = resource(HEAD);
    byte[] tail = resource(TAIL);
    return head == null || tail == null ? make() : new ReportPage(head, tail);
  }

  /**
   * @throws IOException where the page's parts are missing
   */
  static ReportPage make() throws IOException {
    PageShell shell =
        new PageShell(
            "querymirror report",
            "",
            List.of("page"),
            List.of(
                "dom",
                "words",
                "sql",
                "overview",
                "ledger",
                "charts",
                "resources",
                "examples",
                "details",
                "statements",
                "parts",
                "main"),
            "This page shows the report by a script of its own. The same figures lie in"
                + " report.json beside it.");
    return new ReportPage(
        (shell.head() + "<script type=\"application/json\" id=\"report\">")
            .getBytes(StandardCharsets.UTF_8),
        ("</script>\n" + shell.tail()).getBytes(StandardCharsets.UTF_8));
  }

  private static byte @Nullable [] resource(String name) throws IOException {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  /** For the build: writes it where {@link #read} looks for it, below this directory. */
  public static void main(String[] directory) throws IOException {
    Path own = Path.of(directory[0], "io", "querymirror", "report");
    ReportPage page = make();
    Files.write(own.resolve(HEAD), page.head);
    Files.write(own.resolve(TAIL), page.tail);
  }
}
