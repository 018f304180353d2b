package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes are applied only to what is shown not to be the application's own database. */
class ProofIT {
  private final EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
  private final EmbeddedServer target = Servers.target(ServerKind.MYSQL8);

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS proof",
          "CREATE DATABASE proof",
          "CREATE TABLE proof.t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v VARCHAR(20))",
          "DROP USER IF EXISTS 'small'@'%'",
          "CREATE USER 'small'@'%' IDENTIFIED BY 'secret'",
          "GRANT SELECT, INSERT, UPDATE, DELETE ON proof.* TO 'small'@'%'");
    }
  }

  private Report inserted(Config config) {
    App.Finished app;
    try (Shell shell = Shell.start(Shell.app(source, "proof").agent(config.write()))) {
      shell.done("sql INSERT INTO t (v) VALUES ('one')", "sql INSERT INTO t (v) VALUES ('two')");
      // The target has its say while the application's connection is there to compare with.
      Await.until(
          java.time.Duration.ofSeconds(20),
          () ->
              java.nio.file.Files.exists(config.reports().resolve("report.json"))
                  && config.report().ledger("candidate", "matched") == 2
                  && config.report().ledger("candidate", "pending") == 0,
          () -> shell.err());
      app = shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(List.of("1, one", "2, two"), Tables.of(source, "proof").get("t"));
    if (report.ledger("candidate", "executed") == 0) {
      assertTrue(app.err().contains("PROCESS"), app.err());
      assertTrue(app.err().contains("server_uuid"), app.err());
      assertEquals(List.of(), Tables.of(target, "proof").get("t"));
      assertEquals(2, report.dropped("candidate"), report::toString);
    } else {
      assertEquals(List.of("1, one", "2, two"), Tables.of(target, "proof").get("t"));
    }
    return report;
  }

  private Config config(String address, String... lines) {
    String[] all = new String[lines.length + 1];
    all[0] = "writes: apply";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return Config.in(directory)
        .target("candidate", address, all)
        .rule("all", "mirror: [candidate]");
  }

  @Test
  void itsOwnAddressIsRefused() {
    assertEquals(0, inserted(config(source.address())).ledger("candidate", "executed"));
  }

  @Test
  void itsOwnServerByAnotherNameIsRefused() {
    assertEquals(0, inserted(config("localhost:" + source.port())).ledger("candidate", "executed"));
  }

  @Test
  void anotherServerIsFound() {
    assertEquals(2, inserted(config(target.address())).ledger("candidate", "executed"));
  }

  @Test
  void withoutTheRightToLookItIsRefused() {
    assertEquals(
        0, inserted(config(target.address()).account("small")).ledger("candidate", "executed"));
  }

  @Test
  void itsUuidStandsInForTheRightToLook() throws SQLException {
    Config config = config(target.address(), "server_uuid: " + uuid(target)).account("small");
    assertEquals(2, inserted(config).ledger("candidate", "executed"));
  }

  @Test
  void aWrongUuidIsRefused() throws SQLException {
    Config config = config(target.address(), "server_uuid: " + uuid(source));
    assertEquals(0, inserted(config).ledger("candidate", "executed"));
  }

  private static String uuid(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @@server_uuid")) {
      rows.next();
      return rows.getString(1);
    }
  }
}
