package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.compare.Statements;
import com.example.contend.Tables;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Results of copies beside production's own: what was planted on the target is found on its digest
 * and on no other, and two servers that are alike are never said to differ.
 */
class CompareIT {
  private static final String SCHEMA = "compared";
  private static final int TIMES = 5;

  @TempDir Path directory;

  private static void filled(EmbeddedServer... servers) {
    List<String> sql = new ArrayList<>();
    sql.add("DROP DATABASE IF EXISTS " + SCHEMA);
    sql.add("CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4");
    sql.add("USE " + SCHEMA);
    for (String name :
        List.of("alike", "altered", "missing", "extra", "swapped", "narrow", "grouped")) {
      sql.add("CREATE TABLE compared." + name + " (id INT PRIMARY KEY, v VARCHAR(40), n INT)");
      for (int i = 1; i <= 20; i++) {
        sql.add("INSERT INTO compared." + name + " VALUES (" + i + ", 'v" + i + "', " + i + ")");
      }
    }
    for (EmbeddedServer server : servers) {
      server.execute(sql.toArray(new String[0]));
    }
  }

  private Report run(EmbeddedServer source, EmbeddedServer target, String order, String... sql) {
    Driver driver = Driver.of(source.kind());
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: apply", "order: " + order, "compare: {results: true}")
            .rule("all", "mirror: twin");
    App app =
        App.of(Statements.class)
            .library(driver.library())
            .argument(
                driver.url(source.address(), SCHEMA, ""), "app", EmbeddedServer.PASSWORD, TIMES)
            .argument((Object[]) sql);
    return Mirror.run(app, config).report();
  }

  private static JsonNode digest(Report report, String word) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode digest : report.node("targets.twin.digests")) {
      if (digest.path("text").asText().contains(word)) {
        found.add(digest);
      }
    }
    assertEquals(1, found.size(), () -> word + " in " + report);
    return found.get(0);
  }

  private static void differs(Report report, String word, String kind) {
    JsonNode digest = digest(report, word);
    assertAll(
        digest.toPrettyString(),
        () -> assertEquals(TIMES, digest.at("/results/different").asInt()),
        () -> assertEquals(TIMES, digest.at("/results/kinds/" + kind).asInt()),
        () -> assertEquals("mismatch", digest.path("verdict").asText()),
        () -> assertEquals(kind, digest.at("/examples/0/kind").asText()),
        () -> assertEquals(TIMES, digest.at("/examples/0/count").asInt()));
  }

  /** The sums of the counts, of the target and of each digest. */
  private static void adds(Report report) {
    JsonNode all = report.node("targets.twin.results");
    long[] sums = new long[5];
    for (JsonNode digest : report.node("targets.twin.digests")) {
      JsonNode own = digest.path("results");
      balances(own);
      sums[0] += own.path("compared").asLong();
      sums[1] += own.path("same").asLong();
      sums[2] += own.path("different").asLong();
      sums[3] += own.path("expected").asLong();
      sums[4] += sum(own.path("incomparable"));
    }
    balances(all);
    assertEquals(all.path("compared").asLong(), sums[0]);
    assertEquals(all.path("same").asLong(), sums[1]);
    assertEquals(all.path("different").asLong(), sums[2]);
    assertEquals(all.path("expected").asLong(), sums[3]);
    assertEquals(sum(all.path("incomparable")), sums[4]);
    assertTrue(sums[0] + sums[4] <= report.ledger("twin", "executed"), report::toString);
  }

  private static void balances(JsonNode results) {
    assertEquals(
        results.path("compared").asLong(),
        results.path("same").asLong()
            + results.path("different").asLong()
            + results.path("expected").asLong(),
        results::toString);
    assertEquals(results.path("different").asLong(), sum(results.path("kinds")));
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource
  void findsWhatWasPlanted(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    filled(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("UPDATE compared.swapped SET v = 'V2' WHERE id = 3");
    }
    target.execute(
        "UPDATE compared.altered SET v = 'other' WHERE id = 3",
        "DELETE FROM compared.missing WHERE id = 7",
        "INSERT INTO compared.extra VALUES (21, 'v21', 21)",
        "ALTER TABLE compared.swapped MODIFY v VARCHAR(40) CHARACTER SET utf8mb4"
            + " COLLATE utf8mb4_bin",
        "ALTER TABLE compared.narrow DROP COLUMN n",
        "UPDATE compared.grouped SET n = 5 WHERE id = 6");
    source.execute(
        "CREATE TABLE compared.shortened (v VARCHAR(10), n INT)",
        "CREATE TABLE compared.coded (n TINYINT)");
    target.execute(
        "CREATE TABLE compared.shortened (v VARCHAR(3), n INT)",
        "CREATE TABLE compared.coded (n VARCHAR(2))");
    Report report =
        run(
            source,
            target,
            "session",
            "INSERT IGNORE INTO shortened VALUES ('abcdef', '12')",
            "INSERT IGNORE INTO coded VALUES (300)",
            "SHOW WARNINGS",
            "SELECT id, v, n FROM alike WHERE id < 10",
            "SELECT v, id FROM alike ORDER BY v",
            "?SELECT id, v FROM altered WHERE id IN (2, 3, 4)",
            "SELECT id, v FROM missing WHERE n > 5",
            "SELECT v FROM extra",
            "SELECT v, n FROM swapped ORDER BY v",
            "SELECT * FROM narrow WHERE id = 3",
            "SELECT NOW(6), UUID() FROM alike WHERE id = 1",
            "UPDATE grouped SET v = 'new' WHERE n = 5");
    differs(report, "altered", "rows");
    differs(report, "missing", "rows");
    differs(report, "extra", "rows");
    differs(report, "swapped", "order");
    differs(report, "narrow", "columns");
    differs(report, "grouped", "affected");
    adds(report);
    warns(report);
    JsonNode all = report.node("targets.twin.results");
    assertAll(
        report.toString(),
        () -> assertEquals(6 * TIMES, all.path("different").asInt()),
        () ->
            assertEquals(
                report.ledger("twin", "executed"),
                all.path("compared").asLong() + sum(all.path("incomparable"))),
        () -> assertEquals(4 * TIMES, all.path("same").asInt()),
        () -> assertEquals(2 * TIMES, all.at("/incomparable/non_deterministic").asInt()),
        () -> assertEquals("mismatch", report.text("targets.twin.verdict")));
    JsonNode row = digest(report, "altered").at("/examples/0/rows/0");
    assertAll(
        row.toPrettyString(),
        () -> assertEquals(1, row.at("/differs/0").asInt()),
        () -> assertTrue(!row.toString().contains("other") && !row.toString().contains("v3")));
  }

  /** What was cut on the target alone; and what both warned of, each of something else. */
  private static void warns(Report report) {
    JsonNode cut = digest(report, "shortened").path("warnings");
    JsonNode other = digest(report, "coded").path("warnings");
    // Once in five seconds, and a full machine may take longer for all of them.
    int listed = cut.path("listed").asInt();
    assertAll(
        cut + " " + other,
        () -> assertEquals(TIMES, cut.path("different").asInt()),
        () -> assertTrue(listed > 0 && listed < TIMES),
        () -> assertEquals("{\"01000/1265\":" + listed + "}", cut.at("/codes/target").toString()),
        () -> assertEquals("{}", cut.at("/codes/source").toString()),
        () -> assertEquals(TIMES, other.path("same").asInt()),
        () -> assertEquals(TIMES, other.path("different_codes").asInt()),
        () -> assertEquals("{\"22003/1264\":5}", other.at("/codes/source").toString()),
        () -> assertEquals("{\"01000/1265\":5}", other.at("/codes/target").toString()));
  }

  /** A table whose writes the target does not get is no fault of the target's. */
  @ParameterizedTest
  @EnumSource
  void whatIsNotWrittenThereIsNotCompared(ServerKind kind) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    filled(source, target);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "CREATE VIEW compared.seen AS SELECT id, n FROM compared.extra",
          "CREATE TRIGGER compared.follows AFTER UPDATE ON compared.altered FOR EACH ROW"
              + " UPDATE compared.missing SET n = n + 1 WHERE id = NEW.id");
    }
    Driver driver = Driver.of(source.kind());
    Config config =
        Config.in(directory)
            .target("twin", target, "writes: deny", "compare: {results: true}")
            .rule("all", "mirror: twin");
    App app =
        App.of(Statements.class)
            .library(driver.library())
            .argument(
                driver.url(source.address(), SCHEMA, ""), "app", EmbeddedServer.PASSWORD, TIMES)
            .argument(
                "UPDATE extra SET n = n + 1 WHERE id = 2",
                "UPDATE altered SET n = n + 1 WHERE id = 2",
                "SELECT n FROM extra WHERE id = 2",
                "SELECT n FROM seen WHERE id = 2",
                "SELECT n FROM altered WHERE id = 2",
                "SELECT n FROM missing WHERE id = 2",
                "SELECT n FROM alike WHERE id = 2");
    Report report = Mirror.run(app, config).report();
    adds(report);
    JsonNode all = report.node("targets.twin.results");
    assertAll(
        report.toString(),
        () -> assertEquals(0, all.path("different").asInt()),
        () -> assertEquals(TIMES, all.path("same").asInt()),
        () -> assertEquals(4 * TIMES, all.at("/incomparable/out_of_step").asInt()));
  }

  static Stream<Arguments> contended() {
    List<Arguments> all = new ArrayList<>();
    List<String> orders = List.of("session", "commit", "none");
    List<String> workloads =
        List.of("mix=oltp", "isolation=rr autocommit=any", "isolation=rc unlocked=false");
    for (int o = 0; o < orders.size(); o++) {
      for (int w = 0; w < workloads.size(); w++) {
        boolean one = w < 2 || orders.get(o).equals("commit");
        for (ServerKind kind : ServerKind.values()) {
          // Each order and each workload meets each server, but not each pair of them.
          if (LongRun.ON || one && (o + w + kind.ordinal()) % 2 == 0) {
            all.add(Arguments.of(kind, orders.get(o), workloads.get(w)));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("contended")
  void serversThatAreAlikeNeverDiffer(ServerKind kind, String order, String workload) {
    EmbeddedServer source = Servers.source(kind);
    EmbeddedServer target = Servers.target(kind);
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(Tables.of("contend").toArray(new String[0]));
    }
    Config config =
        Config.in(directory)
            .target(
                "twin",
                target,
                "writes: apply",
                "order: " + order,
                "compare: {results: true}",
                "queue: {statements: 1000000, size: 512MB}")
            .rule("all", "mirror: twin")
            .line("shutdown: {drain: 60s}");
    String words = workload + " millis=" + (LongRun.ON ? 60_000 : 3_000);
    Mirror.Ended app = Mirror.run(Mirror.contend(source, "contend", words.split(" ")), config);
    Report report = app.report();
    adds(report);
    JsonNode all = report.node("targets.twin.results");
    System.out.println("[it] " + kind + " " + order + " " + workload + ": " + all);
    assertAll(
        report.toString(),
        () -> assertEquals(0, all.path("different").asInt()),
        () -> assertTrue(order.equals("none") || all.path("same").asInt() > 100));
  }
}
