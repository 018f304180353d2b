package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How transactions, and what belongs to a session, arrive at an ordered target. */
class TransactionsIT {
  private final EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  @BeforeEach
  void emptySchemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS tx",
          "CREATE DATABASE tx",
          "CREATE TABLE tx.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(40)) ENGINE=InnoDB");
    }
  }

  private Config apply() {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]");
  }

  /**
   * Runs the commands, and lets their copies run too while a connection is open: without any there
   * is nothing to tell a target from the source by.
   */
  private static void run(Shell shell, Config config, String... commands) {
    int statements = 0;
    for (String command : commands) {
      if (command.equals("close")) {
        config.drained(statements, shell::err);
      }
      shell.done(command);
      statements += command.matches("(sql|prepared|call) .*") ? 1 : 0;
    }
    if (!commands[commands.length - 1].equals("close")) {
      config.drained(statements, shell::err);
    }
  }

  /** What the application did stands at the target as at the source; the report agrees. */
  private Report mirrored(Driver driver, Config config, String... commands) {
    return mirrored(driver, "", config, commands);
  }

  private Report mirrored(Driver driver, String properties, Config config, String... commands) {
    App.Finished app;
    App shop = Shell.app(driver, source, "tx", properties);
    try (Shell shell = Shell.start(shop.agent(config.write()))) {
      run(shell, config, commands);
      app = shell.exit();
    }
    Report report = config.report().balanced();
    assertAll(
        app.err() + report,
        () -> assertEquals(Tables.of(source, "tx"), Tables.of(target, "tx")),
        () -> assertEquals(0, report.dropped("candidate")),
        () -> assertEquals(0, report.ledger("candidate", "failed")),
        () ->
            assertEquals(
                report.ledger("candidate", "matched"), report.ledger("candidate", "executed")));
    return report;
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTOR_J", "MARIADB", "CONNECTOR_J_5", "MARIADB_2"})
  void byMethods(Driver driver) {
    mirrored(
        driver,
        apply(),
        "autocommit off",
        "sql INSERT INTO t (v) VALUES ('committed')",
        "commit",
        "sql INSERT INTO t (v) VALUES ('rolled back')",
        "rollback",
        "sql INSERT INTO t (v) VALUES ('before')",
        "savepoint a",
        "prepared INSERT INTO t (v) VALUES (?)|undone",
        "savepoint b",
        "sql INSERT INTO t (v) VALUES ('undone too')",
        "rollback-to a",
        "prepared INSERT INTO t (v) VALUES (?)|after",
        "savepoint c",
        "release c",
        "commit",
        "sql INSERT INTO t (v) VALUES ('committed by the switch')",
        "autocommit on",
        "sql INSERT INTO t (v) VALUES ('alone')",
        "autocommit off",
        "sql INSERT INTO t (v) VALUES ('lost at close')",
        "rollback",
        "close");
    assertEquals(5, Tables.of(target, "tx").get("t").size());
  }

  @Test
  void byText() {
    mirrored(
        Driver.CONNECTOR_J,
        apply(),
        "sql BEGIN /* said */",
        "sql INSERT INTO t (v) VALUES ('rolled back')",
        "sql ROLLBACK /* said */",
        "sql START TRANSACTION /* said */",
        "sql INSERT INTO t (v) VALUES ('kept')",
        "sql SAVEPOINT s /* said */",
        "sql INSERT INTO t (v) VALUES ('undone')",
        "sql ROLLBACK TO s /* said */",
        "sql RELEASE SAVEPOINT s /* said */",
        "sql COMMIT /* said */",
        "sql SET autocommit = 0 /* said */",
        "sql INSERT INTO t (v) VALUES ('undone')",
        "sql ROLLBACK /* said */",
        "sql INSERT INTO t (v) VALUES ('kept by what defines')",
        "sql CREATE TABLE u (id INT)",
        "sql INSERT INTO t (v) VALUES ('undone')",
        "sql ROLLBACK /* said */",
        "sql SET autocommit = 1 /* said */",
        "sql INSERT INTO t (v) VALUES ('kept')");
    assertEquals(3, Tables.of(target, "tx").get("t").size());
  }

  @Test
  void anOpenTransactionOfADyingApplicationIsNotCommitted() {
    Config config = apply();
    try (Shell shell = Shell.start(Shell.app(source, "tx").agent(config.write()))) {
      run(
          shell,
          config,
          "sql INSERT INTO t (v) VALUES ('kept')",
          "autocommit off",
          "sql INSERT INTO t (v) VALUES ('open')");
      shell.exit();
    }
    config.report().balanced();
    assertEquals(Tables.of(source, "tx"), Tables.of(target, "tx"));
    assertEquals(1, Tables.of(target, "tx").get("t").size());
  }

  @Test
  void whatASessionSetHolds() {
    mirrored(
        Driver.CONNECTOR_J,
        apply(),
        "sql SET @name = 'from a variable'",
        "sql INSERT INTO t (v) VALUES (@name)",
        "sql INSERT INTO t (id, v) SELECT LAST_INSERT_ID() + 10, 'from the last id'",
        "sql CREATE TEMPORARY TABLE tmp (v VARCHAR(20))",
        "sql INSERT INTO tmp VALUES ('from a temporary')",
        "sql INSERT INTO t (v) SELECT v FROM tmp",
        "sql SET SESSION sql_mode = 'ANSI_QUOTES'",
        "sql INSERT INTO \"t\" (\"v\") VALUES ('ansi')",
        "sql SET SESSION sql_mode = DEFAULT",
        "on second",
        "sql SET @name = 'another session'",
        "on main",
        "sql INSERT INTO t (v) VALUES (@name)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "useServerPrepStmts=true"})
  void whatIsPreparedKeepsItsBindsAndItsSchema(String properties) {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS tx2",
          "CREATE DATABASE tx2",
          "CREATE TABLE tx2.t LIKE tx.t",
          "CREATE PROCEDURE tx.note(IN said VARCHAR(20)) INSERT INTO t (v) VALUES (said)");
    }
    mirrored(
        Driver.CONNECTOR_J,
        properties,
        apply(),
        "prepared SET @name = ?|by a bind",
        "prepared INSERT INTO t (v) VALUES (@name)",
        "prepared INSERT INTO t (v) VALUES (?)|before the call",
        "call {CALL note('called')}",
        "prepared INSERT INTO t (v) VALUES (?)|after the call",
        "sql INSERT INTO t (v) VALUES ('text after it')",
        "on second",
        "catalog tx2",
        "prepared INSERT INTO t (v) VALUES (?)|elsewhere",
        "on main",
        "prepared INSERT INTO t (v) VALUES (?)|here");
    assertEquals(Tables.of(source, "tx2"), Tables.of(target, "tx2"));
    assertEquals(1, Tables.of(target, "tx2").get("t").size());
  }

  @Test
  void schemasFollowTheSession() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS tx2",
          "CREATE DATABASE tx2",
          "CREATE TABLE tx2.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))");
    }
    mirrored(
        Driver.CONNECTOR_J,
        apply(),
        "sql INSERT INTO t (v) VALUES ('first')",
        "catalog tx2",
        "sql INSERT INTO t (v) VALUES ('by setCatalog')",
        "sql USE tx /* said */",
        "sql INSERT INTO t (v) VALUES ('by USE')",
        "sql INSERT INTO tx2.t (v) VALUES ('qualified')");
    assertEquals(Tables.of(source, "tx2"), Tables.of(target, "tx2"));
    assertEquals(2, Tables.of(target, "tx2").get("t").size());
  }

  @Test
  void schemasAreMapped() {
    target.execute(
        "DROP DATABASE IF EXISTS tx_next",
        "CREATE DATABASE tx_next",
        "CREATE TABLE tx_next.t LIKE tx.t");
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply", "schemas: {tx: tx_next}")
            .rule("all", "mirror: [candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "tx").agent(config.write()))) {
      run(
          shell,
          config,
          "sql INSERT INTO t (v) VALUES ('unqualified')",
          "prepared INSERT INTO tx.t (v) VALUES (?)|qualified",
          "sql INSERT INTO `tx`.`t` (v) VALUES ('tx.t')",
          "sql UPDATE t SET v = 'tx.t too' WHERE tx.t.id = 1");
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(4, report.ledger("candidate", "executed"), report::toString);
    assertEquals(Tables.of(source, "tx"), Tables.of(target, "tx_next"));
    assertEquals(List.of(), Tables.of(target, "tx").get("t"));
  }

  @Test
  void deniedWritesChangeNothing() {
    target.execute("INSERT INTO tx.t VALUES (1, 'old')");
    Config config =
        Config.in(directory).target("candidate", target).rule("all", "mirror: [candidate]");
    target.execute("DROP FUNCTION IF EXISTS tx.sneaky");
    target.execute(
        "CREATE FUNCTION tx.sneaky() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO tx.t (v)"
            + " VALUES ('sneaked in'); RETURN 1; END");
    source.execute("SET GLOBAL log_bin_trust_function_creators = 1");
    source.execute("DROP FUNCTION IF EXISTS tx.sneaky");
    source.execute(
        "CREATE FUNCTION tx.sneaky() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO tx.t (v)"
            + " VALUES ('sneaked in'); RETURN 1; END");
    long mark = target.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(source, "tx").agent(config.write()))) {
      run(
          shell,
          config,
          "sql INSERT INTO t (v) VALUES ('new')",
          "sql UPDATE t SET v = 'changed'",
          "sql SELECT v FROM t",
          "sql SELECT v FROM t FOR UPDATE",
          "sql WITH x AS (SELECT 1) SELECT * FROM x",
          "sql SELECT tx.sneaky()",
          "sql CREATE TABLE another (id INT)",
          "autocommit off",
          "sql DELETE FROM t",
          "sql SELECT COUNT(*) FROM t",
          "commit");
      shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(List.of("1, old"), Tables.of(target, "tx").get("t"), report::toString);
    assertEquals(1, Tables.of(target, "tx").size());
    assertEquals(9, report.ledger("candidate", "matched"));
    assertEquals(6, report.ledger("candidate", "dropped.write_denied"), report::toString);
    assertEquals(3, report.ledger("candidate", "executed"), report::toString);
    assertNotEquals(List.of(), Copies.texts(target.generalLog().since(mark)));
  }
}
