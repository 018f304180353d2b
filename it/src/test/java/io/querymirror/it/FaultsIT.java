package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.faults.Catalogue;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault stands on the candidate alone, or in a schema of its own, and the report names the
 * statements that meet it, by what is wrong with them, and no other.
 */
class FaultsIT {
  private static final String SCHEMA = "faults";

  /** Statements that no text names by itself. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "insert into audit (what) values", "w_audit",
          "insert into audit (what, more)", "w_many",
          "update counter", "w_counter",
          "insert into brief", "w_brief",
          "insert into zero", "w_zero");

  private static final Pattern NAME = Pattern.compile("\\b[rwnjo]_[a-z]+\\b");

  @TempDir Path directory;

  /** What is planted, where, and what the report has to say of which statement. */
  private record Fault(
      String name,
      ServerKind source,
      ServerKind candidate,
      String sets,
      List<String> before,
      List<String> plant,
      List<String> after,
      String url,
      String account,
      Map<String, String> expected) {

    static Fault of(String name, Map<String, String> expected, String... plant) {
      return new Fault(
          name,
          ServerKind.MYSQL8,
          ServerKind.MYSQL8,
          "reads noise writes",
          List.of(),
          List.of(plant),
          List.of(),
          "",
          "mirror",
          expected);
    }

    /** The target is used by this account. */
    Fault as(String user) {
      return new Fault(name, source, candidate, sets, before, plant, after, url, user, expected);
    }

    Fault on(ServerKind from, ServerKind to) {
      return new Fault(name, from, to, sets, before, plant, after, url, account, expected);
    }

    Fault sets(String words) {
      return new Fault(
          name, source, candidate, words, before, plant, after, url, account, expected);
    }

    /** Run on the source first, with these properties in the application's URL. */
    Fault sourceIs(String properties, String... statements) {
      return new Fault(
          name,
          source,
          candidate,
          sets,
          List.of(statements),
          plant,
          after,
          properties,
          account,
          expected);
    }

    /** Run on both servers afterwards. */
    Fault undo(String... statements) {
      return new Fault(
          name,
          source,
          candidate,
          sets,
          before,
          plant,
          List.of(statements),
          url,
          account,
          expected);
    }

    @Override
    public String toString() {
      return name + ", " + source + " to " + candidate;
    }
  }

  /** What stands in one schema, so that several stand side by side. */
  private static List<Fault> inSchemas() {
    return List.of(
        Fault.of("nothing", Map.of()),
        Fault.of(
            "a changed value",
            Map.of("r_line", "mismatch", "r_remark", "mismatch"),
            "UPDATE line SET remark = 'other' WHERE id = 3"),
        Fault.of(
            "a missing row", Map.of("r_secret", "mismatch"), "DELETE FROM secret WHERE id = 4"),
        Fault.of(
            "a row too many",
            Map.of("r_group", "mismatch"),
            "INSERT INTO customer (id, name, city) VALUES (1000, 'eve', 'Oslo')"),
        Fault.of(
            "another order",
            Map.of("r_level", "mismatch"),
            "ALTER TABLE customer MODIFY level ENUM('high', 'mid', 'low')"),
        Fault.of(
            "a column less",
            Map.of("r_line", "mismatch", "r_remark", "errors"),
            "ALTER TABLE line DROP COLUMN remark"),
        Fault.of(
            "another collation",
            Map.of("r_name", "mismatch", "r_order", "mismatch"),
            "ALTER TABLE customer MODIFY name VARCHAR(40) COLLATE utf8mb4_bin NOT NULL"),
        Fault.of(
            "fewer decimals",
            Map.of("r_list", "mismatch", "r_sum", "mismatch"),
            "ALTER TABLE purchase MODIFY total DECIMAL(10, 1)"),
        Fault.of(
            "single precision",
            Map.of("r_weight", "mismatch"),
            "ALTER TABLE purchase MODIFY weight FLOAT"),
        Fault.of("a missing table", Map.of("r_secret", "errors"), "DROP TABLE secret"),
        Fault.of(
            "a trigger",
            Map.of("r_audit", "mismatch"),
            "CREATE TRIGGER shout BEFORE INSERT ON audit FOR EACH ROW"
                + " SET NEW.what = UPPER(NEW.what)"),
        Fault.of(
            "rows in another order, and other estimates",
            Map.of(),
            "ALTER TABLE purchase DROP KEY by_customer, ADD KEY by_customer (customer, total)",
            "INSERT INTO purchase (customer, total, weight)"
                + " SELECT 9999, total, weight FROM purchase"));
  }

  static Stream<Fault> faults() {
    List<Fault> either =
        new ArrayList<>(
            List.of(
                Fault.of(
                        "another time zone",
                        Map.of("r_joined", "mismatch"),
                        "SET GLOBAL time_zone = '+05:00'")
                    .undo("SET GLOBAL time_zone = 'SYSTEM'"),
                Fault.of(
                        "a missing privilege",
                        Map.of("r_secret", "errors"),
                        "DROP USER IF EXISTS lesser",
                        "CREATE USER lesser IDENTIFIED BY '" + EmbeddedServer.PASSWORD + "'",
                        "GRANT PROCESS ON *.* TO lesser",
                        "GRANT ALL ON customer TO lesser",
                        "GRANT ALL ON purchase TO lesser",
                        "GRANT ALL ON line TO lesser",
                        "GRANT ALL ON audit TO lesser",
                        "GRANT ALL ON counter TO lesser")
                    .as("lesser")));
    if (LongRun.ON) {
      either.addAll(inSchemas());
    }
    List<Fault> once =
        List.of(
            Fault.of(
                    "a stricter sql_mode",
                    Map.of("w_brief", "errors", "w_zero", "errors", "r_loose", "errors"))
                .sets("reads noise loose")
                .sourceIs("jdbcCompliantTruncation=false", "SET GLOBAL sql_mode = ''")
                .undo("SET GLOBAL sql_mode = DEFAULT"),
            Fault.of(
                    "keys in other steps",
                    Map.of("w_many", "errors"),
                    "SET GLOBAL auto_increment_increment = 7")
                .sets("reads many")
                .undo("SET GLOBAL auto_increment_increment = 1"),
            Fault.of("another product", Map.of("j_arrow", "errors", "j_lateral", "errors"))
                .sets("reads noise writes json")
                .on(ServerKind.MYSQL8, ServerKind.MARIADB));
    return Stream.concat(onBoth(either), once.stream());
  }

  static Stream<Fault> slow() {
    return onBoth(
        List.of(
            Fault.of(
                "a slow table",
                Map.of("r_line", "degraded", "r_remark", "degraded"),
                "RENAME TABLE line TO line_base",
                "CREATE SQL SECURITY INVOKER VIEW line AS"
                    + " SELECT * FROM line_base WHERE SLEEP(0.003) = 0")));
  }

  private static Stream<Fault> onBoth(List<Fault> faults) {
    return faults.stream().flatMap(f -> Stream.of(f, f.on(ServerKind.MARIADB, ServerKind.MARIADB)));
  }

  private static String[] tables(String schema) {
    List<String> sql = new ArrayList<>();
    sql.add("DROP DATABASE IF EXISTS " + schema);
    sql.add("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
    sql.add("USE " + schema);
    sql.add("CREATE TABLE digit (d INT PRIMARY KEY)");
    sql.add("INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    sql.add(
        "CREATE TABLE customer (id INT PRIMARY KEY,"
            + " name VARCHAR(40) COLLATE utf8mb4_general_ci NOT NULL, city VARCHAR(20),"
            + " level ENUM('low', 'mid', 'high'), joined TIMESTAMP NULL, KEY by_city (city))");
    sql.add(
        "INSERT INTO customer SELECT n, CONCAT(ELT(1 + n % 4, 'ann', 'Bea', 'CLEO', 'dan'), n),"
            + " ELT(1 + n % 7, 'Rome', 'Oslo', 'Bonn', 'Nice', 'Bern', 'Graz', 'Ulm'),"
            + " ELT(1 + n % 3, 'low', 'mid', 'high'), '2024-05-06 07:08:09' + INTERVAL n HOUR"
            + " FROM (SELECT 1 + a.d + 10 * b.d AS n FROM digit a, digit b) numbers");
    sql.add(
        "CREATE TABLE purchase (id INT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL,"
            + " total DECIMAL(10, 2), weight DOUBLE, KEY by_customer (customer))");
    sql.add(
        "INSERT INTO purchase SELECT n, 1 + n % 100, n / 7, 1e6 + n / 7e0 FROM"
            + " (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n"
            + " FROM digit a, digit b, digit c, digit e WHERE e.d < 4) numbers");
    sql.add("CREATE TABLE line (id INT PRIMARY KEY, product INT, amount INT, remark VARCHAR(20))");
    sql.add("INSERT INTO line SELECT id, id * 2, id % 9, CONCAT('r', id) FROM customer");
    sql.add("CREATE TABLE secret (id INT PRIMARY KEY, v VARCHAR(10))");
    sql.add("INSERT INTO secret SELECT id, CONCAT('s', id) FROM customer");
    sql.add("CREATE TABLE counter (id INT PRIMARY KEY, n INT NOT NULL)");
    sql.add("INSERT INTO counter VALUES (1, 0), (2, 0), (3, 0), (4, 0)");
    sql.add(
        "CREATE TABLE audit (id INT AUTO_INCREMENT PRIMARY KEY, what VARCHAR(20), more INT,"
            + " at DATETIME DEFAULT CURRENT_TIMESTAMP)");
    sql.add("CREATE TABLE brief (id INT AUTO_INCREMENT PRIMARY KEY, code VARCHAR(8))");
    sql.add("CREATE TABLE zero (id INT AUTO_INCREMENT PRIMARY KEY, day DATE)");
    sql.add("CREATE TABLE document (id INT PRIMARY KEY, doc JSON)");
    sql.add(
        "INSERT INTO document SELECT id, CONCAT('{\"b\":', id, ',  \"a\": \"x\"}') FROM customer");
    sql.add("CREATE TABLE chart (id INT PRIMARY KEY, `rank` INT)");
    sql.add("INSERT INTO chart VALUES (1, 1)");
    sql.add("ANALYZE TABLE customer, purchase, line");
    return sql.toArray(new String[0]);
  }

  private static void prepare(EmbeddedServer server, String schema, List<String> more) {
    server.execute(tables(schema));
    in(server, schema, more);
  }

  private static void in(EmbeddedServer server, String schema, List<String> statements) {
    List<String> all = new ArrayList<>(List.of("USE " + schema));
    all.addAll(statements);
    server.execute(all.toArray(new String[0]));
  }

  private Mirror.Ended run(Fault fault, String rounds) {
    EmbeddedServer source = Servers.source(fault.source());
    EmbeddedServer candidate = Servers.target(fault.candidate());
    prepare(source, SCHEMA, fault.before());
    prepare(candidate, SCHEMA, fault.plant());
    try {
      Driver driver = Driver.of(fault.source());
      return run(fault, driver, source.address(), candidate, SCHEMA, rounds);
    } finally {
      in(source, SCHEMA, fault.after());
      in(candidate, SCHEMA, fault.after());
    }
  }

  private Mirror.Ended run(
      Fault fault,
      Driver driver,
      String source,
      EmbeddedServer candidate,
      String schemas,
      String rounds) {
    Config config =
        Config.in(directory)
            .target("candidate", candidate, "writes: apply", "queue: {size: 64MB}")
            .account(fault.account())
            .rule("all", "mirror: [candidate]")
            .line("shutdown: {drain: 30s}");
    App app =
        App.of(Catalogue.class)
            .library(driver.library())
            .argument(driver.url(source, "", fault.url()), "app", EmbeddedServer.PASSWORD)
            .argument(rounds, schemas)
            .argument((Object[]) fault.sets().split(" "));
    return Mirror.run(app, config);
  }

  /** The server is fetched by the profile {@code long} alone. */
  static Stream<Fault> upgrades() {
    Fault upgrade =
        Fault.of(
                "MySQL 5.6 to 8.0",
                Map.of(
                    "o_password", "errors",
                    "o_rank", "errors",
                    "r_loose", "errors",
                    "w_zero", "errors"))
            .sets("reads noise writes many old loose");
    return LongRun.ON ? Stream.of(upgrade) : Stream.empty();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("upgrades")
  void whatANewerServerDoesOtherwise(Fault fault) throws IOException {
    EmbeddedServer candidate = Servers.target(fault.candidate());
    candidate.execute(tables(SCHEMA));
    try (OldMysql source = OldMysql.start(directory.resolve("source"))) {
      // It has no JSON yet.
      source.execute(
          Stream.of(tables(SCHEMA))
              .filter(sql -> !sql.contains("document"))
              .toArray(String[]::new));
      Mirror.Ended ended =
          run(fault, Driver.CONNECTOR_J_5, source.address(), candidate, SCHEMA, "60");
      assertEquals(Map.of(SCHEMA, fault.expected()), findings(ended.report()), ended::toString);
    }
  }

  /** Each in a schema of its own, and one application that uses them in turn. */
  @ParameterizedTest
  @EnumSource
  void areFoundSideBySideEachInItsSchema(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer candidate = Servers.target(kind);
    Map<String, Fault> planted = new LinkedHashMap<>();
    for (Fault fault : inSchemas()) {
      String schema = SCHEMA + "_" + planted.size();
      planted.put(schema, fault);
      prepare(source, schema, List.of());
      prepare(candidate, schema, fault.plant());
    }
    Driver driver = Driver.of(kind);
    Mirror.Ended ended =
        run(
            Fault.of("several", Map.of()),
            driver,
            source.address(),
            candidate,
            String.join(",", planted.keySet()),
            "30");
    Map<String, Map<String, String>> expected = new TreeMap<>();
    planted.forEach((schema, fault) -> expected.put(schema, new TreeMap<>(fault.expected())));
    Map<String, Map<String, String>> found = findings(ended.report());
    // The target may run several at once where the source ran one.
    found.values().forEach(f -> f.values().removeIf(verdict -> verdict.equals("degraded")));
    assertAll(
        ended.toString(),
        () -> assertEquals(expected, found),
        () -> assertEquals("errors", ended.report().text("verdict")),
        () -> assertEquals(0, ended.report().dropped("candidate")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundWhereItIsAndNowhereElse(Fault fault) {
    Mirror.Ended ended = run(fault, "60");
    assertEquals(Map.of(SCHEMA, fault.expected()), findings(ended.report()), ended::toString);
    Report report = ended.report();
    String worst =
        fault.expected().containsValue("errors")
            ? "errors"
            : fault.expected().containsValue("mismatch") ? "mismatch" : "";
    assertAll(
        ended.toString(),
        () -> assertTrue(worst.isEmpty() || worst.equals(report.text("verdict"))),
        () -> assertEquals(0, report.dropped("candidate")));
  }

  /** A latency is judged by what several seconds say; what is slow may be dropped. */
  @Tag("alone")
  @ParameterizedTest
  @MethodSource("slow")
  void slownessIsFoundWhereItIsAndNowhereElse(Fault fault) {
    Mirror.Ended ended = run(fault, "600");
    assertEquals(Map.of(SCHEMA, fault.expected()), findings(ended.report()), ended::toString);
  }

  /** The statements of which something bad is said, by schema and name. */
  private static Map<String, Map<String, String>> findings(Report report) {
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (JsonNode digest : report.node("targets.candidate.digests")) {
      String verdict = digest.path("verdict").asText();
      Map<String, String> bad =
          found.computeIfAbsent(digest.path("schema").asText(), schema -> new TreeMap<>());
      if (List.of("errors", "mismatch", "degraded").contains(verdict)) {
        bad.put(name(digest.path("text").asText()), verdict);
      }
    }
    return found;
  }

  private static String name(String text) {
    for (Map.Entry<String, String> known : TEXTS.entrySet()) {
      if (text.contains(known.getKey())) {
        return known.getValue();
      }
    }
    Matcher name = NAME.matcher(text);
    return name.find() ? name.group() : text;
  }
}
