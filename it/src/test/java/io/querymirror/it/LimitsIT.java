package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.limits.Worker;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent does beyond its limits, and when it tries itself out. */
@Tag("alone")
class LimitsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private long mark;

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS limits_it",
          "CREATE DATABASE limits_it",
          "CREATE TABLE limits_it.part (thread INT, number INT, part INT, filler MEDIUMTEXT,"
              + " PRIMARY KEY (thread, number, part)) ENGINE=InnoDB");
    }
    mark = target.generalLog().mark();
  }

  private Config config(String limits) {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]")
        .line("limits: {" + limits + "}")
        .every("100ms");
  }

  private Shell start(Config config, String... options) {
    return Shell.start(
        App.of(Worker.class)
            .library(Driver.CONNECTOR_J.library())
            .option(options)
            .argument(
                Driver.CONNECTOR_J.url(source.address(), "limits_it", ""),
                "app",
                EmbeddedServer.PASSWORD)
            .agent(config.write()));
  }

  private Report await(Shell shell, Config config, String what, Predicate<Report> reached) {
    Report[] last = new Report[1];
    Await.until(
        PATIENCE,
        () -> {
          if (Files.exists(config.reports().resolve("report.json"))) {
            last[0] = config.report().balanced();
          }
          return last[0] != null && reached.test(last[0]);
        },
        () -> what + "\n" + shell.err() + (last[0] == null ? "" : last[0].brief()));
    return last[0];
  }

  /** A report of which all was counted after this call. */
  private Report next(Shell shell, Config config) {
    for (int i = 0; i < 2; i++) {
      String written = config.report().text("updated");
      await(shell, config, "a report", r -> !r.text("updated").equals(written));
    }
    return config.report();
  }

  private static String state(Report report) {
    return report.text("limits.state");
  }

  /** The target has every transaction as a whole or not at all, and the report counts them. */
  private void whole(Report report, long statements) {
    assertEquals(
        0,
        one(
            "SELECT COUNT(*) FROM (SELECT 1 FROM part GROUP BY thread, number"
                + " HAVING COUNT(*) <> 3) AS halves"),
        report::brief);
    long copies =
        Copies.texts(target.generalLog().since(mark)).stream()
            .filter(t -> t.startsWith("INSERT") || t.startsWith("SELECT COUNT"))
            .count();
    assertEquals(copies, report.ledger("candidate", "executed"), report::brief);
    assertEquals(0, report.ledger("candidate", "failed"), report::brief);
    assertEquals(
        one("SELECT COUNT(*) FROM part"),
        (copies - report.number("targets.candidate.fidelity.rolled_back")) / 2,
        report::brief);
    if (statements > 0) {
      assertEquals(statements, report.number("capture.seen"), report::brief);
      assertEquals(statements, report.number("capture.matched"), report::brief);
    }
  }

  private long one(String query) {
    try (Connection c = target.connect("limits_it");
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(query)) {
      r.next();
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long lines(String err, String what) {
    return err.lines().filter(l -> l.startsWith("[querymirror]") && l.contains(what)).count();
  }

  @Test
  void beyondTheCpuLimitItShedsAndComesBack() {
    Config config = config("cpu: 6%, heap: off, overhead_p99: off").every("250ms");
    App.Finished app;
    long statements;
    long atOk;
    try (Shell shell = start(config)) {
      shell.done("start 2,10");
      Report shed =
          await(
              shell,
              config,
              "shedding",
              r -> !state(r).equals("ok") && r.ledger("candidate", "dropped.shed") > 0);
      assertEquals("cpu", shed.text("limits.reason"), shed::brief);
      assertTrue(shed.node("limits.cpu.value").asDouble() > 0, shed::brief);
      shell.loaded("stop");
      Report ok = await(shell, config, "ok again", r -> state(r).equals("ok") && r.pending() == 0);
      atOk = ok.ledger("candidate", "executed");
      assertTrue(ok.number("limits.times.shedding") >= 1, ok::brief);
      shell.done("start 1,10");
      await(shell, config, "copies", r -> r.ledger("candidate", "executed") > atOk + 6);
      statements = shell.loaded("stop");
      app = shell.exit();
    }
    Report report = config.report().balanced();
    whole(report, statements);
    assertTrue(report.ledger("candidate", "dropped.shed") > 0, report::brief);
    assertTrue(lines(app.err(), "limits.cpu is 6.0 %") >= 1, app.err());
    assertTrue(report.node("targets.candidate.out_of_step").size() > 0, report::brief);
  }

  @Test
  void beyondTheHeapLimitItGivesUpItsQueues() {
    Config config = config("cpu: off, overhead_p99: off");
    App.Finished app;
    long statements;
    try (Connection lock = target.connect("limits_it");
        Shell shell = start(config, "-Xmx64m")) {
      shell.done("start 1,20000");
      await(shell, config, "copies", r -> r.ledger("candidate", "executed") > 0);
      try (Statement s = lock.createStatement()) {
        // From now on nothing leaves the queue.
        s.execute("LOCK TABLES part WRITE");
      }
      Report full =
          await(
              shell, config, "a full queue", r -> r.ledger("candidate", "dropped.queue_bytes") > 0);
      assertTrue(full.pending() > 20, full::brief);
      await(shell, config, "the watch of limits", r -> state(r).equals("ok"));
      shell.done("hold 12", "hold 12");
      int held = 24;
      while (state(config.report()).equals("ok") && held < 60) {
        shell.done("hold 1", "gc");
        held++;
        next(shell, config);
      }
      Report shed = await(shell, config, "shedding", r -> !state(r).equals("ok"));
      assertEquals("heap", shed.text("limits.reason"), shed::brief);
      assertTrue(shed.node("limits.heap.value").asDouble() > 0.9, shed::brief);
      try (Statement s = lock.createStatement()) {
        s.execute("UNLOCK TABLES");
      }
      await(shell, config, "an empty queue", r -> r.pending() == 0);
      shell.done("hold 1", "release");
      await(shell, config, "ok again", r -> state(r).equals("ok"));
      long ran = config.report().ledger("candidate", "executed");
      await(shell, config, "copies", r -> r.ledger("candidate", "executed") > ran + 6);
      shell.loaded("stop");
      app = shell.exit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    Report report = config.report().balanced();
    whole(report, 0);
    assertTrue(report.ledger("candidate", "dropped.shed") > 0, report::brief);
    assertEquals(1, lines(app.err(), "QM-0701"), app.err());
  }

  @Test
  void beyondTheOverheadLimitItShedsThenGoesOff() {
    Config config = config("cpu: off, heap: off, overhead_p99: 1s");
    App.Finished app;
    try (Shell shell = start(config)) {
      shell.done("start 2,10");
      Report within =
          await(
              shell,
              config,
              "ok",
              r -> state(r).equals("ok") && r.number("capture.overhead_ns.count") >= 5);
      assertEquals(1e9, within.node("limits.overhead_p99.limit").asDouble(), within::brief);
      // The file is watched: its new limit is in force without a restart.
      config("cpu: off, heap: off, overhead_p99: 1ns").write();
      Report shed = await(shell, config, "shedding", r -> state(r).equals("shedding"));
      assertEquals("overhead_p99", shed.text("limits.reason"), shed::brief);
      Report off = await(shell, config, "off", r -> state(r).equals("off"));
      assertFalse(off.node("enabled").asBoolean(), off::brief);
      assertTrue(off.number("capture.overhead_ns.count") >= 200, off::brief);
      assertTrue(off.number("capture.overhead_ns.p50") > 1, off::brief);
      long seen = next(shell, config).number("capture.seen");
      String progress = shell.ask("progress");
      Await.until(PATIENCE, () -> !shell.ask("progress").equals(progress), () -> "progress");
      shell.loaded("stop");
      assertEquals(seen, next(shell, config).number("capture.seen"), shell::err);
      app = shell.exit();
    }
    Report report = config.report().balanced();
    whole(report, 0);
    assertEquals(1, report.number("limits.times.off"), report::brief);
    assertEquals(1, lines(app.err(), "QM-0701"), app.err());
    assertEquals(1, lines(app.err(), "QM-0702"), app.err());
  }

  @Test
  void triesOutWhatMirroringDoesToTheApplication() {
    Config config =
        config("cpu: off, heap: off, overhead_p99: off").line("self_test: {every: 60s, for: 30s}");
    long statements;
    try (Shell shell = start(config)) {
      shell.done("start 1,10");
      await(shell, config, "pairs", r -> r.node("capture.self_test.pairs").asInt() >= 2);
      statements = shell.loaded("stop");
      shell.exit();
    }
    Report report = config.report().balanced();
    whole(report, statements);
    assertEquals("cannot_tell", report.text("capture.self_test.verdict"), report::brief);
    double ratio = report.node("capture.self_test.p50_ratio").asDouble();
    assertTrue(ratio > 0.2 && ratio < 5, report::brief);
    assertTrue(report.number("capture.self_test.statements") > 60, report::brief);
    assertTrue(report.ledger("candidate", "dropped.shed") > 0, report::brief);
    assertEquals("ok", state(report), report::brief);
    assertNotEquals(0, report.ledger("candidate", "executed"), report::brief);
  }
}
