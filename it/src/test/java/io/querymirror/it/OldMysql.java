package io.querymirror.it;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MySQL 5.6 of its own, with its data in a directory of the caller's and an account {@code app}
 * that may do everything. The build unpacks it under the profile {@code long} alone.
 */
final class OldMysql implements AutoCloseable {
  private final Path home = Libraries.programs().resolveSibling("mysql-5.6");
  private final Path directory;
  private final int port;
  private final Process process;

  private OldMysql(Path directory) throws IOException {
    this.directory = directory;
    bootstrap();
    port = Ports.free();
    Path init = directory.resolve("init.sql");
    Files.writeString(
        init,
        "DELETE FROM mysql.user WHERE user = '';\nFLUSH PRIVILEGES;\nGRANT ALL ON *.* TO 'app'@'%'"
            + " IDENTIFIED BY '"
            + EmbeddedServer.PASSWORD
            + "' WITH GRANT OPTION;\n");
    List<String> command = command();
    command.addAll(
        List.of(
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--socket=" + directory.resolve("sock"),
            "--init-file=" + init,
            "--skip-name-resolve",
            "--default-time-zone=+00:00",
            "--character-set-server=utf8mb4"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
  }

  static OldMysql start(Path directory) throws IOException {
    OldMysql server = new OldMysql(directory);
    boolean up = false;
    try {
      Await.until(Duration.ofSeconds(60), server::greets, server::log);
      up = true;
      return server;
    } finally {
      if (!up) {
        server.close();
      }
    }
  }

  private List<String> command() {
    return new ArrayList<>(
        List.of(
            home.resolve("bin/mysqld").toString(),
            "--no-defaults",
            "--user=" + System.getProperty("user.name"),
            "--basedir=" + home,
            "--lc-messages-dir=" + home.resolve("share"),
            "--datadir=" + directory.resolve("data"),
            "--innodb-log-file-size=8M",
            "--performance-schema=OFF"));
  }

  private void bootstrap() throws IOException {
    Files.createDirectories(directory.resolve("data/mysql"));
    StringBuilder sql = new StringBuilder("USE mysql;\n");
    for (String script : List.of("mysql_system_tables.sql", "mysql_system_tables_data.sql")) {
      sql.append(Files.readString(home.resolve("share").resolve(script))).append('\n');
    }
    Path in = directory.resolve("bootstrap.sql");
    Files.writeString(in, sql);
    if (!home.resolve("bin/mysqld").toFile().setExecutable(true)) {
      throw new IOException("no MySQL 5.6 in " + home);
    }
    List<String> command = command();
    command.add("--bootstrap");
    Process made =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      if (!made.waitFor(60, TimeUnit.SECONDS) || made.exitValue() != 0) {
        made.destroyForcibly();
        throw new IOException(log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean greets() {
    try {
      connect().close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://" + address() + "/", "app", EmbeddedServer.PASSWORD);
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
