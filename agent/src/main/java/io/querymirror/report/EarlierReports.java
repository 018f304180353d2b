package io.querymirror.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What earlier runs left in a report directory: it goes to the directory {@code earlier} in it, and
 * so many of its reports are kept. What lies in the report directory itself is thereby of JVMs that
 * run now, or that ended since the first of these began: the {@code report} command sums these up,
 * and no earlier run.
 */
final class EarlierReports {
  static final String DIRECTORY = "earlier";
  private static final String JSON = ".json";

  /** Their reports, what these are written into first, and their locks. */
  private static final Pattern FURTHER =
      Pattern.compile("(report-.+)\\.json|\\.(report-.+)\\.(?:json\\.tmp|html\\.tmp|lock)");

  private static final Log LOG = Log.of(EarlierReports.class);

  private final Path directory;
  private final Path aside;
  private final int keep;

  EarlierReports(Path directory, int keep) {
    this.directory = directory;
    this.aside = directory.resolve(DIRECTORY);
    this.keep = keep;
  }

  /**
   * For a JVM that is about to write its first report: moves away what is in its place, and what
   * JVMs left that are no more; the first of a directory all of it, any other only what exceeds the
   * number to be kept. Never throws: that a report is written matters more.
   */
  void makeRoom(ReportClaim claim) {
    try {
      Path own = directory.resolve(claim.fileName());
      retire(own);
      Files.deleteIfExists(AtomicFile.beside(PageWriter.pageOf(own)));
      List<Path> ended = ended(own);
      int stay = claim.isFirst() ? 0 : keep;
      for (int i = 0; i < ended.size() - stay; i++) {
        retire(ended.get(i));
      }
      trim();
    } catch (IOException | RuntimeException e) {
      LOG.say(Message.EARLIER_LOST, directory, e);
    }
  }

  /** Reports of JVMs that have ended, the oldest first. What they wrote at their end is removed. */
  private List<Path> ended(Path own) throws IOException {
    List<Path> ended = new ArrayList<>();
    for (Path report : further()) {
      if (!report.equals(own) && ReportClaim.hasEnded(report)) {
        Files.deleteIfExists(AtomicFile.beside(report));
        Files.deleteIfExists(AtomicFile.beside(PageWriter.pageOf(report)));
        ended.add(report);
      }
    }
    return byTime(ended);
  }

  /** Reports of all JVMs but the first, also those that had no time to write one. */
  private Set<Path> further() throws IOException {
    Set<Path> reports = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files.forEach(
          f -> {
            Matcher name = FURTHER.matcher(f.getFileName().toString());
            if (name.matches()) {
              String stem = name.group(1) != null ? name.group(1) : name.group(2);
              reports.add(directory.resolve(stem + JSON));
            }
          });
    }
    return reports;
  }

  /** Puts a report and its page aside; deletes both where nothing is to be kept. */
  private void retire(Path report) throws IOException {
    if (!Files.exists(report)) {
      return;
    }
    Path page = PageWriter.pageOf(report);
    if (keep == 0) {
      Files.deleteIfExists(report);
      Files.deleteIfExists(page);
      return;
    }
    Files.createDirectories(aside);
    String name = report.getFileName().toString();
    String stem = name.substring(0, name.length() - JSON.length()) + "-" + started(report);
    move(page, aside.resolve(stem + ".html"));
    move(report, aside.resolve(stem + JSON));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      // no page of it, or another JVM was quicker
    }
  }

  private void trim() throws IOException {
    if (Files.isDirectory(aside)) {
      List<Path> all = byTime(kept());
      for (int i = 0; i < all.size() - keep; i++) {
        Files.deleteIfExists(PageWriter.pageOf(all.get(i)));
        Files.deleteIfExists(all.get(i));
      }
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(aside)) {
      return files
          .filter(f -> f.getFileName().toString().matches("report-.+\\.json"))
          .collect(Collectors.toList());
    }
  }

  /** By when they were written last; those alone that are there. */
  private static List<Path> byTime(List<Path> reports) throws IOException {
    List<Dated> dated = new ArrayList<>();
    for (Path report : reports) {
      try {
        dated.add(new Dated(report, Files.getLastModifiedTime(report)));
      } catch (NoSuchFileException e) {
        // another JVM was quicker
      }
    }
    dated.sort(Comparator.comparing(d -> d.time));
    return dated.stream().map(d -> d.report).collect(Collectors.toList());
  }

  private static final class Dated {
    final Path report;
    final FileTime time;

    Dated(Path report, FileTime time) {
      this.report = report;
      this.time = time;
    }
  }

  /** When its run began, as a part of a file's name: {@code 2027-01-31T10-00-00.123Z}. */
  private static String started(Path report) throws IOException {
    Instant time = Files.getLastModifiedTime(report).toInstant();
    try (JsonParser in = new JsonFactory().createParser(report.toFile())) {
      // It is among the first fields, before anything that has others in it.
      while (in.nextToken() != null && in.currentToken() != JsonToken.START_ARRAY) {
        if (in.currentToken() == JsonToken.VALUE_STRING && "started".equals(in.currentName())) {
          time = Instant.parse(in.getText());
          break;
        }
      }
    } catch (IOException | DateTimeException e) {
      // not a whole report: its last change is as good
    }
    return time.truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
  }
}
