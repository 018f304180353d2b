package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What belongs to a session, and every way in which one ends a transaction: of servers of one kind,
 * so that all that a session can ask of its server answers alike.
 */
class SessionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Each as a row of a table, so that the tables' comparison is that of the sessions. */
  private static final List<String> VARIABLES =
      List.of(
          "character_set_client",
          "character_set_connection",
          "character_set_results",
          "collation_connection",
          "sql_mode",
          "time_zone",
          "autocommit",
          "sql_auto_is_null",
          "sql_select_limit",
          "sql_safe_updates",
          "lc_time_names",
          "group_concat_max_len",
          "foreign_key_checks",
          "default_week_format");

  @TempDir Path directory;

  private static void emptied(EmbeddedServer... servers) {
    for (EmbeddedServer server : servers) {
      server.execute(
          "DROP DATABASE IF EXISTS sess",
          "CREATE DATABASE sess CHARACTER SET utf8mb4",
          "USE sess",
          "CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(400), n VARCHAR(99))"
              + " ENGINE=InnoDB",
          "CREATE TABLE two (id INT PRIMARY KEY, v VARCHAR(40)) ENGINE=InnoDB",
          "INSERT INTO two VALUES (1, 'same'), (2, 'same')");
    }
  }

  private Config config(EmbeddedServer target, String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("writes: apply");
    return Config.in(directory)
        .target("twin", target, all.toArray(new String[0]))
        .rule("all", "mirror: [twin]");
  }

  private static String isolation(ServerKind kind) {
    return kind == ServerKind.MARIADB ? "tx_isolation" : "transaction_isolation";
  }

  private static String readOnly(ServerKind kind) {
    return kind == ServerKind.MARIADB ? "tx_read_only" : "transaction_read_only";
  }

  /** Runs the commands; the last connection stays open until their copies have run. */
  private static Report run(App app, Config config, String... commands) {
    return run(app, config, shell -> shell.done(commands));
  }

  private interface Led {
    void by(Shell shell);
  }

  private static Report run(App app, Config config, Led commands) {
    try (Shell shell = Shell.start(app.agent(config.write()))) {
      commands.by(shell);
      config.settle(shell);
      App.Finished finished = shell.exit();
      Report report = config.report().balanced();
      assertEquals(0, report.number("capture.internal_errors"), finished::err);
      return report;
    }
  }

  private static void assertWhole(Report report, EmbeddedServer source, EmbeddedServer target) {
    assertAll(
        report.toString(),
        () -> assertEquals(Tables.of(source, "sess"), Tables.of(target, "sess")),
        () -> assertEquals(0, report.dropped("twin")),
        () -> assertEquals(0, report.number("targets.twin.fidelity.unseeded")),
        () -> assertEquals(0, report.number("targets.twin.fidelity.rolled_back")));
  }

  // What a connection is opened with ----------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "MYSQL8, CONNECTOR_J",
    "MARIADB, CONNECTOR_J",
    "MYSQL8, MARIADB",
    "MARIADB, MARIADB",
    "MYSQL8, CONNECTOR_J_5",
    "MARIADB, MARIADB_2"
  })
  void whatTheUrlSaysHoldsOnTheTarget(ServerKind kind, Driver driver) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      // Not every driver tells its keys, so sessions side by side may get each other's.
      server.execute("ALTER TABLE sess.t DROP PRIMARY KEY, ADD KEY (id)");
    }
    List<String> properties = new ArrayList<>(List.of("", "useAffectedRows=true"));
    // MariaDB's driver takes what stands in the URL as it is.
    String plus = driver.isMariadb() ? "+" : "%2B";
    properties.add("sessionVariables=sql_mode='ANSI_QUOTES',time_zone='" + plus + "03:00'");
    properties.add("jdbcCompliantTruncation=false");
    properties.add("allowMultiQueries=true&rewriteBatchedStatements=true");
    if (!driver.isMariadb()) {
      properties.add("connectionCollation=utf8mb4_bin");
      properties.add("zeroDateTimeBehavior=convertToNull&noDatetimeStringSync=true");
    }
    if (driver == Driver.CONNECTOR_J || driver == Driver.MARIADB) {
      properties.add("connectionTimeZone=" + plus + "05:00&forceConnectionTimeZoneToSession=true");
    }
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < properties.size(); i++) {
      commands.add("open c" + i + " " + properties.get(i));
      StringBuilder all = new StringBuilder("sql INSERT INTO t (v, n) VALUES ");
      for (String name : VARIABLES) {
        all.append("(@@").append(name).append(", '").append(i).append(name).append("'), ");
      }
      commands.add(all + "(@@" + isolation(kind) + ", 'isolation')");
      commands.add("prepared INSERT INTO t (v, n) VALUES (?, 'bound')|Größe \uD83D\uDE00");
      commands.add("sql INSERT INTO t (v, n) VALUES ('Größe \uD83D\uDE00', 'text')");
      commands.add("sql INSERT INTO t (v, n) VALUES (CONCAT('A' = 'a', 'ß' = 'ss'), 'compared')");
      commands.add("sql UPDATE two SET v = 'same'");
      commands.add("sql SELECT ROW_COUNT() INTO @counted");
      commands.add("sql INSERT INTO t (v, n) VALUES (@counted, 'counted')");
      if (properties.get(i).contains("allowMultiQueries")) {
        commands.add("sql INSERT INTO t (v) VALUES ('a'); INSERT INTO t (v) VALUES ('b')");
      }
      commands.add("isolation " + java.sql.Connection.TRANSACTION_READ_COMMITTED);
      commands.add("sql INSERT INTO t (v, n) VALUES (@@" + isolation(kind) + ", 'set')");
      // Some drivers tell the server, for others it is a hint to themselves.
      commands.add("read-only on");
      commands.add("sql SELECT @@" + readOnly(kind) + " INTO @told");
      commands.add("read-only off");
      commands.add("sql INSERT INTO t (v, n) VALUES (@told, 'read-only')");
    }
    Report report =
        run(Shell.app(driver, source, "sess", ""), config(target), commands.toArray(new String[0]));
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("ALTER TABLE sess.t DROP COLUMN id");
    }
    assertWhole(report, source, target);
  }

  // A session that moves ----------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void sessionsMoveWithAllTheyHave(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      for (int i = 0; i < 6; i++) {
        server.execute(
            "CREATE TABLE sess.p" + i + " (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(99))",
            "CREATE TABLE sess.c" + i + " (id INT AUTO_INCREMENT PRIMARY KEY, p INT, v LONGBLOB)");
      }
    }
    long mark = target.generalLog().mark();
    Report report =
        run(
            Shell.app(source, "sess"),
            config(target, "connections: 2"),
            shell -> {
              for (int i = 0; i < 6; i++) {
                shell.done(
                    "on s" + i,
                    "sql SET @said = 'Größe " + i + "', @n = " + i + ", @old = @@sql_mode",
                    "sql SET sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES'), time_zone = '+0"
                        + i
                        + ":00'",
                    "sql SELECT @x := COUNT(*) + "
                        + i
                        + ", @y := 1.50, @z := 2.5e0, @b := x'ff00'"
                        + " FROM two",
                    "sql INSERT INTO p" + i + " (v) VALUES (@said)");
              }
              for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 6; i++) {
                  shell.done(
                      "on s" + i,
                      "sql INSERT INTO c" + i + " (p, v) VALUES (LAST_INSERT_ID(), @said)",
                      "sql INSERT INTO \"c" + i + "\" (p, v) VALUES (@x, CONCAT(@y, ' ', @z))",
                      "sql INSERT INTO c" + i + " (p, v) VALUES (@n, CONCAT(@b, @@time_zone))",
                      "sql INSERT INTO c" + i + " (p, v) VALUES (0, COLLATION(@said))",
                      "sql SELECT @x := @x + 1",
                      "sql INSERT INTO c" + i + " (p, v) VALUES (LENGTH(@old), @@sql_mode)",
                      "sql INSERT INTO p" + i + " (v) VALUES ('" + round + "')");
                }
              }
            });
    assertWhole(report, source, target);
    assertEquals(2, report.number("targets.twin.connections.most"), report::toString);
    assertTrue(report.number("targets.twin.connections.capped") > 0, report::toString);
    assertTrue(connections(target, mark).size() > 2, "sessions moved between connections");
  }

  private static Set<Long> connections(EmbeddedServer target, long mark) {
    Set<Long> ids = new TreeSet<>();
    for (LogEntry copy : Logs.copies(target.generalLog().since(mark))) {
      ids.add(copy.connection());
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotMoveHoldsItsConnection(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("CREATE TABLE sess.l (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(99))");
      server.execute("CREATE TABLE sess.o (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(99))");
      server.execute("CREATE TABLE sess.q (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(99))");
    }
    Report report =
        run(
            Shell.app(source, "sess"),
            config(target, "connections: 4"),
            "on temporary",
            "sql CREATE TEMPORARY TABLE tmp (v VARCHAR(20))",
            "sql INSERT INTO tmp VALUES ('a'), ('b')",
            "on lock",
            "sql SELECT GET_LOCK('mine', 5)",
            "on tables",
            "sql LOCK TABLES l WRITE",
            "on mover",
            "sql INSERT INTO o (v) VALUES ('1')",
            "on other",
            "sql SET @a = 'other'",
            "sql INSERT INTO q (v) VALUES (@a)",
            "on mover",
            "sql INSERT INTO o (v) VALUES ('2')",
            "on temporary",
            "sql INSERT INTO t (v) SELECT v FROM tmp ORDER BY v",
            "sql DROP TEMPORARY TABLE tmp",
            "on tables",
            "sql INSERT INTO l (v) VALUES ('locked')",
            "sql UNLOCK TABLES",
            "on other",
            "sql INSERT INTO q (v) VALUES (@a)",
            "on lock",
            "sql INSERT INTO o (v) VALUES (IS_USED_LOCK('mine') = CONNECTION_ID())",
            "sql SELECT RELEASE_LOCK('mine')",
            "sql SELECT SQL_CALC_FOUND_ROWS id FROM two LIMIT 1",
            "sql SET @found = FOUND_ROWS(), @last = LAST_INSERT_ID()",
            "sql INSERT INTO o (v) VALUES (CONCAT(@found, ' ', @last))");
    assertWhole(report, source, target);
    assertTrue(report.number("targets.twin.connections.most") <= 4, report::toString);
  }

  // Texts that only their session explains -----------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void whatStandsInSeveralStatementsOrInABind(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS sess2",
          "CREATE DATABASE sess2",
          "CREATE TABLE sess2.t LIKE sess.t");
    }
    String one = "INSERT INTO t (v) VALUES ('";
    Report report =
        run(
            Shell.app(Driver.CONNECTOR_J, source, "sess", "allowMultiQueries=true"),
            config(target),
            "sql BEGIN; " + one + "rolled back')",
            "sql " + one + "rolled back too')",
            "sql ROLLBACK /* said */",
            "sql USE sess2; BEGIN; " + one + "kept elsewhere')",
            "sql " + one + "kept elsewhere too')",
            "sql COMMIT; USE sess",
            "sql " + one + "back')",
            "prepared SET autocommit = ?|0",
            "sql " + one + "rolled back')",
            "sql ROLLBACK /* said */",
            "sql " + one + "committed by the switch')",
            "prepared SET autocommit = ?|1",
            "sql SET @a = 'several', autocommit = 0; " + one + "kept')",
            "sql INSERT INTO t (v) VALUES (@a); COMMIT",
            "sql " + one + "rolled back'); ROLLBACK; SET autocommit = 1",
            "sql " + one + "alone')",
            "sql SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
            "sql INSERT INTO \"t\" (\"v\") VALUES ('\\'), ('it''s')");
    assertWhole(report, source, target);
    assertEquals(Tables.of(source, "sess2"), Tables.of(target, "sess2"));
    assertEquals(7, Tables.of(target, "sess").get("t").size());
  }

  @Test
  void schemasAreMappedByTheQuotesOfTheSessionsMode() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    target.execute(
        "DROP DATABASE IF EXISTS sess_next",
        "CREATE DATABASE sess_next",
        "CREATE TABLE sess_next.t LIKE sess.t");
    Report report =
        run(
            Shell.app(
                Driver.CONNECTOR_J, source, "sess", "sessionVariables=sql_mode='ANSI_QUOTES'"),
            config(target, "schemas: {sess: sess_next}"),
            "sql INSERT INTO \"sess\".\"t\" (v) VALUES ('sess.t')",
            "sql UPDATE \"sess\".t SET \"v\" = 'sess.t' WHERE \"sess\".\"t\".\"id\" = 1",
            "sql SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
            "sql INSERT INTO sess.t (v) VALUES ('\\'), (' sess.t ')");
    assertEquals(0, report.ledger("twin", "failed"), report::toString);
    assertEquals(Tables.of(source, "sess").get("t"), Tables.of(target, "sess_next").get("t"));
  }

  // Ends of transactions ------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"MYSQL8, CONNECTOR_J", "MARIADB, CONNECTOR_J", "MYSQL8, MARIADB", "MARIADB, MARIADB"})
  void everyEndOfATransaction(ServerKind kind, Driver driver) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    String one = "sql INSERT INTO t (v) VALUES ('";
    Report report =
        run(
            Shell.app(driver, source, "sess", ""),
            config(target),
            shell -> {
              shell.done("on keeper", one + "first')");
              shell.done("on a", "autocommit off", one + "closed')", "close");
              shell.done("on b", "autocommit off", one + "aborted')", "abort");
              shell.done(
                  "on c",
                  "autocommit off",
                  one + "aborted meanwhile')",
                  "abort DO SLEEP(2)",
                  "on d",
                  "autocommit off",
                  one + "reset')",
                  "reset",
                  "autocommit on",
                  one + "behind the reset')");
              shell.done(
                  "on e",
                  "autocommit off",
                  one + "ended by what defines')",
                  "sql CREATE TABLE defined (id INT)",
                  one + "rolled back behind it')",
                  "rollback",
                  one + "switched')",
                  "autocommit on",
                  one + "alone')",
                  "autocommit off",
                  one + "before the failure')",
                  "savepoint s");
              assertTrue(shell.ask("sql INSERT INTO two VALUES (1, 'x')").startsWith("error"));
              shell.done(one + "behind the failure')", "rollback-to s", one + "kept')", "commit");
              shell.done("on f", "autocommit off", one + "killed')", "on keeper");
              // Of all its connections the one that has written and not committed.
              source.execute(killOpen(source));
              shell.done("on f");
              assertTrue(shell.ask(one + "lost')").startsWith("error"));
              shell.done("on keeper", one + "last')");
            });
    assertWhole(report, source, target);
    assertEquals(
        "alone;before the failure;behind the reset;ended by what defines;first;kept;last;switched",
        values(target));
  }

  private static String values(EmbeddedServer server) {
    Set<String> values = new TreeSet<>();
    for (String row : Tables.of(server, "sess").get("t")) {
      values.add(row.split(", ")[1]);
    }
    return String.join(";", values);
  }

  private static String killOpen(EmbeddedServer server) {
    try (java.sql.Connection c = server.connect();
        java.sql.Statement s = c.createStatement();
        java.sql.ResultSet row =
            s.executeQuery(
                "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx"
                    + " WHERE trx_rows_modified > 0 ORDER BY trx_started DESC LIMIT 1")) {
      assertTrue(row.next(), "an open transaction");
      return "KILL " + row.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionWhoseConnectionTheTargetLosesIsDroppedWhole(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    emptied(source, target);
    Config config = config(target);
    Report report =
        run(
            Shell.app(source, "sess"),
            config,
            shell -> {
              shell.done(
                  "on other",
                  "sql INSERT INTO t (v) VALUES ('first')",
                  "on main",
                  "sql SET @kept = 'kept', sql_mode = 'ANSI_QUOTES'",
                  "autocommit off",
                  "sql INSERT INTO t (v) VALUES ('half')");
              config.settle(shell);
              target.execute(killOpen(target));
              shell.done(
                  "sql INSERT INTO t (v) VALUES ('other half')",
                  "commit",
                  "sql INSERT INTO \"t\" (v) VALUES (@kept)",
                  "commit");
            });
    assertEquals("first;kept", values(target), report::toString);
    assertEquals(1, report.number("targets.twin.fidelity.rolled_back"), report::toString);
    // What runs into the loss has failed, what comes behind it is dropped.
    assertEquals(
        1,
        report.ledger("twin", "failed") + report.ledger("twin", "dropped.transaction"),
        report::toString);
    assertEquals(0, report.number("targets.twin.fidelity.unseeded"), report::toString);
  }

  // Joining ---------------------------------------------------------------------------------------

  @Test
  void whatASessionDidUnseenIsCounted() {
    EmbeddedServer source = Servers.source(ServerKind.MARIADB);
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    emptied(source, target);
    Config config = config(target).every("100ms");
    String property = "property querymirror.enabled ";
    Report report =
        run(
            Shell.app(source, "sess"),
            config,
            shell -> {
              shell.done("on old", "sql SET @a = 'seen'", "sql INSERT INTO t (v) VALUES (@a)");
              config.settle(shell);
              assertEquals(0, config.report().number("targets.twin.fidelity.unseeded"));
              shell.done(property + "false");
              enabled(config, false, shell);
              shell.done("sql SET @a = 'unseen'", property + "true");
              enabled(config, true, shell);
              shell.done("sql SELECT 1", "on new", "sql INSERT INTO t (v) VALUES ('whole')");
            });
    assertEquals(1, report.number("targets.twin.fidelity.unseeded"), report::toString);
    assertEquals("seen;whole", values(target));
  }

  private static void enabled(Config config, boolean on, Shell shell) {
    Await.until(
        PATIENCE, () -> config.report().node("enabled").asBoolean() == on, () -> shell.err());
  }

  @Test
  void aLaneThatJoinsLateHasTheSessionsState() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    EmbeddedServer target = Servers.target(ServerKind.MYSQL8);
    emptied(source, target);
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply")
            .rule("some", "match: {table: t}, mirror: [twin]");
    Report report =
        run(
            Shell.app(source, "sess"),
            config,
            "isolation " + java.sql.Connection.TRANSACTION_SERIALIZABLE,
            "sql SET @a = 'seen', @b = CONCAT(@a, '!'), time_zone = '+02:00'",
            "autocommit off",
            "sql SELECT COUNT(*) FROM two",
            "savepoint early",
            "sql INSERT INTO t (v, n) VALUES (@b, @@time_zone)",
            "sql INSERT INTO t (v) VALUES (@@transaction_isolation)",
            "rollback-to early",
            "sql INSERT INTO t (v, n) VALUES (@b, 'behind the savepoint')",
            "commit");
    assertEquals(0, report.dropped("twin"), report::toString);
    assertEquals(0, report.number("targets.twin.fidelity.unseeded"), report::toString);
    Map<String, List<String>> tables = Tables.of(target, "sess");
    assertEquals(Tables.of(source, "sess").get("t"), tables.get("t"));
    assertEquals(1, tables.get("t").size());
  }
}
