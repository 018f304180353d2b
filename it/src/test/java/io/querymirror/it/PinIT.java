package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.pins.Keys;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a statement takes from its server alone is the same on a target, or counted. */
class PinIT {
  private static final String SCHEMA = "pins";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private static void emptied(EmbeddedServer... servers) {
    for (EmbeddedServer server : servers) {
      server.execute(
          "DROP DATABASE IF EXISTS pins",
          "CREATE DATABASE pins",
          "USE pins",
          "CREATE TABLE parent (id INT AUTO_INCREMENT PRIMARY KEY, u VARCHAR(40) UNIQUE,"
              + " v VARCHAR(60)) ENGINE = InnoDB",
          "CREATE TABLE child (id BIGINT AUTO_INCREMENT PRIMARY KEY, parent BIGINT,"
              + " v VARCHAR(60)) ENGINE = InnoDB",
          "CREATE TABLE timed (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40), said DATETIME(6),"
              + " made DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6),"
              + " changed TIMESTAMP(6) DEFAULT CURRENT_TIMESTAMP(6)"
              + " ON UPDATE CURRENT_TIMESTAMP(6)) ENGINE = InnoDB",
          "CREATE TABLE plain (id INT PRIMARY KEY, v VARCHAR(40), n DOUBLE) ENGINE = InnoDB");
    }
  }

  private Config apply(EmbeddedServer... targets) {
    Config config = Config.in(directory);
    for (int i = 0; i < targets.length; i++) {
      config.target("t" + i, targets[i], "writes: apply", "order: session");
    }
    return config.rule("all", targets.length == 1 ? "mirror: t0" : "mirror: [t0, t1]");
  }

  private static App shell(EmbeddedServer source) {
    Driver driver = Driver.of(source.kind());
    return Shell.app(driver, source, SCHEMA, "");
  }

  /** Runs the commands, and lets their copies run too while a connection is open. */
  private Report run(EmbeddedServer source, Config config, String... commands) {
    try (Shell shell = Shell.start(shell(source).agent(config.write()))) {
      shell.done(commands);
      config.drained(commands.length, shell::err);
      shell.exit();
    }
    return config.report().balanced();
  }

  private static Map<String, List<String>> rows(EmbeddedServer server) {
    return Tables.of(server, SCHEMA);
  }

  @ParameterizedTest
  @EnumSource
  void theTime(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer one = Servers.target(ServerKind.MYSQL8);
    EmbeddedServer two = Servers.target(ServerKind.MARIADB);
    emptied(source, one, two);
    Report report =
        run(
            source,
            apply(one, two),
            "sql INSERT INTO timed (v) VALUES ('by default')",
            "sql INSERT INTO timed (v, said) VALUES ('said', NOW(6))",
            "prepared INSERT INTO timed (v, said) VALUES (?, CURRENT_TIMESTAMP(6))|prepared",
            "sql SELECT SLEEP(1.2)",
            "sql UPDATE timed SET v = 'changed' WHERE id = 1",
            "prepared UPDATE timed SET said = ADDDATE(NOW(6), 1) WHERE v = ?|prepared",
            "sql SET @then = NOW(6)",
            "sql SELECT SLEEP(1.2)",
            "sql INSERT INTO timed (v, said) VALUES ('a variable', @then)",
            "sql INSERT INTO timed (v) SELECT v FROM timed WHERE id = 1",
            "sql REPLACE INTO timed (id, v) VALUES (2, 'replaced')",
            "sql CREATE TABLE later (id INT PRIMARY KEY) AS SELECT 1 AS id, NOW(6) AS made",
            "sql INSERT INTO plain (id, v, n) VALUES (1, YEAR(CURDATE()), 0 * UNIX_TIMESTAMP())");
    Comparison comparison = Comparison.of(source, one, SCHEMA);
    assertAll(
        report + "\n" + comparison,
        () -> assertEquals(rows(one), rows(two)),
        () -> assertTrue(comparison.equal()),
        () -> assertEquals(0, report.number("targets.t0.fidelity.unpinned")),
        () -> assertEquals(0, report.number("targets.t1.fidelity.unpinned")));
  }

  @ParameterizedTest
  @CsvSource({
    "MYSQL8, CONNECTOR_J, '', session",
    "MYSQL8, CONNECTOR_J, useServerPrepStmts=true, commit",
    "MYSQL8, CONNECTOR_J, rewriteBatchedStatements=true, session",
    "MYSQL8, CONNECTOR_J_5, '', session",
    "MARIADB, MARIADB, '', commit",
    "MARIADB, CONNECTOR_J, '', session"
  })
  void keysOfSessionsSideBySide(ServerKind kind, Driver driver, String properties, String order) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    App app =
        App.of(Keys.class)
            .library(driver.library())
            .argument(driver.url(source.address(), SCHEMA, properties))
            .argument("app", EmbeddedServer.PASSWORD, 4, 40);
    Config config =
        Config.in(directory)
            .target("t0", target, "writes: apply", "order: " + order)
            .rule("all", "mirror: t0");
    Mirror.Ended ended = Mirror.run(app, config);
    Comparison comparison = Comparison.of(source, target, SCHEMA);
    assertAll(
        ended + "\n" + comparison,
        () -> assertTrue(comparison.equal()),
        () -> assertEquals(0, ended.report().number("targets.t0.errors.new")),
        () -> assertEquals(160, ended.report().number("targets.t0.errors.same")),
        () -> assertEquals(0, ended.report().number("targets.t0.fidelity.unpinned")));
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeToldIsCounted(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer one = Servers.target(kind);
    EmbeddedServer two =
        Servers.target(kind == ServerKind.MYSQL8 ? ServerKind.MARIADB : ServerKind.MYSQL8);
    emptied(source, one, two);
    Report report =
        run(
            source,
            apply(one, two),
            "sql INSERT INTO plain VALUES (1, 'random', RAND()), (2, 'random', RAND())",
            "sql SELECT RAND()",
            "prepared INSERT INTO plain VALUES (?, 'random again', RAND())|3",
            "sql INSERT INTO plain VALUES (4, UUID(), 0)",
            "sql SET @n = CONNECTION_ID()",
            "sql UPDATE plain SET n = @n WHERE id = 4",
            "sql UPDATE plain SET v = 'steady' WHERE id = 4",
            "sql INSERT INTO parent (u) SELECT n FROM plain WHERE id = 1",
            "sql INSERT INTO child (parent) VALUES (1)");
    Map<String, List<String>> there = rows(one);
    assertAll(
        report.toString(),
        () -> assertEquals(4, there.get("plain").size()),
        () -> assertEquals(there.get("plain").subList(0, 3), rows(two).get("plain").subList(0, 3)),
        () -> assertNotEquals(there.get("plain").get(0), rows(source).get("plain").get(0)),
        () -> assertNotEquals(there.get("plain").get(3), rows(source).get("plain").get(3)),
        () -> assertEquals(5, report.number("targets.t0.fidelity.unpinned")),
        () -> assertEquals(5, report.number("targets.t1.fidelity.unpinned")),
        () -> assertTrue(report.node("targets.t0.out_of_step").toString().contains("pins.plain")),
        () -> assertTrue(report.node("targets.t0.out_of_step").has("pins.parent")),
        () -> assertFalse(report.node("targets.t0.out_of_step").has("pins.child")));
  }

  /** A server whose option keeps the clock from every account: said once, and counted. */
  @Test
  void aClockThatTheServerKeepsToItself() {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    try (EmbeddedServer target =
        EmbeddedServer.start(ServerKind.MARIADB, "--secure-timestamp=YES")) {
      emptied(source, target);
      Config config = apply(target);
      String err;
      try (Shell shell = Shell.start(shell(source).agent(config.write()))) {
        shell.done("sql INSERT INTO parent (u) VALUES ('a')");
        shell.ask("sql INSERT INTO parent (u) VALUES ('a')"); // a duplicate, which takes a key
        shell.done(
            "sql INSERT INTO parent (u) VALUES ('b')",
            "sql INSERT INTO timed (v, said) VALUES ('said', NOW(6))",
            "sql SELECT COUNT(*) FROM timed WHERE made < NOW(6)");
        err = shell.exit().err();
      }
      Report report = config.report().balanced();
      assertAll(
          report + err,
          () -> assertTrue(err.contains("the account may not set timestamp:"), "said"),
          () -> assertTrue(err.contains("option secure_timestamp=NO lets it"), "with its remedy"),
          () -> assertEquals(1, err.split("may not set", -1).length - 1, "once"),
          () -> assertEquals(rows(source).get("parent"), rows(target).get("parent"), "keys"),
          () -> assertEquals(1, report.number("targets.t0.fidelity.unpinned")),
          () ->
              assertEquals(
                  "{\"pins.timed\":{\"unpinned\":1}}",
                  report.node("targets.t0.out_of_step").toString()),
          () -> assertEquals(0, report.dropped("t0")),
          () -> assertEquals(0, report.number("targets.t0.errors.new")));
    }
  }

  /** The keys of the row are told, those that a trigger draws are not. */
  @ParameterizedTest
  @EnumSource
  void keysThatATriggerDraws(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "USE pins",
          "CREATE TABLE audit (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(60)) ENGINE = InnoDB",
          "CREATE TRIGGER noted AFTER INSERT ON child FOR EACH ROW"
              + " INSERT INTO audit (v) VALUES (NEW.v)");
    }
    target.execute("INSERT INTO pins.audit VALUES (50, 'others were here')");
    Report report =
        run(
            source,
            apply(target),
            "sql INSERT INTO child (id, parent, v) VALUES (20, 1, 'a key of its own')",
            "sql INSERT INTO child (parent, v) VALUES (1, 'one')",
            "sql INSERT INTO child (parent, v) VALUES (1, 'two'), (2, 'three')",
            "sql UPDATE child SET v = 'no trigger here' WHERE id = 21");
    String outOfStep = report.node("targets.t0.out_of_step").toString();
    assertAll(
        report.toString(),
        () -> assertEquals(rows(source).get("child"), rows(target).get("child")),
        () -> assertNotEquals(rows(source).get("audit"), rows(target).get("audit")),
        () -> assertEquals(3, report.number("targets.t0.fidelity.unpinned")),
        () -> assertTrue(outOfStep.contains("pins.audit"), outOfStep));
  }

  /** By ways on which nothing is sent ahead. */
  @Test
  void theTimeOfWhatTheDriverSends() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer one = Servers.target(ServerKind.MYSQL8);
    EmbeddedServer two = Servers.target(ServerKind.MARIADB);
    emptied(source, one, two);
    for (EmbeddedServer server : List.of(source, one, two)) {
      server.execute(
          "CREATE PROCEDURE pins.note() INSERT INTO timed (v, said) VALUES ('called', NOW(6))");
    }
    Config config =
        Config.in(directory)
            .target("t0", one, "writes: apply", "order: session")
            .target(
                "t1", two, "writes: apply", "order: session", "properties: {useCompression: true}")
            .rule("all", "mirror: [t0, t1]");
    String large = "x".repeat(20_000);
    Report report =
        run(
            source,
            config,
            "sql INSERT INTO timed (v, said) VALUES (LEFT('" + large + "', 9), NOW(6))",
            "prepared INSERT INTO timed (v, said) VALUES (LEFT(?, 9), NOW(6))|" + large,
            "sql INSERT INTO timed (v, said) VALUES ('escaped', {fn NOW()})",
            "call {CALL note()}",
            "sql INSERT INTO timed (v) VALUES ('at last')");
    Comparison comparison = Comparison.of(source, one, SCHEMA);
    assertAll(
        report + "\n" + comparison,
        () -> assertEquals(5, rows(one).get("timed").size()),
        () -> assertEquals(rows(one), rows(two)),
        () -> assertTrue(comparison.equal()),
        () -> assertEquals(1, report.number("targets.t0.fidelity.unpinned")),
        () -> assertEquals(1, report.number("targets.t1.fidelity.unpinned")));
  }

  /**
   * Connector/J keeps the keys of a batch for those alone who ask for them, but the last: where
   * that leaves room for nobody else it tells the others. Both targets are on one server, each with
   * a schema of its own.
   */
  @Test
  void keysThatAreMadeOut() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    target.execute(
        "DROP DATABASE IF EXISTS pins_b",
        "CREATE DATABASE pins_b",
        "CREATE TABLE pins_b.parent LIKE pins.parent",
        "CREATE TABLE pins_b.child LIKE pins.child");
    long mark = target.generalLog().mark();
    Config config =
        Config.in(directory)
            .target("t0", target, "writes: apply", "order: commit")
            .target("t1", target, "writes: apply", "order: commit", "schemas: {pins: pins_b}")
            .rule("all", "mirror: [t0, t1]");
    try (Shell shell = Shell.start(shell(source).agent(config.write()))) {
      shell.done(
          "batch INSERT INTO child (v) VALUES (?)|a|b|c",
          "batch INSERT INTO child (v) VALUES (?)|alone",
          "sql INSERT INTO child (v) SELECT v FROM child WHERE id < 3",
          // Where the last one ended is not known: it is given more keys than it has rows.
          "batch INSERT INTO child (v) VALUES (?)|d|e",
          "open rewrites rewriteBatchedStatements=true");
      String failed = shell.ask("batch INSERT INTO parent (u) VALUES (?)|x|y|x");
      assertTrue(failed.startsWith("error"), failed);
      shell.done("sql INSERT INTO parent (u) VALUES ('z')");
      Await.until(PATIENCE, () -> lookedForWriters(target, mark) == 2, shell::err);
      shell.exit();
    }
    Report report = config.report().balanced();
    Map<String, List<String>> there = rows(target);
    assertEquals(rows(source).get("parent"), there.get("parent"), report::toString);
    assertEquals(there.get("parent"), Tables.of(target, "pins_b").get("parent"), report::toString);
    assertEquals(
        rows(source).get("child").subList(0, 6),
        there.get("child").subList(0, 6),
        report::toString);
    for (String name : List.of("t0", "t1")) {
      String of = "targets." + name;
      assertAll(
          report.toString(),
          () -> assertEquals(1, report.number(of + ".fidelity.unpinned")),
          () -> assertEquals(0, report.number(of + ".fidelity.several_writers")),
          () -> assertEquals(3, report.ledger(name, "not_repeated")),
          () ->
              assertEquals(
                  "{\"pins.child\":{\"unpinned\":1}}",
                  report.node(of + ".out_of_step").toString()));
    }
  }

  /** How many of the agent's connections have looked who else writes there. */
  private static long lookedForWriters(EmbeddedServer target, long mark) {
    return target.generalLog().since(mark).stream()
        .filter(e -> e.argument().contains("IS_USED_LOCK"))
        .map(LogEntry::connection)
        .distinct()
        .count();
  }

  /** Reads are told the time too, whatever the target may do. */
  @Test
  void theTimeOfReads() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    long mark = target.generalLog().mark();
    Config config =
        Config.in(directory).target("t0", target, "order: session").rule("all", "mirror: t0");
    run(
        source,
        config,
        "sql SELECT COUNT(*) FROM plain",
        "sql SELECT * FROM timed WHERE made < NOW()",
        "sql SELECT COUNT(*) FROM timed");
    List<String> log =
        target.generalLog().since(mark).stream()
            .filter(LogEntry::runs)
            .map(LogEntry::argument)
            .filter(a -> a.contains("SET timestamp=1") || a.contains(Logs.MARKER))
            .filter(a -> !a.endsWith("=1.5"))
            .toList();
    assertEquals(4, log.size(), log::toString);
    assertTrue(log.get(1).startsWith(Logs.OWN_MARKER + " SET timestamp="), log::toString);
    assertTrue(log.get(2).endsWith("NOW()"), log::toString);
  }

  /** One row at most has a key, so that LIMIT decides nothing. */
  @Test
  void aLimitThatDecidesNothing() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    Report report =
        run(
            source,
            apply(target),
            "sql INSERT INTO plain VALUES (1, 'a', 0), (2, 'b', 0), (3, 'c', 0)",
            "sql DELETE FROM plain WHERE id = 1 LIMIT 1",
            "prepared UPDATE plain SET v = 'd' WHERE id = ? LIMIT 1|2",
            "sql DELETE FROM plain WHERE n = 0 LIMIT 1");
    assertEquals(1, report.number("targets.t0.fidelity.unpinned"), report::toString);
  }

  @ParameterizedTest
  @EnumSource
  void whatNeedsNothingIsToldNothing(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    long mark = target.generalLog().mark();
    run(
        source,
        apply(target),
        "sql INSERT INTO plain VALUES (1, 'now()', 2)",
        "prepared UPDATE plain SET v = ? WHERE id = ?|rand()|1",
        "sql SELECT COUNT(*) FROM timed WHERE made > '2020-01-01'",
        "sql INSERT INTO parent VALUES (7, 'a key of its own', 'x')",
        "sql INSERT INTO timed (v) VALUES ('needs both')",
        "sql DELETE FROM plain WHERE id = 1");
    List<String> told =
        target.generalLog().since(mark).stream()
            .map(LogEntry::argument)
            .filter(a -> a.startsWith(Logs.OWN_MARKER + " SET "))
            .filter(a -> a.matches(".* (timestamp|insert_id|rand_seed1)=.*"))
            .filter(a -> !a.matches(".*SET (timestamp=1.5|insert_id=1|rand_seed1=1,.*)"))
            .toList();
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.get(0).matches(".*SET timestamp=\\d+\\.\\d{6},insert_id=1"), () -> told.get(0));
  }

  /** What the application says of its own clock holds, until it lets go. */
  @Test
  void theApplicationsOwnTime() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    Report report =
        run(
            source,
            apply(target),
            "sql SET timestamp = 1600000000.25",
            "sql INSERT INTO timed (v, said) VALUES ('then', NOW(6))",
            "sql SET timestamp = DEFAULT",
            "sql INSERT INTO timed (v, said) VALUES ('now', NOW(6))");
    assertEquals(rows(source).get("timed").get(0), rows(target).get("timed").get(0));
    assertTrue(Comparison.of(source, target, SCHEMA).equal(), report::toString);
  }

  /** Connector/J itself asks a MySQL server before a write: nobody can tell what these answered. */
  @ParameterizedTest
  @CsvSource({
    "MYSQL8, CONNECTOR_J, ''",
    "MYSQL8, CONNECTOR_J, useLocalSessionState=true",
    "MARIADB, MARIADB, ''"
  })
  void whatTheStatementBeforeDid(ServerKind kind, Driver driver, String properties) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "CREATE TABLE pins.found (id INT AUTO_INCREMENT PRIMARY KEY, n INT)",
          "CREATE TABLE pins.counted (n INT)",
          "INSERT INTO pins.plain (id) VALUES (1), (2), (3)");
    }
    Config config = apply(target);
    try (Shell shell =
        Shell.start(Shell.app(driver, source, SCHEMA, properties).agent(config.write()))) {
      shell.done(
          "sql SELECT id FROM plain",
          "sql INSERT INTO found (n) VALUES (FOUND_ROWS())",
          "sql UPDATE plain SET n = 1 WHERE id < 3",
          "sql INSERT INTO counted VALUES (ROW_COUNT())",
          "sql SELECT SQL_CALC_FOUND_ROWS id FROM plain LIMIT 1",
          "prepared INSERT INTO found (n) VALUES (FOUND_ROWS() + ?)|0");
      config.drained(6, shell::err);
      shell.exit();
    }
    Report report = config.report().balanced();
    Comparison comparison = Comparison.of(source, target, SCHEMA);
    boolean told = driver == Driver.MARIADB || !properties.isEmpty();
    assertAll(
        report + "\n" + comparison,
        () -> assertEquals(told ? 0 : 3, report.number("targets.t0.fidelity.unpinned")),
        () -> assertEquals(told, comparison.equal()),
        () -> assertEquals(!told, report.node("targets.t0.out_of_step").has("pins.found")),
        () -> assertEquals(!told, report.node("targets.t0.out_of_step").has("pins.counted")));
  }
}
