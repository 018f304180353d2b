package io.querymirror.bench.bed;

import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A server with the tables of all workloads; its general log is off. */
public final class Bed implements AutoCloseable {
  /** Rows of {@code bench.points}, by their ids from 0. */
  public static final int POINTS = 10_000;

  private final EmbeddedServer server;

  private Bed(EmbeddedServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param shops schemas that get the shop's tables
   */
  public static Bed start(ServerKind kind, String... shops) throws Exception {
    EmbeddedServer server = EmbeddedServer.start(kind, "--general-log=0", "--max-connections=2500");
    try {
      server.execute("CREATE DATABASE bench");
      fillPoints(server);
      for (String shop : shops) {
        server.execute("CREATE DATABASE " + shop);
        fillShop(server, shop);
      }
      return new Bed(server);
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private static void fillPoints(EmbeddedServer server) throws SQLException {
    try (Connection connection = server.connect("bench")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE points (id INT PRIMARY KEY, shard INT NOT NULL, name VARCHAR(40) NOT NULL,"
                + " amount DECIMAL(10, 2) NOT NULL) ENGINE = InnoDB");
      }
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO points VALUES (?, ?, ?, ?)")) {
        for (int id = 0; id < POINTS; id++) {
          insert.setInt(1, id);
          insert.setInt(2, id % 16);
          insert.setString(3, "point number " + id);
          insert.setInt(4, id % 1_000);
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
  }

  private static void fillShop(EmbeddedServer server, String schema)
      throws IOException, InterruptedException {
    Jvm filling =
        Jvm.of(Root.shop().toString(), "com.example.shop.Schema")
            .argument(
                "jdbc:mysql://"
                    + server.address()
                    + "/"
                    + schema
                    + "?rewriteBatchedStatements=true",
                "app",
                EmbeddedServer.PASSWORD);
    ProcessBuilder builder = new ProcessBuilder(filling.command()).redirectErrorStream(true);
    Jvm.clean(builder);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException("the shop's tables: " + said);
    }
  }

  public EmbeddedServer server() {
    return server;
  }

  public String url(String schema) {
    return "jdbc:mysql://" + server.address() + "/" + schema + "?sslMode=DISABLED";
  }

  /** What a target's configuration names to show that it is not the source; empty on MariaDB. */
  public String uuid() throws SQLException {
    if (server.kind() != ServerKind.MYSQL8) {
      return "";
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@server_uuid")) {
      row.next();
      return row.getString(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  /** A fresh directory for one child. */
  public static Path directory(String name) throws IOException {
    Path work = Root.work();
    Files.createDirectories(work);
    return Files.createTempDirectory(work, name.replaceAll("[^A-Za-z0-9.-]+", "-") + "-");
  }
}
