package io.querymirror.it.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmbeddedServerIT {
  @ParameterizedTest
  @EnumSource
  void servesLogsAndComesBack(ServerKind kind) throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.start(kind)) {
      server.execute("CREATE DATABASE a", "CREATE TABLE a.t (id INT PRIMARY KEY)");
      long mark = server.generalLog().mark();
      try (Connection connection = server.connect("a");
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO t\n  VALUES (1),\n\n (2)");
        server.pause();
        server.resume();
        statement.execute("SELECT 1");
      }
      List<String> queries =
          server.generalLog().since(mark).stream()
              .filter(
                  e ->
                      e.command().equals("Query")
                          && !e.argument().contains("@@")
                          && !e.argument().startsWith("SET"))
              .map(LogEntry::argument)
              .toList();
      assertEquals(List.of("INSERT INTO t\n  VALUES (1),\n\n (2)", "SELECT 1"), queries);

      server.kill();
      assertFalse(server.alive());
      assertThrows(IllegalStateException.class, () -> server.execute("SELECT 1"));
      server.restart();
      assertTrue(server.alive());
      server.execute("INSERT INTO a.t VALUES (3)");
    }
  }
}
