package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nothing that the application keeps in its database, binds or writes into its statements, and no
 * password, is in anything that the agent writes: the report, its page, result files, its log at
 * its most talkative.
 */
class SecretsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So many of the commands come before the first one that writes. */
  private static final int READS = 7;

  /** A word like no other, by the place that it is put into. */
  private enum Secret {
    ROW,
    TARGET_ROW,
    BIND,
    BATCH,
    DUPLICATE,
    DUPLICATE_BIND,
    LITERAL,
    DOUBLE_QUOTED,
    ESCAPED,
    NATIONAL,
    INTRODUCED,
    HEX_LITERAL,
    COMMENT,
    LAST_COMMENT,
    VARIABLE,
    SETTING,
    BAD_NUMBER,
    BAD_DATE,
    BAD_JSON,
    BAD_PATH,
    SYNTAX,
    UNFINISHED,
    BACKSLASH,
    SIGNAL,
    SIGNAL_IN_CALL,
    ACCOUNT,
    PASSWORD,
    WRONG_PASSWORD,
    NUMBER {
      @Override
      String word() {
        return "1739184623";
      }
    };

    /** Letters that no other text has, also in other cases and encodings. */
    String word() {
      return "Qz" + name().replace("_", "").toLowerCase(Locale.ROOT) + "Xj" + (7100 + ordinal());
    }
  }

  private static final EmbeddedServer SOURCE = Servers.source(ServerKind.MARIADB);

  @TempDir Path directory;

  private static String of(Secret secret) {
    return secret.word();
  }

  private static void prepare(EmbeddedServer server, Secret row) {
    server.execute(
        "DROP DATABASE IF EXISTS vault",
        "CREATE DATABASE vault",
        "CREATE TABLE vault.people (id INT PRIMARY KEY, name VARCHAR(100) UNIQUE,"
            + " note VARCHAR(200), born DATE)",
        "INSERT INTO vault.people VALUES (1, 'one', '"
            + of(row)
            + "', NULL), (2, 'two', '"
            + of(Secret.NUMBER)
            + "', NULL)",
        "CREATE PROCEDURE vault.tell() SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '"
            + of(Secret.SIGNAL_IN_CALL)
            + "'");
  }

  private static List<String> commands() {
    String hex = HexFormat.of().formatHex(of(Secret.HEX_LITERAL).getBytes(StandardCharsets.UTF_8));
    return List.of(
        "sql SELECT note FROM people WHERE id < 5 ORDER BY id",
        "sql SELECT note FROM people WHERE name = '" + of(Secret.LITERAL) + "' OR id = 1",
        "sql SELECT note FROM people WHERE name = \"" + of(Secret.DOUBLE_QUOTED) + "\" OR id = 1",
        "sql SELECT id, 'it\\'s "
            + of(Secret.ESCAPED)
            + "', N'"
            + of(Secret.NATIONAL)
            + "' FROM people",
        "sql SELECT _utf8mb4'" + of(Secret.INTRODUCED) + "', X'" + hex + "', 0x" + hex,
        "sql SELECT /* "
            + of(Secret.COMMENT)
            + " */ note FROM people WHERE id = "
            + of(Secret.NUMBER)
            + " -- "
            + of(Secret.LAST_COMMENT),
        "prepared SELECT note, ? FROM people WHERE name <> ? AND id <> ?|"
            + of(Secret.BIND)
            + "|"
            + of(Secret.BIND)
            + "|"
            + of(Secret.NUMBER),
        "sql INSERT INTO people (id, name) VALUES (11, '" + of(Secret.DUPLICATE) + "')",
        "prepared INSERT INTO people (id, name) VALUES (?, ?)|12|" + of(Secret.DUPLICATE_BIND),
        "batch INSERT INTO people (id, name) SELECT MAX(id) + 1, ? FROM people|"
            + of(Secret.BATCH)
            + "|"
            + of(Secret.BATCH)
            + "2",
        "sql SET @token = '" + of(Secret.VARIABLE) + "'",
        "sql SELECT note FROM people WHERE name <> @token",
        "sql SET SESSION sql_mode = '" + of(Secret.SETTING) + "'",
        "sql UPDATE people SET id = '" + of(Secret.BAD_NUMBER) + "' WHERE id = 1",
        "sql INSERT INTO people VALUES (21, 'dated', NULL, '" + of(Secret.BAD_DATE) + "')",
        "sql SELECT JSON_EXTRACT('{" + of(Secret.BAD_JSON) + "', '$.a')",
        "sql SELECT EXTRACTVALUE('<a/>', '" + of(Secret.BAD_PATH) + "[[')",
        "sql SELECT note FROM people WHERE = '" + of(Secret.SYNTAX) + "' ORDER ORDER",
        "sql SELECT note FROM people WHERE name = '" + of(Secret.UNFINISHED),
        "sql SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" + of(Secret.SIGNAL) + "'",
        "call {call tell()}",
        "sql CREATE USER IF NOT EXISTS 'nobody'@'%' IDENTIFIED BY '" + of(Secret.ACCOUNT) + "'",
        "sql SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES'",
        "sql SELECT note, 'C:\\', '" + of(Secret.BACKSLASH) + "' FROM people",
        "sql SELECT 'the last'");
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerKind.class,
      names = {"MARIADB", "MYSQL8"})
  void noneIsInAnythingWritten(ServerKind kind) throws Exception {
    Needs.server(kind);
    EmbeddedServer target = Servers.target(kind);
    prepare(SOURCE, Secret.ROW);
    prepare(target, Secret.TARGET_ROW);
    target.execute(
        "INSERT INTO vault.people (id, name) VALUES (31, '"
            + of(Secret.DUPLICATE)
            + "'), (32, '"
            + of(Secret.DUPLICATE_BIND)
            + "')",
        "DROP USER IF EXISTS 'keeper'@'%'",
        "CREATE USER 'keeper'@'%' IDENTIFIED BY '" + of(Secret.PASSWORD) + "'",
        "GRANT ALL ON *.* TO 'keeper'@'%'");
    Config config =
        Config.in(directory)
            .target("candidate", target, "writes: apply", "compare: {plans: analyze, save: true}")
            .account("keeper")
            .target("locked", target, "writes: deny")
            .account("keeper")
            .rule("all", "mirror: [candidate, locked]");
    Path yaml = config.write();
    String settings = Files.readString(yaml);
    int second = settings.indexOf("locked:");
    Files.writeString(
        yaml,
        settings
                .substring(0, second)
                .replace("password: secret", "password: " + of(Secret.PASSWORD))
            + settings
                .substring(second)
                .replace("password: secret", "password: " + of(Secret.WRONG_PASSWORD)));

    long mark = target.generalLog().mark();
    App.Finished app;
    List<String> answers = new ArrayList<>();
    try (Shell shell =
        Shell.start(Shell.app(SOURCE, "vault").option("-Dquerymirror.log=trace").agent(yaml))) {
      for (String command : commands().subList(0, READS)) {
        answers.add(shell.ask(command));
      }
      // A write that fails there alone would put the table out of step.
      Await.until(
          PATIENCE,
          () ->
              Files.exists(config.reports().resolve("report.json"))
                  && config.report().number("targets.candidate.results.different") >= 1,
          shell::err);
      for (String command : commands().subList(READS, commands().size())) {
        answers.add(shell.ask(command));
      }
      Await.until(
          PATIENCE,
          () ->
              Files.exists(config.reports().resolve("report.json"))
                  && config.report().ledger("candidate", "pending") == 0
                  && config.report().ledger("candidate", "executed") > 10,
          shell::err);
      app = shell.exit();
    }
    Report report = config.report().balanced();
    // What is looked for was there: the copies had it, and met the errors that tell it.
    String copies = String.join("\n", Copies.texts(target.generalLog().since(mark)));
    for (Secret each : List.of(Secret.LITERAL, Secret.BIND, Secret.DUPLICATE, Secret.BACKSLASH)) {
      assertTrue(copies.contains(of(each)), () -> each + " in\n" + copies + app.err());
    }
    assertTrue(report.number("targets.candidate.errors.new") >= 2, report::toString);
    assertTrue(report.number("targets.candidate.errors.same") >= 5, () -> answers + "" + report);

    assertTrue(report.number("targets.candidate.results.different") >= 1, report::toString);
    try (Stream<Path> files = Files.list(config.reports())) {
      assertTrue(files.anyMatch(f -> f.getFileName().toString().matches("results-.*gz")), "saved");
    }
    assertEquals(List.of(), found(Secret.values(), written(app.err())));
  }

  /** Rows are shown where the configuration says so, and what rules mask in them is not. */
  @Test
  void maskedBindsStayHiddenAmongShownRows() throws Exception {
    EmbeddedServer target = Servers.target(ServerKind.MARIADB);
    prepare(SOURCE, Secret.ROW);
    prepare(target, Secret.TARGET_ROW);
    Config config =
        Config.in(directory)
            .target("candidate", target)
            .rule("masked", "match: {table: people}, mirror: candidate, mask_binds: [1]");
    Path yaml = config.write();
    Files.writeString(yaml, Files.readString(yaml).replace("report: {", "report: {values: full, "));
    App.Finished app;
    try (Shell shell = Shell.start(Shell.app(SOURCE, "vault").agent(yaml))) {
      shell.done(
          "prepared SELECT note, ?, CONCAT('<', ?, '>') FROM people WHERE id = 1|"
              + of(Secret.BIND)
              + "|"
              + of(Secret.BATCH),
          "prepared SELECT ?, note FROM people WHERE id = 1|" + of(Secret.NUMBER));
      app = shell.exit();
    }
    Report report = config.report().balanced();
    assertEquals(2, report.number("targets.candidate.results.different"), report::toString);
    assertEquals(List.of("BATCH", "ROW", "TARGET_ROW"), found(Secret.values(), written(app.err())));
  }

  @Test
  void whatIsLookedForWouldBeFound() {
    byte[] word = ("x" + of(Secret.ROW) + "y").getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(word);
    for (String text :
        List.of(
            "a " + of(Secret.ROW) + " b",
            of(Secret.ROW).toUpperCase(Locale.ROOT),
            hex,
            hex.toUpperCase(Locale.ROOT),
            Base64.getEncoder().encodeToString(word),
            Base64.getEncoder()
                .encodeToString(("zz" + of(Secret.ROW)).getBytes(StandardCharsets.UTF_8)),
            Base64.getEncoder()
                .encodeToString((of(Secret.ROW) + "!").getBytes(StandardCharsets.UTF_8)))) {
      assertEquals(List.of("ROW"), found(Secret.values(), text), text);
    }
  }

  /** All files of the report's directory, unpacked, and the agent's own words. */
  private String written(String err) throws IOException {
    StringBuilder all = new StringBuilder(err);
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve("report"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        names.add(name);
        if (name.endsWith(".gz")) {
          bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        all.append('\n').append(new String(bytes, StandardCharsets.UTF_8));
      }
    }
    assertTrue(names.containsAll(List.of("report.json", "report.html")), names::toString);
    return all.toString();
  }

  /** Names of those that the text has, as they are, in hexadecimal digits or in base 64. */
  private static List<String> found(Secret[] secrets, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    TreeSet<String> found = new TreeSet<>();
    for (Secret secret : secrets) {
      byte[] word = of(secret).getBytes(StandardCharsets.UTF_8);
      boolean there =
          lower.contains(of(secret).toLowerCase(Locale.ROOT))
              || lower.contains(HexFormat.of().formatHex(word));
      for (int shift = 0; shift < 3; shift++) {
        byte[] shifted = new byte[shift + word.length];
        System.arraycopy(word, 0, shifted, shift, word.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        // The first and the last digits are of the neighbours too.
        there |= text.contains(encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 1));
      }
      if (there) {
        found.add(secret.name());
      }
    }
    return new ArrayList<>(found);
  }
}
