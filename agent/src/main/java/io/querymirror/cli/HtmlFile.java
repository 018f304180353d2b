package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.report.ReportHtml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code --html FILE}: the page of a report. */
final class HtmlFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlFile() {}

  /**
   * @throws InputException where the file cannot be written
   */
  static void write(Path file, JsonNode report) throws InputException {
    try {
      // Not as bytes at once: Jackson refuses half a surrogate pair there, and a text may hold one.
      byte[] json = JSON.writeValueAsString(report).getBytes(StandardCharsets.UTF_8);
      new ReportHtml().write(new ByteArrayInputStream(json), file.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e);
    }
  }
}
