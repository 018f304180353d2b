package io.querymirror.it.server;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The demo's three servers, each with an empty schema {@code shop}: production and its twin, which
 * are MariaDB, and the candidate, which is MySQL where it runs. Prints a line {@code NAME PORT
 * VERSION} for each, perhaps {@code note …}, and {@code ready}; ends when its input does.
 */
public final class DemoServers {
  /** What MySQL 8 has by itself. */
  private static final String STRICT =
      "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";

  private final List<EmbeddedServer> servers = new ArrayList<>();

  private DemoServers() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    DemoServers demo = new DemoServers();
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
    int code = 0;
    try {
      demo.start();
      // Whoever started this holds the other end: it closes in whatever way that one dies.
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (ExecutionException e) {
      System.err.println("The servers do not start: " + e.getCause());
      code = 1;
    }
    System.exit(code);
  }

  private void start() throws ExecutionException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Optional<String> missing = ServerKind.MYSQL8.missing();
      Future<String> production = threads.submit(() -> launch(ServerKind.MARIADB));
      Future<String> twin = threads.submit(() -> launch(ServerKind.MARIADB));
      Future<String> candidate =
          threads.submit(
              () ->
                  missing.isEmpty()
                      ? launch(ServerKind.MYSQL8)
                      : launch(ServerKind.MARIADB, STRICT));
      System.out.println("production " + production.get());
      System.out.println("twin " + twin.get());
      System.out.println("candidate " + candidate.get());
      missing.ifPresent(
          reason ->
              System.out.println(
                  "note The candidate is a second MariaDB, with MySQL 8's sql_mode: " + reason));
      System.out.println("ready");
    } finally {
      threads.shutdown();
    }
  }

  /** Starts one; gives its port and version. */
  private String launch(ServerKind kind, String... more) throws SQLException {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--general-log=0");
    EmbeddedServer server = EmbeddedServer.start(kind, options);
    synchronized (servers) {
      servers.add(server);
    }
    for (String schema : List.of("shop", "shop_tuned")) {
      server.execute(
          "CREATE DATABASE " + schema + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    }
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      // MariaDB names itself there, MySQL does not.
      String version = row.getString(1).replace("-MariaDB", "");
      return server.port() + (kind == ServerKind.MARIADB ? " MariaDB " : " MySQL ") + version;
    }
  }

  private void close() {
    synchronized (servers) {
      servers.forEach(EmbeddedServer::close);
      servers.clear();
    }
  }
}
