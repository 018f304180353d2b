package io.querymirror.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real database server of its own: random port on 127.0.0.1, fresh data, general log on. Accounts
 * {@code admin}, {@code app} and {@code mirror} may do everything, with {@link #PASSWORD}. It and
 * its files go when it is closed, and also when this JVM dies in any way.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** Of every account. */
  public static final String PASSWORD = "secret";

  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final ServerKind kind;
  private final Installation installation;
  private final Path directory;
  private final List<String> options;
  private int port;
  private @Nullable Process process;
  private @Nullable Process watchdog;

  private EmbeddedServer(ServerKind kind, List<String> options) throws IOException {
    this.kind = kind;
    this.installation = Installation.of(kind);
    this.options = options;
    this.directory = Files.createTempDirectory("querymirror-");
  }

  /** A MariaDB 10.11 server; options as on its command line. */
  public static EmbeddedServer mariadb(String... options) {
    return start(ServerKind.MARIADB, options);
  }

  /** A MySQL 8.0 server; needs libaio and libnuma, see {@link ServerKind#missing()}. */
  public static EmbeddedServer mysql8(String... options) {
    return start(ServerKind.MYSQL8, options);
  }

  /**
   * @throws IllegalStateException where the machine lacks something, in words for a user
   * @throws UncheckedIOException where the server does not start
   */
  public static EmbeddedServer start(ServerKind kind, String... options) {
    kind.missing()
        .ifPresent(
            missing -> {
              throw new IllegalStateException(missing);
            });
    try {
      EmbeddedServer server = new EmbeddedServer(kind, List.of(options));
      boolean up = false;
      try {
        Trees.copy(server.installation.template(), server.data());
        Installation.writeInitFile(server.directory.resolve("init.sql"));
        server.startOnFreePort();
        up = true;
        return server;
      } finally {
        if (!up) {
          server.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + kind, e);
    }
  }

  private void startOnFreePort() throws IOException {
    IOException last = null;
    // Somebody may take the port between our look and the server's bind.
    for (int attempt = 0; attempt < 5; attempt++) {
      port = Ports.free();
      try {
        launch();
        return;
      } catch (IOException e) {
        last = e;
        kill();
      }
    }
    throw new IOException("no start in 5 attempts", last);
  }

  private void launch() throws IOException {
    Files.deleteIfExists(pidFile());
    List<String> command = installation.baseOptions(data());
    command.add("--bind-address=127.0.0.1");
    command.add("--port=" + port);
    command.add("--socket=" + directory.resolve("sock"));
    command.add("--pid-file=" + pidFile());
    command.add("--log-error=" + errorLog());
    command.add("--init-file=" + directory.resolve("init.sql"));
    command.add("--general-log=1");
    command.add("--general-log-file=" + directory.resolve("general.log"));
    command.add("--skip-name-resolve");
    command.add("--default-time-zone=+00:00");
    command.add("--innodb-flush-log-at-trx-commit=0");
    command.add("--innodb-doublewrite=0");
    command.add("--table-open-cache=400");
    command.add("--max-connections=400");
    command.add("--max-allowed-packet=32M");
    command.add("--skip-log-bin");
    command.add("--character-set-server=utf8mb4");
    if (kind == ServerKind.MYSQL8) {
      command.add("--mysqlx=OFF");
      command.add("--skip-ssl");
      command.add("--default-authentication-plugin=mysql_native_password");
    }
    command.addAll(options);
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out.log").toFile())
            .start();
    process = started;
    watchdog = watch(started.pid());
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    // Its own file, as another server may greet on a port that this one did not get.
    while (!greets() || !Files.exists(pidFile())) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(kind + " does not come up: " + Commands.tail(errorText()));
      }
      pauseBriefly();
    }
  }

  /** Its input closes when this JVM dies, however that happens; then the server goes too. */
  private Process watch(long pid) throws IOException {
    return new ProcessBuilder(
            "/bin/sh",
            "-c",
            "trap '' INT HUP TERM; read _; kill -9 " + pid + "; rm -rf '" + directory + "'")
        .start();
  }

  private boolean greets() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      socket.setSoTimeout(1000);
      InputStream in = socket.getInputStream();
      // Four bytes of packet header, then the protocol version: 10.
      return in.readNBytes(5).length == 5;
    } catch (IOException e) {
      return false;
    }
  }

  private static void pauseBriefly() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Path data() {
    return directory.resolve("data");
  }

  public ServerKind kind() {
    return kind;
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** {@code host:port}. */
  public String address() {
    return host() + ":" + port;
  }

  public long pid() {
    return running().pid();
  }

  public boolean alive() {
    Process p = process;
    return p != null && p.isAlive();
  }

  private Process running() {
    Process p = process;
    if (p == null || !p.isAlive()) {
      throw new IllegalStateException(kind + " at " + address() + " is not running");
    }
    return p;
  }

  public GeneralLog generalLog() {
    return new GeneralLog(directory.resolve("general.log"));
  }

  private Path pidFile() {
    return directory.resolve("pid");
  }

  private Path errorLog() {
    // MariaDB adds an ending where there is none.
    return directory.resolve("error.err");
  }

  private String errorText() throws IOException {
    return Files.exists(errorLog())
        ? Files.readString(errorLog())
        : Files.readString(directory.resolve("out.log"));
  }

  /** A connection as admin, without a current schema. */
  public Connection connect() throws SQLException {
    return connect("");
  }

  /** A connection as admin. */
  public Connection connect(String schema) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "admin");
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslMode", "DISABLED");
    properties.setProperty("allowPublicKeyRetrieval", "true");
    Connection connection =
        new com.mysql.cj.jdbc.Driver()
            .connect("jdbc:mysql://" + address() + "/" + schema, properties);
    if (connection == null) {
      throw new SQLException("no connection to " + address());
    }
    return connection;
  }

  /** Runs statements one by one, as admin. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(kind + " at " + address() + ": " + e.getMessage(), e);
    }
  }

  /** SIGSTOP: connections stay open, nothing answers. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      List<String> words = Commands.output("kill", "-" + name, Long.toString(pid()));
      if (!words.isEmpty()) {
        throw new IllegalStateException(String.join(" ", words));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL, and waits for its end; its data stay for {@link #restart()}. */
  public void kill() {
    Process watching = watchdog;
    watchdog = null;
    if (watching != null) {
      watching.destroyForcibly();
    }
    Process p = process;
    process = null;
    if (p != null) {
      p.destroyForcibly();
      try {
        p.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Orderly shutdown, and waits for it; its data stay for {@link #restart()}. */
  public void stop() {
    Process p = process;
    if (p != null) {
      p.destroy();
      try {
        p.waitFor(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    kill();
  }

  /** Starts it again on its port, with its data. */
  public void restart() {
    kill();
    try {
      launch();
    } catch (IOException e) {
      throw new UncheckedIOException("restarting " + kind, e);
    }
  }

  /** Kills it and deletes its files. */
  @Override
  public void close() {
    kill();
    try {
      Trees.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options as a list, for callers that build them. */
  public static EmbeddedServer start(ServerKind kind, List<String> options) {
    return start(kind, new ArrayList<>(options).toArray(new String[0]));
  }
}
