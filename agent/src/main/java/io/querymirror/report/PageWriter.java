package io.querymirror.report;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code report.html} from the report that was just written, less often where that is dear:
 * the page takes at most a fiftieth of the time. What was left out is made up for at the end.
 */
final class PageWriter {
  private static final Log LOG = Log.of(PageWriter.class);
  private static final int SHARE = 50;

  private final LongSupplier nanoTime;
  private @Nullable ReportHtml html;
  private @Nullable Path stale;
  private long next;
  private boolean begun;
  private boolean failing;

  PageWriter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A report was written; its page follows now or later. Never throws. */
  void written(Path report) {
    stale = report;
    if (!begun || nanoTime.getAsLong() - next >= 0) {
      finish();
    }
  }

  /** Writes the page of the last report, unless it is there. Never throws. */
  void finish() {
    Path report = stale;
    if (report == null) {
      return;
    }
    stale = null;
    long start = nanoTime.getAsLong();
    try {
      if (html == null) {
        html = new ReportHtml();
      }
      try (InputStream json = Files.newInputStream(report)) {
        html.write(json, pageOf(report));
      }
      if (failing) {
        failing = false;
        LOG.say(Message.PAGE_AGAIN, pageOf(report));
      }
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.say(Message.PAGE_FAILING, pageOf(report), e);
      }
    }
    begun = true;
    long end = nanoTime.getAsLong();
    next = end + SHARE * (end - start);
  }

  /** {@code report.html} of {@code report.json}. */
  static Path pageOf(Path report) {
    String name = report.getFileName().toString();
    return report.resolveSibling(name.replaceFirst("\\.json$", "") + ".html");
  }
}
