package io.querymirror.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** {@code report.html}: a report's JSON and the page that shows it, in one file. */
public final class ReportHtml {
  private final byte[] head;
  private final byte[] tail;

  /**
   * @throws IOException where the page's parts are missing
   */
  public ReportHtml() throws IOException {
    ReportPage page = ReportPage.read();
    head = page.head;
    tail = page.tail;
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
