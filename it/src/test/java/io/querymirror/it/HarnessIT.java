package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import org.junit.jupiter.api.Test;

/** The tests' own tools, without the agent: what they say is what the servers saw. */
class HarnessIT {
  @Test
  void everyStatementOfTheLoadIsInTheServersLog() {
    EmbeddedServer server = Servers.source(ServerKind.MARIADB);
    server.execute("DROP DATABASE IF EXISTS harness", "CREATE DATABASE harness");
    long mark = server.generalLog().mark();
    try (Shell shell = Shell.start(Shell.app(server, "harness"))) {
      assertEquals("ok 0", shell.ask("sql CREATE TABLE t (id INT PRIMARY KEY)"));
      assertEquals("ok 1", shell.ask("prepared INSERT INTO t VALUES (?)|7"));
      assertTrue(shell.ask("prepared INSERT INTO t VALUES (?)|7").startsWith("error 23000 1062"));
      assertEquals("ok 7 ", shell.ask("sql SELECT id FROM t"));
      long statements = shell.loaded("load 3 300");
      assertTrue(statements >= 600, () -> statements + " statements");
      assertEquals(statements, Tags.count(server.generalLog().since(mark)));
      shell.exit();
    }
  }
}
