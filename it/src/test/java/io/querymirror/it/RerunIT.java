package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code order: commit}: a transaction that did not get its lock on the target, and runs again
 * there as a whole, finds its session as it did the first time.
 */
class RerunIT {
  private static final String SCHEMA = "rerun";

  @TempDir Path directory;

  private static void fill(EmbeddedServer server) {
    String s = SCHEMA + ".";
    server.execute(
        "DROP DATABASE IF EXISTS " + SCHEMA,
        "CREATE DATABASE " + SCHEMA,
        "CREATE TABLE " + s + "t (id INT AUTO_INCREMENT PRIMARY KEY, v BIGINT, w VARCHAR(20))",
        "CREATE TABLE " + s + "hot (id INT PRIMARY KEY, n INT)",
        "INSERT INTO " + s + "hot VALUES (1, 0)");
  }

  @ParameterizedTest
  @EnumSource
  void findsItsSessionAsItWas(ServerKind kind) throws SQLException {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    fill(source);
    fill(target);
    Config config =
        Config.in(directory)
            .target("twin", target, "order: commit", "writes: apply")
            .rule("all", "mirror: [twin]");
    Driver driver = Driver.of(kind);
    String url = "sessionVariables=innodb_lock_wait_timeout=1";
    try (Connection other = target.connect(SCHEMA);
        Statement held = other.createStatement();
        Shell shell = Shell.start(Shell.app(driver, source, SCHEMA, url).agent(config.write()))) {
      shell.done("sql SET @n = 5, @word = 'Ä'", "sql INSERT INTO t (v) VALUES (100)");
      other.setAutoCommit(false);
      held.execute("UPDATE hot SET n = n + 0 WHERE id = 1");
      shell.done("autocommit off");
      shell.done("sql INSERT INTO t (v, w) VALUES (LAST_INSERT_ID(), @word)");
      shell.done("sql SET @n = @n + 1, @word = CONCAT(@word, 'ß')");
      shell.done("sql CREATE TEMPORARY TABLE mine (v INT)", "sql INSERT INTO mine VALUES (@n)");
      shell.done("sql SELECT @n := @n + v FROM mine", "sql SET sql_mode = ''");
      shell.done("sql UPDATE hot SET n = n + @n WHERE id = 1");
      shell.done("sql INSERT INTO t (v, w) SELECT @n + v, @word FROM mine");
      shell.done("sql DROP TEMPORARY TABLE mine", "sql INSERT INTO t (v) VALUES (@n)", "commit");
      Await.until(
          Duration.ofSeconds(60),
          () -> config.report().number("targets.twin.fidelity.retried") > 0,
          () -> config.report().toString());
      other.rollback();
      shell.done("sql INSERT INTO t (v, w) VALUES (@n, @word)", "commit");
      shell.exit(Duration.ofSeconds(60)).ok();
    }
    Report report = config.report().balanced();
    assertAll(
        report.toString(),
        () -> assertEquals(Tables.of(source, SCHEMA), Tables.of(target, SCHEMA)),
        () -> assertTrue(report.number("targets.twin.fidelity.retried") > 0),
        () -> assertEquals(0, report.number("targets.twin.fidelity.unseeded")),
        () -> assertEquals(0, report.number("targets.twin.fidelity.order_breaks")),
        () -> assertEquals(0, report.ledger("twin", "failed")),
        () -> assertEquals(0, report.dropped("twin")));
  }
}
