package io.querymirror.control;

import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.message.Message;
import io.querymirror.message.Said;
import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An agent that does nothing, and says what a test wants it to. */
public final class FixedOperations implements Operations {
  /** The targets of {@link Models#small}. */
  static final String CANDIDATE = "candidate: {hosts: '10.0.0.5', username: u}";

  static final String NEXT = "next: {hosts: '10.0.0.9', username: u}";

  static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

  private ReportModel report;
  private long now;
  public boolean enabled = true;
  public boolean working = true;
  public Origin by;
  long succeeded;
  long failed;
  Reload last;
  Path written = Path.of("/tmp/report.json");
  public List<String> mistakes = List.of();

  public FixedOperations(ReportModel report) {
    this.report = report;
  }

  RecentReport recent() {
    return new RecentReport(this::report, () -> now);
  }

  PrometheusMetrics metrics() {
    return new PrometheusMetrics(this, recent(), "1.2.3", settings(CANDIDATE + ", " + NEXT));
  }

  /** A configuration with these targets. */
  static Settings settings(String targets) {
    return settings(targets, "");
  }

  /** The same, and lines of its own. */
  static Settings settings(String targets, String more) {
    try {
      Path file = Files.createTempFile("querymirror", ".yaml");
      try {
        String rules = "rules: [{mirror: [candidate]}]\n";
        Files.writeString(file, "targets: {" + targets + "}\n" + rules + more);
        return ConfigLoader.load(file, Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What it counts from now on; nobody still has what it counted before. */
  void counts(ReportModel other) {
    report = other;
    now += Duration.ofHours(1).toNanos();
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public boolean working() {
    return working;
  }

  @Override
  public void enable(boolean on, Origin origin) {
    enabled = on;
    by = origin;
  }

  @Override
  public Origin switchedBy() {
    return by;
  }

  @Override
  public Reload reload(Origin origin) {
    by = origin;
    List<String> changes = mistakes.isEmpty() ? List.of("rules: 1 is new") : List.of();
    last = new Reload(SINCE, Duration.ofMillis(3), changes, mistakes);
    return last;
  }

  @Override
  public ConfigState config() {
    return new ConfigState(Path.of("querymirror.yaml"), SINCE, succeeded, failed, last);
  }

  @Override
  public Path writeReport() {
    return written;
  }

  @Override
  public List<Said> messages() {
    return List.of(new Said(Message.HOST_DOWN, 12, 37), new Said(Message.REPORT_AGAIN, 1, 0));
  }

  @Override
  public ReportModel report() {
    return report;
  }

  @Override
  public void reportJson(OutputStream out) throws IOException {
    report.write(out);
  }
}
