package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans, against what servers were asked by their own logs. */
class PlanIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OWN = "/* querymirror:own */";
  private static final String SECRET = "planted-secret";

  @TempDir Path directory;

  private EmbeddedServer source;
  private EmbeddedServer target;

  private void servers(ServerKind kind) {
    source = Servers.source(kind);
    target = Servers.target(kind);
    for (EmbeddedServer server : List.of(source, target)) {
      schema(server, "plans");
    }
  }

  /** 16,384 orders of 1,024 customers. */
  private static void schema(EmbeddedServer server, String name) {
    List<String> all = new ArrayList<>();
    all.add("DROP DATABASE IF EXISTS " + name);
    all.add("CREATE DATABASE " + name);
    String orders = name + ".orders";
    all.add(
        "CREATE TABLE "
            + orders
            + " (id INT PRIMARY KEY AUTO_INCREMENT, customer_id INT, status VARCHAR(10), total INT,"
            + " note VARCHAR(80), KEY idx_customer (customer_id), KEY idx_status (status))");
    all.add("CREATE TABLE " + name + ".customer (id INT PRIMARY KEY, name VARCHAR(40))");
    all.add(
        "INSERT INTO " + orders + " (customer_id, status, total, note) VALUES (1, 'a', 1, 'n')");
    for (int i = 0; i < 14; i++) {
      all.add(
          "INSERT INTO "
              + orders
              + " (customer_id, status, total, note) SELECT (customer_id + "
              + (1 << i)
              + ") % 1024, IF(id % 50 = 0, 'open', 'done'), id, REPEAT('x', 60) FROM "
              + orders);
    }
    all.add("INSERT INTO " + name + ".customer SELECT DISTINCT customer_id, 'n' FROM " + orders);
    all.add("ANALYZE TABLE " + orders + ", " + name + ".customer");
    server.execute(all.toArray(new String[0]));
  }

  @BeforeEach
  void none() {
    source = null;
  }

  private static void mix(Shell shell, int customer) {
    shell.done(
        "prepared SELECT total FROM orders WHERE customer_id = ? AND note <> ?|"
            + customer
            + "|"
            + SECRET,
        "sql SELECT total FROM orders WHERE status = 'open' AND note <> 'it''s " + SECRET + "'",
        "prepared SELECT name FROM customer WHERE id = ?|" + customer,
        "prepared SELECT c.name, o.total FROM customer c JOIN orders o ON o.status = ?"
            + " AND o.total = c.id WHERE c.id < ? ORDER BY o.total|open|20");
  }

  private static List<JsonNode> changes(Report report, String name) {
    List<JsonNode> all = new ArrayList<>();
    report.node("targets." + name + ".plan_changes").forEach(all::add);
    return all;
  }

  private static long taken(Report report, String name) {
    return report.node("targets." + name + ".plans.taken").asLong();
  }

  private static String words(JsonNode change) {
    List<String> all = new ArrayList<>();
    change.path("words").forEach(w -> all.add(w.asText()));
    return String.join("; ", all);
  }

  private Report await(Config config, Shell shell, Predicate<Report> reached) {
    Await.until(
        PATIENCE,
        () ->
            Files.exists(config.reports().resolve("report.json"))
                && reached.test(config.report().balanced()),
        () -> config.report() + shell.err());
    return config.report();
  }

  private static List<LogEntry> asked(EmbeddedServer server, long mark) {
    return server.generalLog().since(mark).stream()
        .filter(e -> e.argument().matches("(?s).*\\b(EXPLAIN|ANALYZE) .*"))
        .toList();
  }

  private static String digest(Report report, String name, String part) {
    for (JsonNode digest : report.node("targets." + name + ".digests")) {
      if (digest.path("text").asText().contains(part)) {
        return digest.path("digest").asText();
      }
    }
    throw new AssertionError(part + " in " + report);
  }

  private void noSecret() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("report"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(Files.readString(file).contains(SECRET), file::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDroppedIndexIsNamedForItsDigestAlone(ServerKind kind) throws IOException {
    servers(kind);
    Config config =
        Config.in(directory)
            .target(
                "candidate", target, "compare: {plans: {mode: explain, every: 1s, per_second: 20}}")
            .rule("all", "mirror: [candidate]");
    long mark = target.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      mix(shell, 7);
      await(config, shell, r -> taken(r, "candidate") >= 4);
      assertEquals(List.of(), changes(config.report(), "candidate"));

      target.execute("DROP INDEX idx_customer ON plans.orders");
      Await.until(
          PATIENCE,
          () -> {
            mix(shell, 8);
            return !changes(config.report(), "candidate").isEmpty();
          },
          () -> config.report() + shell.err());
      shell.exit();
    }
    Report report = config.report().balanced();
    Set<String> digests = new TreeSet<>();
    changes(report, "candidate").forEach(c -> digests.add(c.path("digest").asText()));
    assertEquals(Set.of(digest(report, "candidate", "customer_id = ?")), digests);
    JsonNode change = changes(report, "candidate").get(0);
    assertEquals("before", change.path("against").asText());
    assertTrue(
        words(change).matches("orders: ref on idx_customer → full scan, \\d\\d → 1\\d,\\d+ rows"),
        words(change));
    for (LogEntry e : asked(target, mark)) {
      assertTrue(e.argument().startsWith(OWN), e::argument);
    }
    noSecret();
    assertTrue(report.number("targets.candidate.plans.asked") >= 5);
    for (JsonNode digest : report.node("targets.candidate.digests")) {
      JsonNode plans = digest.path("plans");
      assertFalse(plans.isEmpty(), digest::toString);
      assertTrue(plans.get(0).path("plan").has("query_block"), digest::toString);
    }
  }

  /** One target has the index and one has not, from the first statement on. */
  @ParameterizedTest
  @EnumSource
  void aCandidateIsComparedWithTheControl(ServerKind kind) throws IOException {
    servers(kind);
    schema(target, "plans_next");
    target.execute("DROP INDEX idx_status ON plans_next.orders");
    Config config =
        Config.in(directory)
            .target("control", target, "role: control", "compare: {plans: explain}")
            .target(
                "candidate", target, "schemas: {plans: plans_next}", "compare: {plans: explain}")
            .rule("all", "mirror: [control, candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      for (int i = 0; i < 3; i++) {
        shell.done(
            "prepared SELECT total FROM orders WHERE status = ? AND note <> ?|open|" + SECRET,
            "prepared SELECT total FROM orders WHERE customer_id = ?|" + i,
            "prepared SELECT o.id, c.name FROM orders o JOIN customer c ON c.id = o.customer_id"
                + " WHERE o.status = ? AND c.id < ?|open|300");
      }
      await(config, shell, r -> taken(r, "candidate") >= 3 && taken(r, "control") >= 3);
      shell.exit();
    }
    Report report = config.report();
    List<JsonNode> changes = changes(report, "candidate");
    assertEquals(2, changes.size(), report::toString);
    for (JsonNode change : changes) {
      assertEquals("control control", change.path("against").asText());
      boolean join = change.path("digest").asText().equals(digest(report, "candidate", "join"));
      String text = join ? "join" : "where status = ?";
      assertEquals(digest(report, "candidate", text), change.path("digest").asText());
      assertTrue(
          join
              ? words(change).contains("join order: o, c → c, o")
              : words(change).startsWith("orders: ref on idx_status → full scan, "),
          () -> words(change));
    }
    assertNotEquals(changes.get(0).path("digest"), changes.get(1).path("digest"));
    assertEquals(List.of(), changes(report, "control"));
    noSecret();
  }

  @Test
  void theSourcesPlanOverAConnectionOfTheAgentsOwn() throws IOException {
    servers(ServerKind.MARIADB);
    target.execute("DROP INDEX idx_customer ON plans.orders");
    source.execute(
        "CREATE USER IF NOT EXISTS 'plans'@'%' IDENTIFIED BY 'secret'",
        "GRANT SELECT ON plans.* TO 'plans'@'%'");
    Config config =
        Config.in(directory)
            .target(
                "candidate",
                target,
                "compare: {plans: {mode: explain, source: true, username: plans,"
                    + " password: secret}}")
            .rule("all", "mirror: [candidate]");
    long mark = source.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      mix(shell, 9);
      await(config, shell, r -> !changes(r, "candidate").isEmpty());
      shell.exit();
    }
    JsonNode change = changes(config.report(), "candidate").get(0);
    assertEquals("source", change.path("against").asText());
    assertTrue(
        words(change).startsWith("orders: ref on idx_customer → full scan, "), () -> words(change));
    List<LogEntry> log = source.generalLog().since(mark);
    Set<Long> asking = new TreeSet<>();
    asked(source, mark).forEach(e -> asking.add(e.connection()));
    assertFalse(asking.isEmpty());
    for (LogEntry e : log) {
      if (asking.contains(e.connection()) && e.command().equals("Query")) {
        boolean drivers = e.argument().contains("@@") || e.argument().startsWith("SET ");
        assertTrue(e.argument().startsWith(OWN) || drivers, e::argument);
      }
    }
    noSecret();
  }

  /** What runs for its plan is reads alone. */
  @ParameterizedTest
  @EnumSource
  void analyze(ServerKind kind) throws IOException {
    servers(kind);
    Config config =
        Config.in(directory)
            .target(
                "candidate",
                target,
                "writes: apply",
                "compare: {plans: {mode: analyze, per_second: 20}}")
            .rule("all", "mirror: [candidate]");
    long mark = target.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      mix(shell, 7);
      shell.done(
          "prepared UPDATE orders SET total = total + 1 WHERE customer_id = ?|7",
          "prepared DELETE FROM orders WHERE customer_id = ?|8",
          "prepared SELECT total FROM orders WHERE id = ? FOR UPDATE|1");
      await(config, shell, r -> taken(r, "candidate") >= 7);
      shell.exit();
    }
    Report report = config.report();
    boolean maria = kind == ServerKind.MARIADB;
    assertEquals(maria ? "analyze" : "explain", report.text("targets.candidate.plans.mode"));
    assertEquals(!maria, report.text("targets.candidate.plans.note").contains("8.0.18"));
    int analyzed = 0;
    for (LogEntry e : asked(target, mark)) {
      boolean runs = e.argument().contains("ANALYZE ");
      analyzed += runs ? 1 : 0;
      assertFalse(runs && e.argument().matches("(?s).*(UPDATE|DELETE).*"), e::argument);
    }
    assertEquals(maria ? 4 : 0, analyzed);
    assertEquals(maria, report.toString().contains("\"r_rows\""), report::toString);
    noSecret();
  }

  /** Sixty digests at once: two a second at most, whatever there is to ask. */
  @ParameterizedTest
  @EnumSource
  void noMoreThanTwoASecond(ServerKind kind) throws InterruptedException {
    servers(kind);
    Config config =
        Config.in(directory)
            .target("candidate", target, "compare: {plans: explain}")
            .rule("all", "mirror: [candidate]");
    long mark = target.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      long start = System.nanoTime();
      for (int i = 0; i < 60; i++) {
        shell.done("sql SELECT total AS t" + i + " FROM orders WHERE customer_id = " + i);
      }
      await(config, shell, r -> taken(r, "candidate") >= 4);
      int window = LongRun.ON ? 20 : 5;
      while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(window)) {
        int asked = asked(target, mark).size();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(asked <= 2 * (seconds + 1), asked + " in " + seconds + " s");
        TimeUnit.MILLISECONDS.sleep(250);
      }
      int asked = asked(target, mark).size();
      assertTrue(asked >= window + 1 && asked <= 2 * (window + 1), asked + " in seconds " + window);
      shell.exit();
    }
    assertTrue(config.report().number("targets.candidate.plans.asked") <= (LongRun.ON ? 44 : 20));
  }

  /** Ten minutes are not over, and yet it is asked again. */
  @Tag("alone")
  @ParameterizedTest
  @EnumSource
  void aStepInLatencyIsAskedAboutAtOnce(ServerKind kind) {
    servers(kind);
    Config config =
        Config.in(directory)
            .target("candidate", target, "compare: {plans: explain}")
            .rule("all", "mirror: [candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      many(shell);
      await(config, shell, r -> taken(r, "candidate") >= 1);
      target.execute("DROP INDEX idx_customer ON plans.orders");
      many(shell);
      Report report = await(config, shell, r -> !changes(r, "candidate").isEmpty());
      assertEquals(2, taken(report, "candidate"), report::toString);
      shell.exit();
    }
  }

  private static void many(Shell shell) {
    for (int i = 0; i < 70; i++) {
      shell.done("prepared SELECT SUM(total) FROM orders WHERE customer_id = ?|" + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void resourcesBesideTheMirroredRate(ServerKind kind) {
    servers(kind);
    Config config =
        Config.in(directory)
            .target("candidate", target)
            .rule("all", "mirror: [candidate]")
            .every("1s");
    long mark = target.generalLog().mark();
    long start = System.nanoTime();
    String host = target.address();
    try (Shell shell = Shell.start(Shell.app(source, "plans").agent(config.write()))) {
      shell.done("sql SELECT 1");
      await(config, shell, r -> resource(r, host, "samples").asLong() >= 1);
      for (int i = 0; i < 5; i++) {
        shell.done("sql SELECT COUNT(note) FROM orders WHERE total >= " + i);
      }
      await(
          config,
          shell,
          r -> resource(r, host, "counts").path("handler_read_rnd_next").asLong() > 81_000);
      shell.exit();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long asked =
        target.generalLog().since(mark).stream()
            .filter(e -> e.argument().contains("SHOW GLOBAL STATUS"))
            .count();
    assertTrue(asked >= 2 && asked <= seconds + 1, asked + " in " + seconds + " s");
    Report report = config.report();
    JsonNode series = resource(report, host, "series");
    int points = series.path("seconds").size();
    for (JsonNode values : series) {
      assertEquals(points, values.size(), series::toString);
    }
    assertTrue(
        Set.of("performance_schema is off")
            .contains(report.text("targets.candidate.resources.statements_note")),
        report::toString);
  }

  private static JsonNode resource(Report report, String host, String name) {
    return report.node("targets.candidate.resources.hosts").path(host).path(name);
  }
}
