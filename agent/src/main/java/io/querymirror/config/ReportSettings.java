package io.querymirror.config;

import java.nio.file.Path;
import java.time.Duration;

/** Where and how often the report is written. */
public final class ReportSettings {
  static final ReportSettings DEFAULT =
      new ReportSettings(
          Path.of("querymirror-report"), Duration.ofSeconds(10), 10, ReportValues.MASKED);

  private final Path directory;
  private final Duration every;
  private final int keep;
  private final ReportValues values;

  ReportSettings(Path directory, Duration every, int keep, ReportValues values) {
    this.directory = directory;
    this.every = every;
    this.keep = keep;
    this.values = values;
  }

  /** As written: relative to the application's working directory unless absolute. */
  public Path directory() {
    return directory;
  }

  /** At least 100 ms. */
  public Duration every() {
    return every;
  }

  /** How many reports of earlier runs stay, from 0. */
  public int keep() {
    return keep;
  }

  public ReportValues values() {
    return values;
  }
}
