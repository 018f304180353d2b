package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the report fills up under load, and has room again. */
class FullDiskIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  private static long said(Shell shell, String code) {
    return shell.err().lines().filter(l -> l.contains(" " + code + " ")).count();
  }

  private static void awaitSaid(Shell shell, String code) {
    Await.until(PATIENCE, () -> said(shell, code) > 0, () -> code + " in\n" + shell.err());
  }

  private static List<Path> files(Path in) throws IOException {
    try (Stream<Path> all = Files.list(in)) {
      return all.sorted().toList();
    }
  }

  @Test
  void countingGoesOnAndTheReportComesBack() throws IOException {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS full_disk", "CREATE DATABASE full_disk");
    }
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply", "compare: {save: true}")
            .rule("all", "mirror: [candidate]")
            .line("shutdown: {drain: 20s}");
    Path report = config.reports().resolve("report.json");
    try (SmallDisk disk = SmallDisk.at(config.reports(), "8m");
        Shell shell = Shell.start(Shell.app(source, "full_disk").agent(config.write()))) {
      long statements = shell.loaded("load 2 300");
      long begun = statements;
      Await.until(
          PATIENCE,
          () -> Files.exists(report) && Report.in(config.reports()).number("capture.seen") == begun,
          () -> begun + shell.err() + config.report().brief());
      Await.until(
          PATIENCE, () -> Files.exists(config.reports().resolve("report.html")), shell::err);

      disk.fill();
      awaitSaid(shell, "QM-0501");
      byte[] last = Files.readAllBytes(report);
      statements += shell.loaded("load 2 600"); // and the application saw no trouble
      awaitSaid(shell, "QM-0505");
      statements += shell.loaded("load 2 300");
      assertArrayEquals(last, Files.readAllBytes(report), "the last whole report stays");
      assertTrue(Files.size(config.reports().resolve("report.html")) > 10_000);
      assertEquals(0, said(shell, "QM-0502") + said(shell, "QM-0506"), shell.err());

      disk.free();
      awaitSaid(shell, "QM-0502");
      long before = statements;
      Await.until(
          PATIENCE,
          () -> Report.in(config.reports()).number("capture.seen") == before,
          () -> shell.err() + config.report());
      int[] more = {0};
      Await.until(
          PATIENCE,
          () -> {
            shell.done("sql SELECT " + more[0]++);
            return said(shell, "QM-0506") > 0;
          },
          shell::err);
      statements += more[0];
      App.Finished app = shell.exit();
      Report ended = config.report().balanced();
      long all = statements;
      assertAll(
          app.err() + ended.brief(),
          () -> assertEquals(all, ended.number("capture.seen")),
          () -> assertEquals(0, ended.ledger("candidate", "pending")),
          () ->
              assertEquals(
                  ended.ledger("candidate", "dropped.transaction"), // the load's own failures
                  ended.dropped("candidate")),
          () -> assertTrue(ended.number("saved.candidate.dropped") > 0),
          () -> assertEquals(1, count(app.err(), "QM-0501")),
          () -> assertEquals(1, count(app.err(), "QM-0502")),
          () -> assertEquals(1, count(app.err(), "QM-0505")),
          () -> assertEquals(1, count(app.err(), "QM-0506")));
      wholeFiles(config.reports());
      assertTrue(lines(config.reports()) >= ended.number("saved.candidate.lines"), ended::brief);
    }
  }

  private static long count(String err, String code) {
    return err.lines().filter(l -> l.contains(" " + code + " ")).count();
  }

  /** Nothing half-written is left. */
  private static void wholeFiles(Path reports) throws IOException {
    for (Path file : files(reports)) {
      String name = file.getFileName().toString();
      assertTrue(!name.endsWith(".tmp"), name);
      assertTrue(name.endsWith(".lock") || Files.size(file) > 0, name);
    }
  }

  /** Copies in all files of saved results, those that ended at the full disk as far as they go. */
  private static long lines(Path reports) throws IOException {
    long copies = 0;
    for (Path file : files(reports)) {
      if (file.getFileName().toString().startsWith("results-")) {
        StringBuilder text = new StringBuilder();
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          for (int b = in.read(); b >= 0; b = in.read()) {
            text.append((char) b);
          }
        } catch (java.io.EOFException e) {
          // written until the disk was full
        }
        copies +=
            text.toString()
                .lines()
                .filter(l -> l.matches(".*\"line\":\"(copy|result)\".*"))
                .count();
      }
    }
    return copies;
  }
}
