package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Into a running application under load and out of it again, by the command line: what arrives at
 * the target is told by its own log, what is left in the JVM by the JVM.
 */
class AttachIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern TAG = Pattern.compile("q\\d+-\\d+");
  private static final int SESSIONS = 3;
  private static final int CYCLES = LongRun.ON ? 20 : 2;

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "DROP DATABASE IF EXISTS attach_it",
          "CREATE DATABASE attach_it",
          "CREATE TABLE attach_it.t (v VARCHAR(20)) ENGINE=InnoDB");
      for (int i = 0; i < SESSIONS; i++) {
        server.execute(
            "CREATE TABLE attach_it.load_"
                + i
                + " (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, tag VARCHAR(30), n INT NOT NULL"
                + " DEFAULT 0) ENGINE=InnoDB");
      }
    }
  }

  private Config config() {
    return Config.in(directory)
        .target("candidate", target, "writes: apply")
        .rule("all", "mirror: [candidate]");
  }

  private Shell shell(int java) {
    return Shell.start(Shell.app(source, "attach_it").java(java));
  }

  /** The application does so many statements more. */
  private static void goesOn(Shell shell, int statements) {
    long from = progress(shell);
    Await.until(PATIENCE, () -> progress(shell) >= from + statements, shell::err);
  }

  private static long progress(Shell shell) {
    return Long.parseLong(shell.ask("progress").substring(3));
  }

  private static String threads(Shell shell) {
    return shell.ask("threads io.querymirror.entry.AgentClassLoader");
  }

  private long targetConnections() {
    try (Connection connection = target.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'mirror'")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void hasLeft(Shell shell) {
    Await.until(PATIENCE, () -> threads(shell).equals("ok []"), () -> threads(shell) + shell.err());
    Await.until(
        PATIENCE, () -> targetConnections() == 0, () -> targetConnections() + " connections");
    assertFalse(Files.exists(socket(shell).getParent()));
    assertFalse(shell.err().contains("QM-0111"), shell::err);
  }

  private static Path socket(Shell shell) {
    return Path.of("/tmp/.querymirror-" + shell.running().pid() + "/socket");
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void comesAndGoesUnderLoad(int java) {
    Config config = config();
    Path yaml = config.write();
    try (Shell shell = shell(java)) {
      long pid = shell.running().pid();
      shell.done(
          "prepared INSERT INTO t VALUES (?)|before",
          "on open",
          "autocommit off",
          "sql INSERT INTO t VALUES ('half')",
          "start " + SESSIONS);
      goesOn(shell, 50);
      assertTrue(CommandLine.run("status", pid).refused().err().contains("no querymirror"));
      long atSource = source.generalLog().mark();
      long atTarget = target.generalLog().mark();

      CommandLine.run("attach", pid, yaml).ok();
      String again = CommandLine.run("attach", pid, yaml).refused().err();
      assertTrue(again.contains("already in process " + pid + ", since 2"), again);
      goesOn(shell, 200);
      shell.done(
          "sql INSERT INTO t VALUES ('other half')",
          "commit",
          "sql INSERT INTO t VALUES ('whole')",
          "commit",
          "on main",
          "prepared INSERT INTO t VALUES (?)|behind");
      switches(shell, pid);
      goesOn(shell, 100);

      CommandLine.run("detach", pid).ok();
      hasLeft(shell);
      Report report = config.report().balanced();
      List<String> copies = Copies.texts(target.generalLog().since(atTarget));
      assertAll(
          report.brief(),
          () -> assertEquals(0, report.pending()),
          () -> assertEquals(0, report.number("capture.internal_errors")),
          () -> assertTrue(report.ledger("candidate", "executed") > 200),
          () -> assertTrue(report.ledger("candidate", "dropped.disabled") > 0),
          () ->
              assertEquals(
                  copies.size(),
                  report.ledger("candidate", "executed") + report.ledger("candidate", "failed"),
                  () -> kinds(copies) + report.toString()),
          () -> assertEquals(List.of("behind", "whole"), Tables.of(target, "attach_it").get("t")));
      Set<String> asked = tags(source.generalLog().since(atSource).stream().map(e -> e.argument()));
      Set<String> strangers = tags(copies.stream());
      strangers.removeAll(asked);
      assertEquals(Set.of(), strangers);

      // Without the agent as before, and once more with it.
      goesOn(shell, 50);
      assertEquals(copies.size(), Copies.texts(target.generalLog().since(atTarget)).size());
      CommandLine.run("attach", pid, yaml).ok();
      goesOn(shell, 100);
      assertTrue(shell.loaded("stop") > 0);
      shell.done("prepared INSERT INTO t VALUES (?)|again");
      shell.exit();
      assertTrue(config.report().balanced().ledger("candidate", "executed") > 100);
      assertTrue(Tables.of(target, "attach_it").get("t").contains("again"));
    }
  }

  private static Map<String, Long> kinds(List<String> texts) {
    return texts.stream()
        .collect(
            Collectors.groupingBy(
                text -> text.replaceAll("q?[0-9]+(-[0-9]+)?", "#"),
                TreeMap::new,
                Collectors.counting()));
  }

  private static Set<String> tags(Stream<String> texts) {
    Set<String> tags = new HashSet<>();
    texts.forEach(
        text -> {
          Matcher tag = TAG.matcher(text);
          while (tag.find()) {
            tags.add(tag.group());
          }
        });
    return tags;
  }

  private static long seen(long pid) {
    JsonNode status = CommandLine.run("status", pid, "--json").ok().json();
    return status.path("capture").path("seen").asLong();
  }

  /** Over the socket, and where that is gone by the JVM's attach mechanism. */
  private static void switches(Shell shell, long pid) {
    JsonNode status = CommandLine.run("status", pid, "--json").ok().json();
    assertTrue(status.path("enabled").asBoolean(), status::toString);
    assertEquals(pid, status.path("pid").asLong());
    assertTrue(status.path("attached").asBoolean());
    assertEquals("mirroring is off\n", CommandLine.run("off", pid).ok().out());
    status = CommandLine.run("status", pid, "--json").ok().json();
    assertFalse(status.path("enabled").asBoolean());
    assertEquals("cli", status.path("switched_by").asText());
    // What had begun before still counts.
    long[] seen = {-1};
    Await.until(
        PATIENCE,
        () -> {
          long before = seen[0];
          seen[0] = seen(pid);
          return seen[0] == before;
        },
        shell::err);
    goesOn(shell, 50);
    assertTrue(seen(pid) - seen[0] <= SESSIONS, shell::err);
    try {
      Files.delete(socket(shell));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals("mirroring is on\n", CommandLine.run("on", pid).ok().out());
    assertEquals("mirroring is on already\n", CommandLine.run("on", pid).ok().out());
    String text = CommandLine.run("status", pid).ok().out();
    assertTrue(text.contains("mirroring  on since"), text);
    assertTrue(text.contains("candidate"), text);
  }

  static IntStream loaders() {
    return LongRun.ON ? IntStream.of(17, 25) : IntStream.of(25);
  }

  @ParameterizedTest
  @MethodSource("loaders")
  void leavesNothingBehind(int java) throws Exception {
    Path yaml = config().line("shutdown: {drain: 500ms}").write();
    // Named on its command line, it can be taken out as well.
    try (Shell shell = Shell.start(Shell.app(source, "attach_it").java(java).agent(yaml))) {
      long pid = shell.running().pid();
      shell.done("start 2");
      goesOn(shell, 50);
      CommandLine.run("detach", pid).ok();
      hasLeft(shell);
      for (int i = 0; i < CYCLES; i++) {
        CommandLine.run("attach", pid, yaml).ok();
        goesOn(shell, 20);
        CommandLine.run("detach", pid).ok();
      }
      hasLeft(shell);
      goesOn(shell, 20);
      Await.until(
          PATIENCE, () -> histogram(pid, java).isEmpty(), () -> histogram(pid, java) + shell.err());
      Await.until(PATIENCE, () -> openJars(pid) == 1, () -> openJars(pid) + " files");
      shell.loaded("stop");
      shell.exit();
    }
  }

  /** What a full collection leaves of the agent, but for its two entry classes. */
  private static List<String> histogram(long pid, int java) {
    try {
      Path jcmd = Needs.java(java).resolveSibling("jcmd");
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.contains("java.lang.String"), text);
      return text.lines().filter(l -> l.contains("io.querymirror.")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How often the agent's jar is open: once by the class path, as an agent's is for ever. */
  private static long openJars(long pid) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.filter(AttachIT::isJar).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isJar(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).endsWith(Libraries.agent().getFileName());
    } catch (IOException e) {
      return false; // Closed meanwhile.
    }
  }

  /** A killed command closes its socket wherever it is; a stopped one does not even that. */
  @Test
  void aKilledCommandHurtsNobody() throws Exception {
    Path yaml = config().write();
    try (Shell shell = shell(17)) {
      long pid = shell.running().pid();
      shell.done("start 1");
      goesOn(shell, 20);
      CommandLine.run("attach", pid, yaml).ok();
      Process killed = CommandLine.start("status", pid);
      try (SocketChannel hangs = open(shell);
          SocketChannel silent = open(shell)) {
        say(hangs, "{\"command\":\"sta");
        say(silent, "{\"command\":\"report\"}\n");
        killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        CommandLine.run("status", pid).ok();
        try (SocketChannel goesAway = open(shell)) {
          say(goesAway, "{\"command\":\"detach\"}\n");
        }
        hasLeftBut(shell, "querymirror-commands");
      }
      hasLeft(shell);
      CommandLine.run("attach", pid, yaml).ok();
      goesOn(shell, 20);
      shell.loaded("stop");
      shell.exit();
    }
  }

  private static void hasLeftBut(Shell shell, String name) {
    Await.until(
        PATIENCE,
        () -> threads(shell).matches("ok \\[(" + name + ")?]"),
        () -> threads(shell) + shell.err());
  }

  private static SocketChannel open(Shell shell) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket(shell)));
    return channel;
  }

  private static void say(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aWrongFileIsNotAttached() throws Exception {
    Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "targets: {}\nrulez: []\n");
    // The command's own directory is another one: only the agent can tell.
    Path relative =
        Files.writeString(
            directory.resolve("relative.yaml"),
            Files.readString(config().write())
                .replace("password: " + EmbeddedServer.PASSWORD, "password_file: no/such/file"));
    try (Shell shell = shell(17)) {
      long pid = shell.running().pid();
      shell.done("sql SELECT 1");
      String told = CommandLine.run("attach", pid, wrong).refused().err();
      assertTrue(told.contains("wrong.yaml:2: rulez:"), told);
      assertEquals("", shell.err());
      told = CommandLine.run("attach", pid, relative).refused().err();
      assertTrue(told.contains("relative.yaml:") && told.contains("no such file"), told);
      hasLeft(shell);
      CommandLine.run("attach", pid, config().write()).ok();
      shell.exit();
    }
  }

  @Test
  void saysWhyItMayNot() throws Exception {
    Path yaml = config().write();
    try (Shell closed = Shell.start(option("-XX:+DisableAttachMechanism", 17));
        Shell refusing = Shell.start(option("-XX:-EnableDynamicAgentLoading", 25))) {
      closed.done("sql SELECT 1");
      refusing.done("sql SELECT 1");
      String told = CommandLine.run("attach", closed.running().pid(), yaml).refused().err();
      assertTrue(told.contains("-XX:+DisableAttachMechanism"), told);
      told = CommandLine.run("attach", refusing.running().pid(), yaml).refused().err();
      assertTrue(told.contains("-XX:-EnableDynamicAgentLoading"), told);
      assertEquals("", closed.exit().err());
      assertEquals("", refusing.exit().err());
    }
    withoutTheModule(yaml);
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try {
      String told = CommandLine.run("attach", sleep.pid(), yaml).refused().err();
      assertTrue(told.contains("is no Java process: it runs sleep"), told);
      assertTrue(sleep.isAlive());
    } finally {
      sleep.destroyForcibly();
    }
    sleep.waitFor();
    String told = CommandLine.run("attach", sleep.pid(), yaml).refused().err();
    assertTrue(told.contains("no process " + sleep.pid()), told);
  }

  /** As of a JRE that was made small. */
  private void withoutTheModule(Path yaml) throws Exception {
    try (Shell shell = shell(17)) {
      shell.done("sql SELECT 1");
      Process command =
          new ProcessBuilder(
                  Needs.java(17).toString(),
                  "-XX:TieredStopAtLevel=1",
                  "--limit-modules=java.sql,java.instrument,java.management,java.naming,jdk.unsupported",
                  "-jar",
                  Libraries.agent().toString(),
                  "attach",
                  Long.toString(shell.running().pid()),
                  yaml.toString())
              .redirectErrorStream(true)
              .start();
      String told = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(told.contains("lacks the module jdk.attach"), told);
      assertEquals(2, command.waitFor());
    }
  }

  private App option(String option, int java) {
    return Shell.app(source, "attach_it").java(java).option(option);
  }
}
