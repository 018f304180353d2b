package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@code report.html}: a report's JSON and the page that shows it, in one file. */
public final class ReportHtml {
  private final byte[] head;
  private final byte[] tail;

  /**
   * @throws IOException where the page's parts are missing
   */
  public ReportHtml() throws IOException {
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
    head =
        (shell.head() + "<script type=\"application/json\" id=\"report\">")
            .getBytes(StandardCharsets.UTF_8);
    tail = ("</script>\n" + shell.tail()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @param json a report in UTF-8; read to its end, not closed
   */
  public void write(InputStream json, Path file) throws IOException {
    AtomicFile.write(file, out -> write(json, out));
  }

  void write(InputStream json, OutputStream out) throws IOException {
    out.write(head);
    PageData.copy(json, out);
    out.write(tail);
  }
}
