package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.volume.Volume;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.LogEntry;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of the traffic arrives, how many times over, and in what words. */
class VolumeIT {
  private static final int STATEMENTS = 10_000;

  /** Of the runs with copies. */
  private static final int SESSIONS = 5;

  private static final int DIGESTS = 100;

  private static final Pattern TAG = Pattern.compile("'q(\\d+)-(\\d+)' AS d(\\d+)");
  private static final String ROOMY = "queue: {statements: 200000, size: 1GB}";

  private final EmbeddedServer source = Servers.source(ServerKind.MARIADB);
  private final EmbeddedServer target = Servers.target(ServerKind.MARIADB);

  @TempDir Path directory;

  @BeforeEach
  void schemas() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute("DROP DATABASE IF EXISTS volume_it", "CREATE DATABASE volume_it");
    }
  }

  /** One read as the target ran it. */
  private record Ran(long connection, int session, int number, int digest) {
    String transaction() {
      // A statement outside of transactions is one by itself.
      boolean alone = session % 2 != 0;
      return session + "-" + (alone ? number : number / Volume.TRANSACTION) + alone;
    }

    String tag() {
      return session + "-" + number;
    }
  }

  /** A target with an account of its own, by which its copies are found in the log. */
  private Config target(Config config, String name, String... lines) {
    target.execute(
        "CREATE USER IF NOT EXISTS '"
            + name
            + "'@'%' IDENTIFIED BY '"
            + EmbeddedServer.PASSWORD
            + "'",
        "GRANT ALL ON *.* TO '" + name + "'@'%'");
    config.target(name, target, lines);
    return config.account(name);
  }

  /** What each account ran of the reads of so many sessions, all of them 10,000. */
  private Map<String, List<Ran>> run(Config config, int sessions, int digests) {
    long mark = target.generalLog().mark();
    App.of(Volume.class)
        .library(Driver.CONNECTOR_J.library())
        .argument(Driver.CONNECTOR_J.url(source.address(), "volume_it", ""), "app")
        .argument(EmbeddedServer.PASSWORD, sessions, STATEMENTS / sessions, digests)
        .agent(config.line("shutdown: {drain: 90s}").write())
        .run()
        .ok();
    Map<Long, String> users = new HashMap<>();
    Map<String, List<Ran>> ran = new TreeMap<>();
    for (LogEntry e : target.generalLog().since(mark)) {
      if (e.command().equals("Connect")) {
        users.put(e.connection(), e.argument().replaceAll("@.*", ""));
      }
      Matcher tag = TAG.matcher(e.argument());
      if (e.runs() && tag.find()) {
        ran.computeIfAbsent(users.get(e.connection()), u -> new ArrayList<>())
            .add(
                new Ran(
                    e.connection(),
                    Integer.parseInt(tag.group(1)),
                    Integer.parseInt(tag.group(2)),
                    Integer.parseInt(tag.group(3))));
      }
    }
    return ran;
  }

  @Test
  void aQuarterIsAQuarterAndTheSameForTwoTargets() {
    Config config = Config.in(directory);
    List<String> units = List.of("statement", "transaction", "session", "digest");
    for (String unit : units) {
      target(config, unit + "_a", ROOMY);
      target(config, unit + "_b", ROOMY);
    }
    for (String unit : units) {
      config.rule(
          unit,
          "mirror: ["
              + unit
              + "_a, "
              + unit
              + "_b], sample: 25%, sample_by: "
              + unit
              + ", continue: true");
    }
    Map<String, List<Ran>> ran = run(config, 40, 1_000);
    Report report = config.report().balanced();
    for (String unit : units) {
      List<Ran> kept = ran.get(unit + "_a");
      Set<String> tags = new HashSet<>();
      kept.forEach(r -> tags.add(r.tag()));
      Set<String> others = new HashSet<>();
      ran.get(unit + "_b").forEach(r -> others.add(r.tag()));
      assertAll(
          unit + " " + kept.size() + report,
          () -> assertEquals(2_500, kept.size(), unit.equals("session") ? 250 : 200),
          () -> assertEquals(kept.size(), tags.size()),
          () -> assertEquals(tags, others),
          () -> assertEquals(STATEMENTS, report.ledger(unit + "_a", "matched")),
          () -> assertEquals(kept.size(), report.ledger(unit + "_a", "executed")),
          () -> assertEquals(STATEMENTS - kept.size(), report.ledger(unit + "_a", "sampled_out")));
    }
    for (Map.Entry<String, Integer> whole :
        count(ran.get("transaction_a"), Ran::transaction).entrySet()) {
      int all = whole.getKey().endsWith("true") ? 1 : Volume.TRANSACTION;
      assertEquals(all, whole.getValue(), whole.getKey());
    }
    count(ran.get("session_a"), Ran::session)
        .forEach((session, n) -> assertEquals(STATEMENTS / 40, n, "session " + session));
    count(ran.get("digest_a"), Ran::digest)
        .forEach((digest, n) -> assertEquals(STATEMENTS / 1_000, n, "digest " + digest));
  }

  private static <K> Map<K, Integer> count(List<Ran> ran, java.util.function.Function<Ran, K> key) {
    Map<K, Integer> counts = new HashMap<>();
    for (Ran r : ran) {
      counts.merge(key.apply(r), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void copiesMultiplyExactlyAndKeepTheirSessionsOrder() {
    Config config = Config.in(directory);
    Map<String, String> copies = Map.of("one", "1.0", "more", "2.5", "ten", "10");
    copies.forEach(
        (name, number) -> {
          target(config, name, ROOMY);
          config.rule(name, "mirror: [" + name + "], continue: true, copies: " + number);
        });
    target(config, "varied", ROOMY);
    config.rule("varied", "mirror: [varied], continue: true, copies: 2, vary: true");
    Map<String, List<Ran>> ran = run(config, SESSIONS, DIGESTS);
    Report report = config.report().balanced();
    copies.forEach(
        (name, number) -> {
          int expected = (int) (STATEMENTS * Double.parseDouble(number));
          List<Ran> all = ran.get(name);
          assertAll(
              name + report,
              () -> assertEquals(expected, all.size(), expected / 50),
              () -> assertEquals(STATEMENTS, report.ledger(name, "matched")),
              () -> assertEquals(expected - STATEMENTS, report.ledger(name, "amplified")),
              () -> assertEquals(0, report.dropped(name)),
              () -> assertEquals(all.size(), report.ledger(name, "executed")),
              () -> assertEquals(1.0, report.node("targets." + name + ".coverage").asDouble()));
          count(all, Ran::tag)
              .forEach(
                  (tag, n) -> assertTrue(n == expected / STATEMENTS || number.equals("2.5"), tag));
          inOrder(all, !number.equals("2.5"), name + report);
        });
    assertEquals(Set.of(2, 3), new TreeSet<>(count(ran.get("more"), Ran::tag).values()));
    varied(ran.get("varied"), report);
  }

  /** Twice as many: each session as it was, and each beside it with the values of others. */
  private static void varied(List<Ran> all, Report report) {
    assertEquals(2 * STATEMENTS, all.size(), 2 * STATEMENTS / 50);
    assertEquals(all.size(), report.ledger("varied", "executed"));
    assertEquals(STATEMENTS, report.ledger("varied", "amplified"));
    assertEquals(0, report.dropped("varied"));
    int others = STATEMENTS - DIGESTS; // of each digest the first one runs as it is
    assertEquals(others, report.number("targets.varied.amplified.varied"));
    Map<Long, List<Ran>> lanes = new TreeMap<>();
    all.forEach(r -> lanes.computeIfAbsent(r.connection(), c -> new ArrayList<>()).add(r));
    int each = STATEMENTS / SESSIONS;
    Set<Integer> untouched = new TreeSet<>();
    int changed = 0;
    for (List<Ran> lane : lanes.values()) {
      assertEquals(0, lane.size() % each, "whole sessions");
      for (int from = 0; from < lane.size(); from += each) {
        int own = own(lane.subList(from, from + each));
        if (own == each) {
          untouched.add(lane.get(from).session());
        } else {
          changed += each - own;
        }
      }
    }
    assertEquals(SESSIONS, untouched.size(), "first copies");
    assertEquals(others, changed);
    assertTrue(count(all, Ran::tag).values().stream().mapToInt(n -> n).max().orElse(0) < 100);
  }

  /** How many statements of one lane of a session have their own values; all have their digest. */
  private static int own(List<Ran> lane) {
    int session = lane.get(0).digest(); // of its first statement the digest is the session
    int own = 0;
    for (int n = 0; n < lane.size(); n++) {
      Ran r = lane.get(n);
      assertEquals((n * SESSIONS + session) % DIGESTS, r.digest(), r::toString);
      own += r.session() == session && r.number() == n ? 1 : 0;
      Ran begin = lane.get(n - n % Volume.TRANSACTION);
      if (session % 2 == 0) {
        assertEquals(begin.transaction(), r.transaction(), "a transaction's values stay together");
      }
    }
    return own;
  }

  /**
   * A lane, and so a connection, runs a session to its end; then another may have the connection.
   *
   * @param all whether every lane runs every statement
   */
  private static void inOrder(List<Ran> ran, boolean all, String told) {
    int last = STATEMENTS / SESSIONS - 1;
    Map<Long, Ran> before = new HashMap<>();
    for (Ran r : ran) {
      Ran was = before.put(r.connection(), r);
      boolean follows =
          was != null
              && r.session() == was.session()
              && (all ? r.number() == was.number() + 1 : r.number() > was.number());
      boolean begins =
          all
              ? r.number() == 0 && (was == null || was.number() == last)
              : was == null || was.number() > last - 10;
      assertTrue(follows || begins, () -> r + " after " + was + told);
    }
  }

  private Report console(Config config, String... commands) {
    try (Shell shell = Shell.start(Shell.app(source, "volume_it").agent(config.write()))) {
      for (String command : commands) {
        shell.ask(command);
      }
      shell.exit();
    }
    return config.report().balanced();
  }

  /** What an account's copies were, also as they were prepared. */
  private List<String> texts(long mark, String user) {
    return Copies.textsByUser(target.generalLog().since(mark)).getOrDefault(user, List.of());
  }

  @Test
  void transactionsThatAreRolledBackMultiplyWhole() {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "CREATE TABLE volume_it.account (id INT PRIMARY KEY, balance INT)",
          "INSERT INTO volume_it.account VALUES (1, 100), (2, 100)");
    }
    Config config = target(Config.in(directory), "undone", "writes: rollback");
    config.rule("all", "mirror: [undone], copies: 2.5").line("shutdown: {drain: 60s}");
    List<String> commands = new ArrayList<>(List.of("autocommit off"));
    int transactions = 20;
    for (int i = 0; i < transactions; i++) {
      commands.add("sql SELECT 'q" + i + "-0' AS d0");
      commands.add(
          "sql UPDATE account SET balance = balance + 1 WHERE id = 1 AND 'q" + i + "-1' <> ''");
      commands.add(
          "sql UPDATE account SET balance = balance - 1 WHERE id = 2 AND 'q" + i + "-2' <> ''");
      commands.add("commit");
    }
    long mark = target.generalLog().mark();
    Report report = console(config, commands.toArray(new String[0]));
    Map<Integer, List<String>> ran = Tags.bySession(target.generalLog().since(mark));
    assertEquals(transactions, ran.size(), report::toString);
    int copies = 0;
    for (List<String> transaction : ran.values()) {
      copies += transaction.size() / 3;
      Map<String, Long> each =
          transaction.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
      assertEquals(1, new HashSet<>(each.values()).size(), "whole: " + transaction);
    }
    assertEquals(transactions * 5 / 2, copies);
    assertAll(
        report.toString(),
        () -> assertEquals(3 * transactions, report.ledger("undone", "matched")),
        () -> assertEquals(3 * transactions * 3 / 2, report.ledger("undone", "amplified")),
        () -> assertEquals(3 * transactions * 5 / 2, report.ledger("undone", "executed")),
        () -> assertEquals(List.of("1|100", "2|100"), accounts()));
  }

  private List<String> accounts() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection c = target.connect("volume_it");
        ResultSet set =
            c.createStatement().executeQuery("SELECT id, balance FROM account ORDER BY id")) {
      while (set.next()) {
        rows.add(set.getInt(1) + "|" + set.getInt(2));
      }
    }
    return rows;
  }

  /** Reads multiply, writes do not, nor those that hide in a function that a read calls. */
  @ParameterizedTest
  @ValueSource(strings = {"session", "commit", "none"})
  void nothingIsAppliedTwice(String order) throws SQLException {
    for (EmbeddedServer server : List.of(source, target)) {
      server.execute(
          "CREATE TABLE volume_it.account (id INT PRIMARY KEY, balance INT)",
          "INSERT INTO volume_it.account VALUES (1, 100)",
          "CREATE FUNCTION volume_it.pay() RETURNS INT MODIFIES SQL DATA BEGIN"
              + " UPDATE volume_it.account SET balance = balance + 1 WHERE id = 1; RETURN 1; END");
    }
    String name = "applied_" + order;
    Config config = target(Config.in(directory), name, "writes: apply", "order: " + order);
    config.rule("all", "mirror: [" + name + "], copies: 3").line("shutdown: {drain: 60s}");
    Report report =
        console(
            config,
            "sql SELECT pay()",
            "sql UPDATE account SET balance = balance + 10 WHERE id = 1",
            "sql INSERT INTO account VALUES (2, 7)",
            "sql SELECT balance FROM account",
            "sql SELECT balance FROM account WHERE id = 1 FOR UPDATE");
    assertAll(
        report.toString(),
        () -> assertEquals(5, report.ledger(name, "matched")),
        () -> assertEquals(4, report.ledger(name, "amplified")),
        () -> assertEquals(7, report.ledger(name, "executed")),
        () -> assertEquals(2, report.ledger(name, "dropped.write_denied")),
        () -> assertEquals(List.of("1|111", "2|7"), accounts()));
  }

  @Test
  void sessionControlIsNotSampled() {
    Config config = target(Config.in(directory), "control");
    config.rule("control", "match: {kind: [set, transaction]}, mirror: [control], sample: 0%");
    config.rule("reads", "mirror: [control]");
    long mark = target.generalLog().mark();
    Report report =
        console(config, "sql SET @v = 7", "sql BEGIN", "sql SELECT @v + 1", "sql COMMIT");
    assertEquals(
        List.of("SET @v = 7", "BEGIN", "SELECT @v + 1", "COMMIT"),
        target.generalLog().since(mark).stream()
            .filter(e -> e.runs() && e.argument().contains(Logs.MARKER))
            .map(e -> e.argument().replace(Logs.MARKER, "").trim())
            .toList());
    assertEquals(4, report.ledger("control", "matched"), report::toString);
    assertEquals(3, report.ledger("control", "sampled_out"), report::toString);
    assertEquals(1, report.ledger("control", "executed"), report::toString);
  }

  @Test
  void renamedTablesAndForcedIndexesAreWrittenIntoTheCopies() {
    source.execute(
        "CREATE TABLE volume_it.item (id INT PRIMARY KEY, name VARCHAR(20), KEY by_name (name))");
    target.execute(
        "CREATE DATABASE IF NOT EXISTS volume_next",
        "CREATE OR REPLACE TABLE volume_next.item_v2"
            + " (id INT PRIMARY KEY, name VARCHAR(20), KEY by_name (name))");
    Config config = target(Config.in(directory), "renamed", "schemas: {volume_it: volume_next}");
    config.rule(
        "rewritten",
        "mirror: [renamed], rewrite: ["
            + "{find: '\\bitem\\b', replace: item_v2},"
            + "{find: '(FROM (?:\\w+\\.)?item_v2)', replace: '$1 FORCE INDEX (by_name)'},"
            + "{find: 'broken', replace: 'it''s broken'},"
            + "{find: '^SHOW .*', replace: 'DELETE FROM item_v2'},"
            + "{find: 'two', replace: '? + ?'}]");
    long mark = target.generalLog().mark();
    String twoWords = "prepared SELECT two, id FROM item WHERE id = ?|1";
    Report report =
        console(
            config,
            "sql SELECT name FROM item WHERE name = 'a'",
            "prepared SELECT name FROM volume_it.item WHERE id = ?|7",
            "prepared SELECT name FROM volume_it.item WHERE id = ?|8",
            "sql SELECT 'broken' FROM item",
            "sql SHOW TABLES",
            "sql SELECT 5",
            twoWords);
    assertEquals(
        List.of(
            "SELECT name FROM item_v2 FORCE INDEX (by_name) WHERE name = 'a'",
            "SELECT name FROM volume_next.item_v2 FORCE INDEX (by_name) WHERE id = 7",
            "SELECT name FROM volume_next.item_v2 FORCE INDEX (by_name) WHERE id = 8",
            "SELECT 5"),
        texts(mark, "renamed"),
        report::toString);
    String reasons = report.node("targets.renamed.unsupported_reasons").toString();
    assertAll(
        report.toString(),
        () -> assertEquals(4, report.ledger("renamed", "executed")),
        () -> assertEquals(1, report.ledger("renamed", "dropped.write_denied")),
        () -> assertTrue(reasons.contains("\"rewrite leaves an open quote or comment, digest ")),
        () ->
            assertTrue(
                report.node("targets.renamed.digests").toString().contains(" from item where "),
                "digests are the source's"));
  }
}
