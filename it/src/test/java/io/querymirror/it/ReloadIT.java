package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration takes over while the application runs. */
class ReloadIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);
  private long mark;

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    String account = EmbeddedServer.PASSWORD;
    target.execute(
        "CREATE USER IF NOT EXISTS second IDENTIFIED BY '" + account + "'",
        "GRANT ALL ON *.* TO second");
    source.execute("DROP DATABASE IF EXISTS reload", "CREATE DATABASE reload");
    source.execute("CREATE TABLE reload.t (v VARCHAR(20)) ENGINE=InnoDB");
    for (String schema : List.of("reload", "reload2")) {
      target.execute(
          "DROP DATABASE IF EXISTS " + schema,
          "CREATE DATABASE " + schema,
          "CREATE TABLE " + schema + ".t (v VARCHAR(20)) ENGINE=InnoDB");
    }
    mark = target.generalLog().mark();
  }

  private Config config() {
    return Config.in(directory).line("reload: {watch: false}").every("100ms");
  }

  private Config first(Config config, String... lines) {
    return config.target("candidate", target, lines.length > 0 ? lines : new String[] {APPLY});
  }

  private static final String APPLY = "writes: apply";

  private Config second(Config config, String... more) {
    String[] lines = new String[more.length + 2];
    lines[0] = APPLY;
    lines[1] = "schemas: {reload: reload2}";
    System.arraycopy(more, 0, lines, 2, more.length);
    return config.target("second", target, lines).account("second");
  }

  private List<String> arrived(String user) {
    return Copies.textsByUser(target.generalLog().since(mark)).getOrDefault(user, List.of());
  }

  private static long known(List<String> texts) {
    return texts.stream().filter(sql -> sql.contains("'known'")).count();
  }

  private long inserted(String user) {
    return arrived(user).stream().filter(sql -> sql.startsWith("INSERT")).count();
  }

  /** The connections on which copies came from an account. */
  private long connections(String user) {
    List<LogEntry> log = target.generalLog().since(mark);
    Map<Long, String> users = new HashMap<>();
    for (LogEntry entry : log) {
      if (entry.command().equals("Connect")) {
        users.put(entry.connection(), entry.argument().replaceAll("@.*", ""));
      }
    }
    return Logs.copies(log).stream()
        .map(LogEntry::connection)
        .filter(id -> user.equals(users.get(id)))
        .distinct()
        .count();
  }

  private static void awaitReport(Shell shell, Config config, Predicate<Report> reached) {
    Await.until(
        PATIENCE,
        () ->
            Files.exists(config.reports().resolve("report.json"))
                && reached.test(config.report().balanced()),
        () -> config.report() + shell.err());
  }

  private static String reload(Shell shell, Config config) {
    config.write();
    String answer = shell.ask("reload");
    assertTrue(answer.startsWith("ok reloaded "), () -> answer + shell.err());
    return answer.substring("ok reloaded ".length());
  }

  @Test
  void rulesAndTargetsComeAndGo() {
    Config config = first(config()).rule("all", "mirror: [candidate]");
    try (Shell shell = Shell.start(Shell.app(source, "reload").agent(config.write()))) {
      shell.done("sql INSERT INTO t VALUES ('1 first')", "sql SET @a = 7");
      awaitReport(shell, config, r -> r.ledger("candidate", "executed") >= 1);
      assertEquals("", reload(shell, config), "an unchanged file");

      // Rules hit the next statement.
      String skips = "match: {sql: 'skipped|known'}, skip: true";
      String said =
          reload(shell, first(config()).rule("no", skips).rule("all", "mirror: [candidate]"));
      assertEquals("rule \"no\" is new", said);
      shell.done("sql INSERT INTO t VALUES ('2 skipped')", "sql INSERT INTO t VALUES ('3 first')");

      // What was decided of a prepared statement is kept, and forgotten with the rules.
      String known = "prepared SELECT 'known' FROM t WHERE v = ?|a";
      shell.done(known, known, known);

      // A file with mistakes changes nothing, and all of them are told.
      first(config(), "order: never", APPLY).rule("all", "mirror: [nobody]").write();
      String refused = shell.ask("reload");
      assertTrue(refused.startsWith("ok refused "), refused);
      assertTrue(refused.contains("querymirror.yaml:") && refused.contains("nobody"), refused);
      assertTrue(refused.contains("order"), refused);
      shell.done("sql INSERT INTO t VALUES ('4 skipped')", "sql INSERT INTO t VALUES ('5 first')");

      // A new target gets what begins from now on, in sessions that know what they were told.
      Config both =
          second(first(config())).rule("no", skips).rule("all", "mirror: [candidate, second]");
      shell.done("on other", "autocommit off", "sql INSERT INTO t VALUES ('6 first')");
      assertEquals("target second is new; rule \"all\" changed", reload(shell, both));
      shell.done("sql INSERT INTO t VALUES ('7 first')", "commit", "on main");
      shell.done("sql INSERT INTO t SELECT CONCAT('8 both ', @a)");
      Await.until(
          PATIENCE,
          () -> Tables.of(target, "reload2").get("t").equals(List.of("8 both 7")),
          () -> Tables.of(target, "reload2") + shell.err());

      // One that is taken out: what is open there rolls back, and its counts remain.
      shell.done("autocommit off", "sql INSERT INTO t VALUES ('9 half')");
      Await.until(PATIENCE, () -> arrived("second").toString().contains("half"), () -> shell.err());
      reload(shell, first(config()).rule("all", "mirror: [candidate]"));
      shell.done("sql INSERT INTO t VALUES ('9 half')", "commit", "autocommit on");
      shell.done(known);
      awaitReport(
          shell,
          config,
          r ->
              r.node("targets.second.removed").asBoolean()
                  && r.number("targets.second.fidelity.rolled_back") == 1
                  && r.pending() == 0);
      assertEquals(List.of("8 both 7"), Tables.of(target, "reload2").get("t"));

      // And back, changed: its counts go on.
      reload(
          shell, second(first(config()), "timeout: 7s").rule("all", "mirror: [candidate, second]"));
      reload(
          shell, second(first(config()), "timeout: 8s").rule("all", "mirror: [candidate, second]"));
      shell.done("sql INSERT INTO t VALUES ('10 both')");
      Await.until(
          PATIENCE,
          () -> Tables.of(target, "reload2").get("t").contains("10 both"),
          () -> Tables.of(target, "reload2") + shell.err() + config.report());
      shell.exit();
    }
    Report report = config.report().balanced();
    List<String> rows = Tables.of(source, "reload").get("t");
    rows.removeIf(row -> row.contains("skipped"));
    assertEquals(rows, Tables.of(target, "reload").get("t"), report::toString);
    assertAll(
        report.brief(),
        () -> assertEquals(2, connections("mirror"), "the kept target's sessions"),
        () -> assertEquals(arrived("mirror").size(), report.ledger("candidate", "executed")),
        // Beside the settings that its sessions were brought into.
        () -> assertEquals(inserted("second"), report.ledger("second", "executed")),
        () -> assertEquals(1, report.ledger("second", "dropped.disabled")),
        () -> assertEquals(0, report.number("targets.candidate.fidelity.unseeded")),
        () -> assertFalse(report.node("targets.second.removed").asBoolean()),
        () -> assertEquals(5, ruleCount(report, "no")),
        () -> assertEquals(1, known(arrived("mirror"))),
        () -> assertEquals(report.ledger("candidate", "matched"), ruleCount(report, "all")));
  }

  private static long ruleCount(Report report, String name) {
    for (var rule : report.node("rules")) {
      if (rule.path("name").asText().equals(name)) {
        return rule.path("matched").asLong();
      }
    }
    throw new AssertionError("no rule " + name + " in " + report.brief());
  }

  @Test
  void aChangedFileIsTakenByItself() throws IOException {
    Config config = Config.in(directory).every("100ms");
    Path text = first(config).rule("all", "mirror: [candidate]").write();
    Path one = Files.createDirectory(directory.resolve("..1"));
    Path two = Files.createDirectory(directory.resolve("..2"));
    Files.copy(text, one.resolve("q.yaml"));
    String next = Files.readString(text);
    Files.writeString(two.resolve("q.yaml"), next.replace("mirror: [candidate]", "skip: true"));
    Path data = Files.createSymbolicLink(directory.resolve("..data"), one.getFileName());
    Path seen = Files.createSymbolicLink(directory.resolve("q.yaml"), Path.of("..data", "q.yaml"));
    try (Shell shell = Shell.start(Shell.app(source, "reload").agent(seen))) {
      shell.done("sql INSERT INTO t VALUES ('mirrored')");
      Path swap = Files.createSymbolicLink(directory.resolve("..tmp"), two.getFileName());
      Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Await.until(PATIENCE, () -> shell.err().contains("QM-0621"), shell::err);
      shell.done("sql INSERT INTO t VALUES ('skipped')");
      Files.writeString(two.resolve("q.yaml"), "rules: {}\nnothing: 1\n");
      Await.until(PATIENCE, () -> shell.err().contains("QM-0623"), shell::err);
      assertTrue(shell.err().contains("q.yaml:2: nothing"), shell::err);
      shell.done("sql INSERT INTO t VALUES ('skipped too')").exit();
    }
    assertEquals(List.of("mirrored"), Tables.of(target, "reload").get("t"));
    assertEquals(2, config.report().balanced().number("capture.skipped"));
  }

  private String text(Config config) throws IOException {
    return Files.readString(config.write());
  }

  @Test
  void aStormOfReloadsUnderLoadLeavesNothingBehind() throws IOException {
    int count = LongRun.ON ? 10_000 : 200;
    Path variants = Files.createDirectory(directory.resolve("variants"));
    String both = "mirror: [candidate, second]";
    String only = "mirror: [candidate]";
    String none = "match: {sql: 'nowhere to be found'}, skip: true";
    List<String> files =
        List.of(
            text(first(config()).rule("all", only)),
            text(second(first(config())).rule("all", both)),
            text(second(first(config()), "timeout: 9s").rule("no", none).rule("all", both)),
            text(first(config()).rule("all", "mirror: [nobody]")),
            text(second(first(config()), "order: none").rule("all", both)),
            text(first(config()).rule("other", none).rule("all", only)));
    for (int i = 0; i < files.size(); i++) {
      Files.writeString(variants.resolve("v" + i), files.get(i));
    }
    Config config = first(config()).rule("all", only);
    String said;
    long statements;
    try (Shell shell =
        Shell.start(Shell.app(source, "reload").option("-Xmx256m").agent(config.write()))) {
      shell.done("start 2 " + (LongRun.ON ? 20 : 2));
      said =
          shell.ask(
              "storm " + directory.resolve("querymirror.yaml") + " " + variants + " " + count,
              Duration.ofMinutes(LongRun.ON ? 30 : 2));
      statements = shell.loaded("stop");
      awaitReport(shell, config, r -> r.number("capture.seen") >= statements && r.pending() == 0);
      shell.exit();
      System.out.println(said + " statements=" + statements);
    }
    Report report = config.report().balanced();
    Map<String, Long> before = numbers(said, "before");
    Map<String, Long> after = numbers(said, "after");
    assertAll(
        said + "\n" + report.brief(),
        () -> assertTrue(said.startsWith("ok reloaded="), said),
        () -> assertEquals(0, report.dropped("candidate")),
        () -> assertEquals(Tables.of(source, "reload"), Tables.of(target, "reload")),
        () -> assertTrue(connections("mirror") <= 3, "connections of the kept target"),
        () -> assertTrue(report.ledger("second", "matched") > 0),
        () -> assertTrue(after.get("threads") <= before.get("threads") + 4),
        () -> assertTrue(after.get("classes") <= before.get("classes") + 100),
        () -> assertTrue(after.get("descriptors") <= before.get("descriptors") + 10),
        () -> assertTrue(after.get("heap_kb") <= before.get("heap_kb") + 8 * 1024));
  }

  private static Map<String, Long> numbers(String said, String part) {
    Matcher at = Pattern.compile(part + "=\\[(.*?)\\]").matcher(said);
    assertTrue(at.find(), said);
    Map<String, Long> numbers = new HashMap<>();
    Matcher number = Pattern.compile("(\\w+)=(\\d+)").matcher(at.group(1));
    while (number.find()) {
      numbers.put(number.group(1), Long.parseLong(number.group(2)));
    }
    return numbers;
  }
}
