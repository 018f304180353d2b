package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageWriterTest {
  private static final long MS = 1_000_000;

  @TempDir Path directory;
  private final AtomicLong clock = new AtomicLong(-5);
  private Path report;

  /** Each look at the clock takes 10 ms, so each page does. */
  private final PageWriter pages = new PageWriter(() -> clock.addAndGet(10 * MS));

  @BeforeEach
  void report() throws IOException {
    report = write("{\"n\": 1}");
  }

  private Path write(String json) throws IOException {
    return Files.writeString(directory.resolve("report-host-7.json"), json);
  }

  private String page() throws IOException {
    return Files.readString(directory.resolve("report-host-7.html"));
  }

  @Test
  void thePageLiesBesideItsReport() throws IOException {
    pages.written(report);
    assertTrue(page().contains("{\"n\":1}"));
  }

  @Test
  void aPageTakesAFiftiethOfTheTimeAtMost() throws IOException {
    pages.written(report);
    write("{\"n\": 2}");
    clock.addAndGet(400 * MS);
    pages.written(report);
    assertTrue(page().contains("{\"n\":1}"));
    clock.addAndGet(100 * MS);
    pages.written(report);
    assertTrue(page().contains("{\"n\":2}"));
  }

  @Test
  void theLastPageIsWrittenHoweverDear() throws IOException {
    pages.written(report);
    write("{\"n\": 2}");
    pages.written(report);
    assertTrue(page().contains("{\"n\":1}"));
    pages.finish();
    assertTrue(page().contains("{\"n\":2}"));
    Files.delete(directory.resolve("report-host-7.html"));
    pages.finish();
    assertFalse(Files.exists(directory.resolve("report-host-7.html")), "it was up to date");
  }

  @Test
  void aReportThatIsGoneIsNoError() {
    pages.written(directory.resolve("nowhere.json"));
    pages.finish();
  }

  @Test
  void namesThePage() {
    assertEquals(Path.of("a", "report.html"), PageWriter.pageOf(Path.of("a", "report.json")));
  }
}
