package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rights of docs/grants.md, to the letter: accounts that have these and no others mirror in
 * every mode without being refused anything, and {@code check --connect} knows what they lack.
 */
class GrantsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SOURCE = "grants";

  /** A mode, each with a target, an account and a schema of its name on one server. */
  private enum Mode {
    DENY_NONE("deny", "none"),
    DENY_SESSION("deny", "session"),
    ROLLBACK_NONE("rollback", "none"),
    ROLLBACK_SESSION("rollback", "session"),
    APPLY_SESSION("apply", "session"),
    APPLY_COMMIT("apply", "commit");

    final String writes;
    final String order;

    Mode(String writes, String order) {
      this.writes = writes;
      this.order = order;
    }

    String target() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    String schema() {
      return SOURCE + "_" + target();
    }

    String account() {
      return "'m_" + target() + "'@'%'";
    }
  }

  @TempDir Path directory;

  private EmbeddedServer source;
  private EmbeddedServer target;

  private static void schema(EmbeddedServer server, String name) {
    server.execute(
        "DROP DATABASE IF EXISTS " + name,
        "CREATE DATABASE " + name,
        "USE " + name,
        "CREATE TABLE item (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40), stock INT,"
            + " made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6)) ENGINE = InnoDB",
        "CREATE TABLE audit (item INT PRIMARY KEY, what VARCHAR(40)) ENGINE = InnoDB",
        "CREATE TRIGGER noted AFTER INSERT ON item FOR EACH ROW"
            + " INSERT INTO audit VALUES (NEW.id, NEW.name)",
        "CREATE VIEW stocked AS SELECT id, name FROM item WHERE stock > 0",
        "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC NO SQL RETURN 2 * n",
        "CREATE PROCEDURE sell(n INT) MODIFIES SQL DATA"
            + " UPDATE item SET stock = stock - 1 WHERE id = n",
        "INSERT INTO item (name, stock, made) VALUES ('a', 5, '2024-01-01'),"
            + " ('b', 0, '2024-01-01')");
  }

  /** The statements of the manual's blocks of a kind, for a mode's account and schema. */
  private static List<String> grants(String kind, Mode mode) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "grants.md"));
    Matcher block = Pattern.compile("(?s)```sql " + kind + "\n(.*?)```").matcher(page);
    assertTrue(block.find(), kind);
    List<String> statements = new ArrayList<>();
    for (String line : block.group(1).split(";\n")) {
      statements.add(
          line.replace("`shop`", "`" + mode.schema().replace("_", "\\_") + "`")
              .replace("'mirror'@'%'", mode.account()));
    }
    return statements;
  }

  private void accounts(ServerKind kind) throws IOException {
    for (Mode mode : Mode.values()) {
      schema(target, mode.schema());
      List<String> all = new ArrayList<>();
      all.add("DROP USER IF EXISTS " + mode.account());
      all.add("CREATE USER " + mode.account() + " IDENTIFIED BY '" + EmbeddedServer.PASSWORD + "'");
      all.addAll(grants(mode.writes, mode));
      if (kind == ServerKind.MYSQL8) {
        all.addAll(grants("mysql", mode));
      } else if (mode.writes.equals("apply")) {
        all.addAll(grants("mariadb", mode));
      }
      target.execute(all.toArray(new String[0]));
    }
  }

  private Config config() {
    Config config = Config.in(directory);
    for (Mode mode : Mode.values()) {
      config
          .target(
              mode.target(),
              target,
              "writes: " + mode.writes,
              "order: " + mode.order,
              "schemas: {" + SOURCE + ": " + mode.schema() + "}",
              "compare: {plans: {mode: explain, per_second: 50, busy: 100%}}")
          .account("m_" + mode.target());
    }
    return config
        .rule("ddl", "match: {sql: extra}, mirror: [apply_session, apply_commit]")
        .rule(
            "temporary",
            "match: {sql: scratch}, mirror: [rollback_session, apply_session, apply_commit]")
        .rule(
            "all",
            "mirror: [deny_none, deny_session, rollback_none, rollback_session, apply_session,"
                + " apply_commit]");
  }

  private static void work(Shell shell) {
    shell.done(
        "sql SELECT id, name FROM stocked WHERE id = 1",
        "sql SELECT twice(stock) FROM item WHERE id = 1",
        "prepared SELECT name FROM item WHERE id = ?|2",
        "sql INSERT INTO item (name, stock) VALUES ('c', 3)",
        "prepared INSERT INTO item (name, stock, made) VALUES (?, 7, NOW(6))|d",
        "sql UPDATE item SET stock = 9 WHERE id = 2",
        "call {call sell(1)}",
        "autocommit off",
        "sql DELETE FROM item WHERE name = 'c'",
        "sql UPDATE item SET made = NOW(6) WHERE id = 1",
        "commit",
        "autocommit on",
        "sql CREATE TEMPORARY TABLE scratch (id INT PRIMARY KEY)",
        "sql INSERT INTO scratch VALUES (1)",
        "sql SELECT id FROM scratch",
        "sql CREATE TABLE extra (id INT PRIMARY KEY, item INT) ENGINE = InnoDB",
        "sql ALTER TABLE extra ADD CONSTRAINT extra_item FOREIGN KEY (item) REFERENCES item (id)",
        "sql CREATE INDEX extra_id ON extra (item, id)",
        "sql CREATE VIEW extra_view AS SELECT id FROM extra",
        "sql CREATE PROCEDURE extra_procedure() INSERT INTO extra VALUES (1, 1)",
        "sql CREATE TRIGGER extra_trigger BEFORE INSERT ON extra FOR EACH ROW SET NEW.id = 7",
        "call {call extra_procedure()}",
        "sql SELECT id FROM extra_view",
        "sql DROP PROCEDURE extra_procedure",
        "sql LOCK TABLES extra WRITE",
        "sql UNLOCK TABLES",
        "sql CREATE TABLE extra_more (id INT PRIMARY KEY) ENGINE = InnoDB",
        "sql TRUNCATE TABLE extra_more",
        "sql DROP TABLE extra_more");
  }

  @ParameterizedTest
  @EnumSource
  void theManualsRightsAreEnoughAndNoneIsTooMany(ServerKind kind) throws Exception {
    source = Servers.source(ServerKind.MARIADB);
    if (kind == ServerKind.MARIADB) {
      target = Servers.target(kind);
      enough(kind);
      return;
    }
    Needs.server(kind);
    // MySQL has it on unless told otherwise; the servers that tests share have been told.
    try (EmbeddedServer own = EmbeddedServer.start(kind, "--performance-schema=ON", "--ssl=ON")) {
      target = own;
      enough(kind);
    }
  }

  private void enough(ServerKind kind) throws Exception {
    schema(source, SOURCE);
    accounts(kind);
    Config config = config();
    Report report = run(config);
    List<org.junit.jupiter.api.function.Executable> held = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      held.add(() -> nothingIsRefused(report, mode, kind));
    }
    for (Mode mode : List.of(Mode.APPLY_SESSION, Mode.APPLY_COMMIT)) {
      Comparison comparison = Comparison.of(source, SOURCE, target, mode.schema());
      held.add(() -> assertTrue(comparison.equal(), mode + ": " + comparison));
    }
    assertAll(held);
    ready(config, kind);
    if (kind == ServerKind.MYSQL8) {
      target.execute("SET GLOBAL read_only = ON");
    }
    taken(config, kind);
  }

  private Report run(Config config) {
    try (Shell shell = Shell.start(Shell.app(source, SOURCE).agent(config.write()))) {
      work(shell);
      Await.until(
          PATIENCE,
          () -> {
            if (!Files.exists(config.reports().resolve("report.json"))) {
              return false;
            }
            Report report = config.report().balanced();
            return report.number("capture.seen") >= 25
                && report.pending() == 0
                && List.of(Mode.values()).stream().allMatch(m -> planned(report, m));
          },
          () -> config.report() + shell.err());
      assertFalse(shell.err().contains("may not set"), shell.err());
      shell.exit();
    }
    return config.report().balanced();
  }

  /** Whether there is a plan of the statement on the view, which wants a right of its own. */
  private static boolean planned(Report report, Mode mode) {
    for (JsonNode digest : report.node("targets." + mode.target() + ".digests")) {
      if (digest.path("text").asText().contains("from stocked")) {
        return digest.path("plans").size() > 0;
      }
    }
    return false;
  }

  private static void nothingIsRefused(Report report, Mode mode, ServerKind kind) {
    String at = "targets." + mode.target();
    assertEquals(0, report.number(at + ".ledger.failed"), mode + " " + errors(report, mode));
    long denied = report.number(at + ".ledger.dropped.write_denied");
    assertEquals(denied, report.dropped(mode.target()), mode.toString());
    assertEquals(mode.writes.equals("apply"), denied == 0, mode + " " + denied);
    assertEquals(0, report.number(at + ".errors.new"), mode.toString());
    String left = report.node(at + ".plans.left_out").toString();
    assertFalse(left.matches(".*error 1(044|045|142|143|227|345|370) .*"), mode + left);
    if (kind == ServerKind.MYSQL8) {
      assertTrue(report.node(at + ".resources.statements_note").isMissingNode(), mode.toString());
    }
  }

  /** Messages of what failed there. */
  private static List<String> errors(Report report, Mode mode) {
    return report.node("targets." + mode.target() + ".digests").findValuesAsText("message");
  }

  private void ready(Config config, ServerKind kind) throws Exception {
    JsonNode connect = check(config, 0);
    assertTrue(connect.path("ready").asBoolean());
    assertEquals(Mode.values().length, connect.path("hosts").size());
    Map<String, TreeSet<String>> worse = new TreeMap<>();
    for (JsonNode host : connect.path("hosts")) {
      TreeSet<String> known = new TreeSet<>();
      for (JsonNode point : host.path("points")) {
        String check = point.path("check").asText();
        known.add(check);
        if (check.equals("tls")) {
          String tls = point.path("found").asText();
          assertEquals(kind == ServerKind.MYSQL8, tls.startsWith("TLSv1."), tls);
        }
        if (!point.path("level").asText().equals("ok")) {
          worse.computeIfAbsent(check, c -> new TreeSet<>()).add(point.toString());
          assertFalse(point.path("cause").asText().isEmpty(), point::toString);
          assertFalse(point.path("cure").asText().isEmpty(), point::toString);
        }
      }
      assertTrue(
          known.containsAll(List.of("reachable", "tls", "version", "clock")), known::toString);
      String target = host.path("target").asText();
      assertTrue(known.contains("tables." + SOURCE + "_" + target), known::toString);
      assertEquals(!target.startsWith("deny"), known.contains("process"), target);
      assertEquals(!target.endsWith("none"), known.contains("pins"), target);
      assertEquals(
          target.startsWith("apply") && kind == ServerKind.MARIADB,
          known.contains("routines"),
          target);
    }
    for (Mode mode : List.of(Mode.APPLY_SESSION, Mode.APPLY_COMMIT)) {
      String dropped = String.valueOf(worse.get("tables." + mode.schema()));
      assertTrue(dropped.contains("not there: extra_more\""), dropped);
    }
    // What DDL made is not on all of them; and the tests' servers have no time zone tables.
    worse.keySet().removeIf(c -> c.startsWith("tables."));
    worse.remove("time_zones");
    worse.remove("reachable"); // a machine that is busy is slow, too
    assertEquals(Map.of(), worse);
  }

  /** Of each account one right, and what is said of it. */
  private void taken(Config config, ServerKind kind) throws Exception {
    revoke(Mode.DENY_NONE, "SELECT");
    revoke(Mode.DENY_SESSION, "SHOW VIEW");
    revoke(Mode.ROLLBACK_NONE, "DELETE");
    target.execute("REVOKE PROCESS ON *.* FROM " + Mode.ROLLBACK_SESSION.account());
    revoke(Mode.APPLY_SESSION, "CREATE VIEW");
    revoke(Mode.APPLY_COMMIT, "TRIGGER");
    JsonNode connect = check(config, 2);
    assertFalse(connect.path("ready").asBoolean());
    lacks(connect, Mode.DENY_NONE, "error", "lacks SELECT");
    lacks(connect, Mode.DENY_SESSION, "warning", "lacks SHOW VIEW");
    lacks(connect, Mode.ROLLBACK_NONE, "error", "lacks DELETE");
    lacks(connect, Mode.ROLLBACK_SESSION, "error", "sees its own connections alone");
    lacks(connect, Mode.APPLY_SESSION, "warning", "lacks CREATE VIEW");
    lacks(connect, Mode.APPLY_COMMIT, "warning", "lacks TRIGGER");
    if (kind == ServerKind.MYSQL8) {
      lacks(connect, Mode.APPLY_COMMIT, "error", "read_only");
      lacks(connect, Mode.DENY_SESSION, "ok", "read_only, and nothing is written here");
    }
  }

  private void revoke(Mode mode, String right) {
    String schema = "`" + mode.schema().replace("_", "\\_") + "`";
    target.execute("REVOKE " + right + " ON " + schema + ".* FROM " + mode.account());
  }

  private static void lacks(JsonNode connect, Mode mode, String level, String found) {
    for (JsonNode host : connect.path("hosts")) {
      if (host.path("target").asText().equals(mode.target())) {
        if (level.equals("error")) {
          assertEquals(level, host.path("level").asText(), host::toString);
        }
        for (JsonNode point : host.path("points")) {
          if (point.path("found").asText().equals(found)) {
            assertEquals(level, point.path("level").asText());
            assertEquals(!level.equals("ok"), point.has("cure"), point::toString);
            return;
          }
        }
        throw new AssertionError(mode + ": no \"" + found + "\" in " + host.toPrettyString());
      }
    }
    throw new AssertionError("no host of " + mode);
  }

  private JsonNode check(Config config, int exit) throws Exception {
    long mark = target.generalLog().mark();
    Process process =
        new ProcessBuilder(
                Needs.java(17).toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Libraries.agent().toString(),
                "check",
                config.write().toString(),
                "--connect",
                "--json")
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(exit, process.waitFor(), out + err);
    assertFalse((out + err).contains(EmbeddedServer.PASSWORD), out + err);
    // The driver's own statements at connect aside, every statement is marked.
    List<String> foreign =
        target.generalLog().since(mark).stream()
            .map(e -> e.argument())
            .filter(a -> !a.startsWith("/* querymirror:own */"))
            .filter(a -> !a.startsWith("/* mysql-connector-j"))
            .filter(a -> a.matches("(?is).*\\b(from|show|select|call|insert|update)\\b.*"))
            .toList();
    assertEquals(List.of(), foreign);
    return new ObjectMapper().readTree(out).path("connect");
  }
}
