package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.report.ReportHtml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code --html FILE}: the page of one report, or of what several sum up to. */
final class HtmlFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlFile() {}

  /**
   * @throws InputException where the file cannot be written
   */
  static void write(Path file, List<ReportFile> reports) throws InputException {
    JsonNode report = reports.size() == 1 ? reports.get(0).report() : Totals.of(reports);
    try {
      new ReportHtml()
          .write(
              new ByteArrayInputStream(JSON.writeValueAsBytes(report)),
              file.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be written: " + e);
    }
  }
}
