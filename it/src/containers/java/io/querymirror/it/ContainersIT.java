package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.load.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The newest servers, which are to be had only as images; needs Docker: {@code -Pcontainers}. */
class ContainersIT {
  private static final String PASSWORD = "secret";

  @TempDir Path directory;

  private static GenericContainer<?> server(String image) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withEnv("MYSQL_ROOT_PASSWORD", PASSWORD)
        .withEnv("MARIADB_ROOT_PASSWORD", PASSWORD)
        .withEnv("MYSQL_DATABASE", "shop")
        .withEnv("MARIADB_DATABASE", "shop")
        .withCommand("--general-log=1", "--log-output=TABLE")
        .withExposedPorts(3306)
        // The entry point's own server, that comes first, has port 0.
        .waitingFor(Wait.forLogMessage(".*port: 3306.*", 1));
  }

  private static String address(GenericContainer<?> server) {
    return server.getHost() + ":" + server.getMappedPort(3306);
  }

  @ParameterizedTest
  @CsvSource({
    "mysql:lts, mariadb:lts, CONNECTOR_J",
    "mysql:latest, mysql:latest, CONNECTOR_J",
    "mariadb:latest, mysql:latest, MARIADB",
    "mariadb:latest, mariadb:latest, MARIADB"
  })
  void mirrors(String production, String candidate, Driver driver) throws Exception {
    try (GenericContainer<?> source = server(production);
        GenericContainer<?> target = server(candidate)) {
      source.start();
      target.start();
      Path yaml = directory.resolve("querymirror.yaml");
      Files.writeString(
          yaml,
          """
          targets:
            candidate:
              hosts: ["%s"]
              username: root
              password: %s
              writes: apply
          rules:
            - {name: all, mirror: [candidate]}
          report: {directory: %s, every: 200ms}
          shutdown: {drain: 30s}
          """
              .formatted(address(target), PASSWORD, directory.resolve("report")));
      App app =
          App.of(Console.class)
              .library(driver.library())
              .argument(driver.url(address(source), "shop", ""), "root", PASSWORD)
              .agent(yaml);
      long statements;
      try (Shell shell = Shell.start(app)) {
        statements = shell.loaded("load 3 600");
        shell.exit();
      }
      Report report = Report.in(directory.resolve("report")).balanced();
      assertEquals(statements, report.number("capture.seen"));
      assertEquals(0, report.dropped("candidate"), report::toString);
      assertEquals(tables(source), tables(target));
      assertEquals(
          statements,
          count(target, "argument LIKE '/* querymirror */%' AND argument REGEXP 'q[0-9]+-[0-9]+'"));
    }
  }

  private static Connection connect(GenericContainer<?> server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://" + address(server) + "/shop?allowPublicKeyRetrieval=true", "root", PASSWORD);
  }

  private static long count(GenericContainer<?> server, String where) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')"
                    + " AND "
                    + where)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Map<String, List<String>> tables(GenericContainer<?> server) throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < 3; i++) {
        List<String> lines = new ArrayList<>();
        try (ResultSet rows =
            statement.executeQuery("SELECT id, tag, n FROM load_" + i + " ORDER BY id")) {
          while (rows.next()) {
            lines.add(rows.getInt(1) + " " + rows.getString(2) + " " + rows.getInt(3));
          }
        }
        tables.put("load_" + i, lines);
      }
    }
    return tables;
  }
}
