package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.beans.OwnServer;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.Ports;
import io.querymirror.it.server.ServerKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.MBeanException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JMX and a scrape say of an agent at work, beside its report and the server's own log. */
class MetricsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OPEN = "application/openmetrics-text; version=1.0.0";

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private long mark;

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS metrics",
          "CREATE DATABASE metrics",
          "CREATE TABLE metrics.t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))"
              + " ENGINE=InnoDB");
    }
    target.execute("CREATE TABLE metrics.less (id INT)");
    mark = target.generalLog().mark();
  }

  private Config config() {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("probes", "match: {sql: 'PROBE'}, skip: true")
        .rule("all", "mirror: [candidate]");
  }

  private long arrived() {
    return Copies.texts(target.generalLog().since(mark)).stream()
        .filter(text -> text.contains("INSERT INTO t ") || text.contains(" FROM "))
        .count();
  }

  private static void idle(Beans beans, long seen) {
    Await.until(
        SOON,
        () -> (Long) beans.agent("Seen") >= seen && beans.target("candidate", "Pending") == 0,
        () -> "idle: " + beans.agent("Seen"));
  }

  @Test
  void everybodyTellsTheSame() throws Exception {
    int port = Ports.free();
    String url = "http://127.0.0.1:" + port;
    Config config = config().every("1h").line("http: {address: \"127.0.0.1:" + port + "\"}");
    try (Shell shell = Shell.start(Shell.app(source, "metrics").agent(config.write()))) {
      shell.done("sql SELECT 'PROBE'");
      try (Beans beans = registered(shell)) {
        assertEquals(
            Set.of(
                "type=QueryMirror",
                "type=Target,name=candidate",
                "type=Host,target=candidate,host=\"" + target.address() + "\""),
            beans.names());
        for (int i = 0; i < 20; i++) {
          shell.done("sql INSERT INTO t (v) VALUES ('row " + i + "')", "sql SELECT v FROM t");
        }
        assertTrue(shell.ask("sql SELECT * FROM nowhere").startsWith("error"));
        idle(beans, 42);
        whatIsCounted(beans, Report.in(Path.of((String) beans.call("writeReport")).getParent()));
        Scrape scrape = Scrape.of(url, null);
        likeTheReport(scrape, config.report());
        assertEquals(41, arrived(), shell.err());
        assertTrue(Scrape.of(url, OPEN).toString().endsWith("# EOF\n"));
        switches(shell, beans);
        idle(beans, 43);
        Scrape later = Scrape.of(url, null);
        assertNothingWentBack(scrape, later);
      }
      shell.exit();
    }
  }

  private static Beans registered(Shell shell) {
    Beans beans = Beans.of(shell.running());
    Await.until(SOON, () -> beans.names().size() == 3, () -> beans.names() + shell.err());
    return beans;
  }

  private void whatIsCounted(Beans beans, Report report) {
    report.balanced();
    assertEquals(42L, beans.agent("Seen"));
    assertEquals(1L, beans.agent("Skipped"));
    assertEquals(41L, beans.agent("Matched"));
    for (String name : List.of("Matched", "Executed", "Failed", "Pending")) {
      assertEquals(
          report.ledger("candidate", name.toLowerCase()), beans.target("candidate", name), name);
    }
    assertEquals(40, beans.target("candidate", "Executed"));
    assertEquals(1, beans.target("candidate", "Failed"));
    assertEquals(0, beans.target("candidate", "Drops.queue_full"));
    assertEquals(
        report.number("targets.candidate.results.same"), beans.target("candidate", "Results.same"));
    String host = "type=Host,target=candidate,host=\"" + target.address() + "\"";
    assertEquals(40L, beans.get(host, "Executed"));
    assertEquals("up", beans.get(host, "State"));
  }

  /** Every number of the ledger, of results, errors, hosts and latencies. */
  private static void likeTheReport(Scrape scrape, Report report) {
    Map<String, Double> expected = new TreeMap<>();
    for (String name : List.of("seen", "unmatched", "skipped", "matched")) {
      expected.put("capture_" + name + "_total", (double) report.number("capture." + name));
    }
    JsonNode candidate = report.node("targets.candidate");
    Stream.of("matched", "amplified", "sampled_out", "not_repeated", "executed", "failed")
        .forEach(
            name ->
                expected.put(
                    "target_" + name + "_total{target=\"candidate\"}",
                    candidate.path("ledger").path(name).asDouble()));
    for (var drop : candidate.path("ledger").path("dropped").properties()) {
      expected.put(
          "target_dropped_total{reason=\"" + drop.getKey() + "\",target=\"candidate\"}",
          drop.getValue().asDouble());
    }
    for (var error : candidate.path("errors").properties()) {
      expected.put(
          "target_errors_total{class=\"" + error.getKey() + "\",target=\"candidate\"}",
          error.getValue().asDouble());
    }
    for (String kind : List.of("same", "different", "expected")) {
      expected.put(
          "target_results_total{result=\"" + kind + "\",target=\"candidate\"}",
          candidate.path("results").path(kind).asDouble());
    }
    for (var host : candidate.path("hosts").properties()) {
      expected.put(
          "host_executed_total{host=\"" + host.getKey() + "\",target=\"candidate\"}",
          host.getValue().path("executed").asDouble());
    }
    double timed = candidate.path("latency_us").path("source").path("count").asDouble();
    expected.put("target_latency_seconds_count{side=\"source\",target=\"candidate\"}", timed);
    expected.put("target_lag_seconds_count{target=\"candidate\"}", 41.0);
    expected.put("verdict{verdict=\"" + report.text("verdict") + "\"}", 1.0);
    Map<String, Double> found = new TreeMap<>();
    expected.keySet().forEach(sample -> found.put(sample, scrape.value(sample)));
    assertEquals(expected, found);
  }

  /** What is switched off by JMX does not arrive, and is not seen. */
  private void switches(Shell shell, Beans beans) {
    long before = arrived();
    beans.enable(false);
    assertEquals(false, beans.agent("Enabled"));
    shell.done("sql INSERT INTO t (v) VALUES ('off')", "sql INSERT INTO t (v) VALUES ('off')");
    beans.enable(true);
    shell.done("sql INSERT INTO t (v) VALUES ('on')");
    Await.until(SOON, () -> arrived() > before, () -> "a copy " + shell.err());
    assertEquals(before + 1, arrived());
  }

  private static void assertNothingWentBack(Scrape before, Scrape after) {
    before
        .samples()
        .forEach(
            (sample, value) -> {
              if (sample.split("\\{")[0].matches(".*_(total|count|bucket|sum)")) {
                assertTrue(after.samples().get(sample) >= value, sample);
              }
            });
  }

  @Test
  void aReloadAnswersWhatChangedOrWhatIsWrongAndADetachLeavesNothing() throws Exception {
    Config config = config().every("1h");
    try (Shell shell = Shell.start(Shell.app(source, "metrics").agent(config.write()))) {
      shell.done("sql SELECT 'PROBE'");
      try (Beans beans = registered(shell)) {
        config.line("nonsense: 1").write();
        MBeanException wrong = assertThrows(MBeanException.class, () -> beans.call("reload"));
        assertTrue(wrong.getMessage().contains("nonsense"), wrong.getMessage());
        assertEquals(1L, beans.agent("ReloadsFailed"));
        Config.in(directory)
            .target("candidate", target, "writes: apply")
            .rule("reads", "match: {kind: read}, mirror: [candidate]")
            .every("1h")
            .write();
        String[] changes = (String[]) beans.call("reload");
        assertTrue(changes.length > 0);
        assertEquals(1L, beans.agent("ReloadsSucceeded"));
        detach(shell.running());
        assertEquals(Set.of(), beans.names());
      }
      shell.exit();
    }
  }

  private static void detach(App.Running app) throws Exception {
    Process command =
        new ProcessBuilder(
                Needs.java(17).toString(),
                "-jar",
                Libraries.agent().toString(),
                "detach",
                Long.toString(app.pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, command.waitFor(), () -> said + app.err());
  }

  /** Its choice is in force, though the agent is at work before and after it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theApplicationChoosesTheServer(boolean applicationServer) {
    App app =
        App.of(OwnServer.class)
            .library(Driver.CONNECTOR_J.library())
            .argument(
                Driver.CONNECTOR_J.url(source.address(), "metrics", ""),
                "app",
                EmbeddedServer.PASSWORD)
            .agent(config().write());
    if (applicationServer) {
      app.argument("late").option("-Djboss.home.dir=" + directory);
    }
    try (App.Running running = app.start()) {
      running.awaitOut("opened true");
      if (applicationServer) {
        Await.until(SOON, () -> running.err().contains("mirroring is on"), running::err);
      }
      running.say("");
      running.awaitOut("builder true true");
      Await.until(
          SOON,
          () -> {
            running.say("");
            return running.out().contains("registered 3");
          },
          () -> running.out() + running.err());
      assertFalse(running.err().contains("QM-064"), running.err());
    }
  }
}
