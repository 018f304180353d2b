package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of procedures that only read, and of those that say so and write. */
class RoutinesIT {
  private static final String SCHEMA = "routines";

  @TempDir Path directory;

  private static void fill(EmbeddedServer server) {
    String s = SCHEMA + ".";
    server.execute(
        "DROP DATABASE IF EXISTS " + SCHEMA,
        "CREATE DATABASE " + SCHEMA,
        "CREATE TABLE " + s + "orders (id INT PRIMARY KEY, customer INT, total INT)",
        "CREATE TABLE " + s + "log (id INT AUTO_INCREMENT PRIMARY KEY, n INT)",
        "INSERT INTO " + s + "orders VALUES (1, 7, 10), (2, 7, 20), (3, 8, 30)",
        "CREATE FUNCTION "
            + s
            + "spent(c INT) RETURNS INT READS SQL DATA"
            + " RETURN (SELECT COALESCE(SUM(total), 0) FROM orders WHERE customer = c)",
        "CREATE PROCEDURE "
            + s
            + "summary(IN c INT, OUT n INT) BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET n = 0;"
            + " IF c > 0 THEN SELECT COUNT(*) INTO n FROM orders WHERE customer = c; END IF; END",
        "CREATE PROCEDURE " + s + "list_all() BEGIN SELECT id, spent(customer) FROM orders; END",
        "CREATE PROCEDURE " + s + "around() CALL list_all()",
        "CREATE PROCEDURE "
            + s
            + "lies() READS SQL DATA BEGIN SELECT 1; INSERT INTO log (n) VALUES (1); END",
        "CREATE FUNCTION "
            + s
            + "lied() RETURNS INT READS SQL DATA"
            + " BEGIN INSERT INTO log (n) VALUES (2); RETURN 1; END");
  }

  private static JsonNode outOfStep(Report report, String target) {
    return report.node("targets." + target + ".out_of_step");
  }

  /** Without what differs from the start. */
  private static Map<String, List<String>> tables(EmbeddedServer server) {
    Map<String, List<String>> all = new TreeMap<>(Tables.of(server, SCHEMA));
    all.remove("price");
    return all;
  }

  /** Of the statement that names this, on the target that applies. */
  private static JsonNode results(Report report, String word) {
    for (JsonNode digest : report.node("targets.twin.digests")) {
      if (digest.path("text").asText().contains(word)) {
        return digest.path("results");
      }
    }
    throw new AssertionError(word + " in " + report);
  }

  @ParameterizedTest
  @EnumSource
  void whatOnlyReadsPutsNothingOutOfStep(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    fill(source);
    fill(target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "CREATE TABLE " + SCHEMA + ".price (id INT PRIMARY KEY, v INT)",
          "INSERT INTO " + SCHEMA + ".price VALUES (1, 10), (2, 20)",
          "CREATE PROCEDURE " + SCHEMA + ".listing() SELECT id, v FROM price",
          "CREATE PROCEDURE "
              + SCHEMA
              + ".counted(IN low INT, OUT dear INT) SELECT COUNT(*) INTO dear FROM price WHERE v > low",
          "CREATE PROCEDURE "
              + SCHEMA
              + ".paired(IN one INT) BEGIN SELECT one AS id; SELECT v FROM price WHERE id = one; END",
          "CREATE PROCEDURE "
              + SCHEMA
              + ".twice() BEGIN SELECT 1 AS one; SELECT id, v FROM price; END");
    }
    target.execute("UPDATE " + SCHEMA + ".price SET v = 21 WHERE id = 2");
    target.execute(
        "DROP USER IF EXISTS few",
        "CREATE USER few IDENTIFIED BY '" + EmbeddedServer.PASSWORD + "'",
        "GRANT SELECT, EXECUTE ON " + SCHEMA + ".* TO few");
    Config config =
        Config.in(directory)
            .target("denied", target)
            .target("few", target)
            .account("few")
            .target("twin", target, "order: commit", "writes: apply")
            .rule("all", "mirror: [denied, few, twin]");
    try (Shell shell = Shell.start(Shell.app(source, SCHEMA).agent(config.write()))) {
      // The very first statement, when nothing is known of the schema yet.
      shell.done("sql CALL summary(7, @n)", "call {CALL list_all()}", "sql CALL around()");
      shell.done("call {CALL listing()}");
      shell.done(
          "sql BEGIN", "sql CALL summary(8, @n)", "sql INSERT INTO orders VALUES (4, 8, @n)");
      shell.done("sql COMMIT");
      config.drained(8, shell::err);
      // A session of which no target lacks a variable.
      shell.done("on other", "sql SELECT * FROM log", "sql SELECT COUNT(*) FROM log");
      Report reading = config.drained(10, shell::err);
      // A difference waits until it is known that nothing came between.
      Await.until(
          Duration.ofSeconds(60),
          () -> results(config.report(), "listing").path("compared").asInt() == 1,
          () -> config.report().toString());
      assertEquals("ok 2 ", shell.ask("called {CALL counted(?, ?)}|5|out"));
      assertEquals("ok 0 ", shell.ask("called {CALL counted(?, ?)}|20|out"));
      shell.done("called {CALL paired(?)}|1", "called {CALL paired(?)}|2", "sql CALL twice()");
      config.drained(15, shell::err);
      Await.until(
          Duration.ofSeconds(60),
          () ->
              results(config.report(), "counted").path("compared").asInt() == 2
                  && results(config.report(), "paired").path("compared").asInt() == 2
                  && results(config.report(), "twice").path("compared").asInt() == 1,
          () -> config.report().toString());
      shell.done("sql CALL lies()", "sql SELECT lied()");
      shell.exit(Duration.ofSeconds(60)).ok();
      Report writing = config.report().balanced();
      List<String> written = Tables.of(source, SCHEMA).get("log");
      assertAll(
          writing.toString(),
          () -> assertEquals(2, written.size(), "they do write: " + written),
          () -> assertEquals(tables(source), tables(target)),
          () -> assertEquals("{}", outOfStep(reading, "twin").toString()),
          () -> assertEquals(0, reading.number("targets.twin.fidelity.unpinned")),
          () -> assertEquals(0, reading.number("targets.twin.fidelity.ambiguous")),
          () -> assertEquals(5, reading.ledger("denied", "dropped.write_denied") - 1),
          () ->
              assertEquals(
                  "{\"routines.orders\":{\"denied\":1}}", outOfStep(reading, "denied").toString()),
          () -> assertTrue(reading.number("targets.denied.results.compared") >= 2),
          () -> assertEquals(1, results(writing, "listing").at("/kinds/rows").asInt()),
          () -> assertEquals(1, results(writing, "counted").path("same").asInt()),
          () -> assertEquals(1, results(writing, "counted").at("/kinds/rows").asInt()),
          () -> assertEquals(1, results(writing, "paired").path("same").asInt()),
          () -> assertEquals(1, results(writing, "paired").at("/kinds/rows").asInt()),
          () -> assertEquals(1, results(writing, "twice").at("/kinds/rows").asInt()),
          () -> assertEquals(1, results(writing, "list_all").path("same").asInt()),
          () -> assertTrue(outOfStep(reading, "few").has("*"), "its bodies are hidden"),
          () -> assertTrue(outOfStep(writing, "denied").path("*").has("denied")),
          () -> assertTrue(outOfStep(writing, "twin").has("*")));
    }
  }
}
