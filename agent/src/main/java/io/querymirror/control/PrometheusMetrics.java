package io.querymirror.control;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.querymirror.config.Settings;
import io.querymirror.message.Said;
import io.querymirror.report.ReportModel;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of the running agent, read from a snapshot of its counts when they are asked for. As
 * Prometheus' own library writes them: OpenMetrics where that is asked for, else the older text.
 *
 * <p>Targets and hosts are those that the configuration has. What a removed target came to stays in
 * the report; here its series end, as nobody wants to be told of it for ever. One that comes back
 * goes on where it was.
 */
public final class PrometheusMetrics implements MetricsText, Service {
  /** The library is loaded with the first scrape, and not at all where there is none. */
  private static final class Writers {
    // Built by hand: the library's own way asks system properties, which are the application's.
    static final ExpositionFormatWriter OPEN = OpenMetricsTextFormatWriter.create();
    static final ExpositionFormatWriter TEXT = PrometheusTextFormatWriter.create();
  }

  private final Operations operations;
  private final RecentReport report;
  private final String version;
  private final Monotone monotone = new Monotone();
  private volatile Settings settings;

  /**
   * @param report shared with others who ask often
   * @param settings in force now
   */
  public PrometheusMetrics(
      Operations operations, RecentReport report, String version, Settings settings) {
    this.settings = settings;
    this.operations = operations;
    this.report = report;
    this.version = version;
  }

  @Override
  public void start() {}

  @Override
  public void reconfigured(Settings now) {
    settings = now;
  }

  @Override
  public void close() {}

  @Override
  public String contentType(@Nullable String accept) {
    return writer(accept).getContentType();
  }

  @Override
  public void write(OutputStream out, @Nullable String accept) throws IOException {
    writer(accept).write(out, snapshots());
  }

  private static ExpositionFormatWriter writer(@Nullable String accept) {
    return accept != null && Writers.OPEN.accepts(accept) ? Writers.OPEN : Writers.TEXT;
  }

  /** One scrape at a time: what each tells may not go back behind the one before. */
  synchronized MetricSnapshots snapshots() {
    MetricFamilies families = new MetricFamilies(monotone);
    families.info(Metric.BUILD, version);
    ReportModel model = report.get();
    ReportMetrics.add(model, report.verdicts(), settings, families);
    Instant written = operations.reportWritten();
    families.set(
        Metric.REPORT_WRITTEN_TIMESTAMP_SECONDS,
        seconds(written == null ? model.started() : written));
    config(operations.config(), families);
    messages(operations.messages(), families);
    return families.snapshots();
  }

  private static void config(ConfigState config, MetricFamilies out) {
    Reload last = config.last();
    out.set(Metric.CONFIG_RELOADS, config.succeeded(), "success");
    out.set(Metric.CONFIG_RELOADS, config.failed(), "failure");
    out.set(Metric.CONFIG_LAST_RELOAD_SUCCESSFUL, last == null || last.ok() ? 1 : 0);
    out.set(Metric.CONFIG_LAST_RELOAD_SUCCESS_TIMESTAMP_SECONDS, seconds(config.since()));
  }

  private static void messages(List<Said> all, MetricFamilies out) {
    for (Said said : all) {
      String code = said.message().code();
      out.set(Metric.LOG_MESSAGES, said.emitted(), code, "emitted");
      out.set(Metric.LOG_MESSAGES, said.suppressed(), code, "suppressed");
    }
  }

  private static double seconds(Instant at) {
    return at.toEpochMilli() / 1e3;
  }
}
