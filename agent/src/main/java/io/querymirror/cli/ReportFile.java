package io.querymirror.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One JVM's report, as it was read. */
final class ReportFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  private final Path path;
  private final JsonNode report;

  ReportFile(Path path, JsonNode report) {
    this.path = path;
    this.report = report;
  }

  Path path() {
    return path;
  }

  JsonNode report() {
    return report;
  }

  /**
   * Reads the reports of all given directories, each once, whatever its ways; a report's own path
   * may stand for its directory.
   *
   * @throws InputException with a line for each directory without a report, and each bad report
   */
  static List<ReportFile> readAll(List<Path> places) throws InputException {
    List<ReportFile> all = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    Set<Path> known = new HashSet<>();
    for (Path place : places) {
      try {
        for (Path file : files(place)) {
          if (known.add(real(file))) {
            read(file, all, mistakes);
          }
        }
      } catch (InputException e) {
        mistakes.add(e.getMessage());
      }
    }
    if (!mistakes.isEmpty()) {
      throw new InputException(String.join(System.lineSeparator(), mistakes));
    }
    return all;
  }

  /** The one path of a file or directory to which many may lead, by links too. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // Whoever reads it says why it cannot be had.
      return path.toAbsolutePath().normalize();
    }
  }

  private static void read(Path file, List<ReportFile> all, List<String> mistakes) {
    try {
      all.add(read(file));
    } catch (InputException e) {
      mistakes.add(e.getMessage());
    }
  }

  /** Whether a directory has a report. */
  static boolean isThere(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.anyMatch(ReportFile::isReport);
    }
  }

  private static List<Path> files(Path place) throws InputException {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    if (!Files.isDirectory(place)) {
      throw new InputException(place + ": no such directory");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(place)) {
      files = all.filter(ReportFile::isReport).sorted().collect(Collectors.toList());
    } catch (IOException e) {
      throw new InputException(place + ": cannot be read: " + e);
    }
    if (files.isEmpty()) {
      throw new InputException(
          place + ": no report.json in it; the agent writes the first one after report.every");
    }
    return files;
  }

  /** {@code report.json}, {@code report-HOST-PID.json}. */
  private static boolean isReport(Path file) {
    return file.getFileName().toString().matches("report(-.+)?\\.json");
  }

  private static ReportFile read(Path file) throws InputException {
    JsonNode report;
    try {
      report = JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InputException(
          file
              + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
              + ": not a whole report: "
              + e.getOriginalMessage());
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e);
    }
    if (!report.path("capture").isObject() || !report.path("targets").isObject()) {
      throw new InputException(file + ": not a report: no capture or no targets in it");
    }
    if (report.path("format").asInt() != FORMAT) {
      throw new InputException(
          file + ": format " + report.path("format") + ", this version reads " + FORMAT);
    }
    return new ReportFile(file, report);
  }
}
