package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.contend.Tables;
import com.example.fidelity.Cases;
import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.it.replay.Comparison;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions that fight for rows, mirrored in the order of their commits: the target ends equal to
 * its source, or the report names what may not be. What {@code -Plong} adds is time and seeds; by
 * hand: {@link io.querymirror.it.replay.Trial}.
 */
class CommitOrderIT {
  private static final String SCHEMA = "contend";

  /** What a client can put in order. */
  private static final List<String> DECIDED =
      List.of("isolation=rr", "isolation=rc unlocked=false", "mix=oltp");

  private static final List<String> UNDECIDED =
      List.of(
          "isolation=rr autocommit=any unpinned=true", "isolation=rc autocommit=any unpinned=true");

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  static Stream<Arguments> decided() {
    List<String> workloads = new ArrayList<>(DECIDED);
    if (LongRun.ON) {
      workloads.add("mix=oltp isolation=rc");
    }
    return trials(workloads);
  }

  static Stream<Arguments> undecided() {
    return trials(UNDECIDED);
  }

  private static Stream<Arguments> trials(List<String> workloads) {
    // To look at some: -Dquerymirror.it.trials=MYSQL8.*=rr
    Pattern wanted = Pattern.compile(System.getProperty("querymirror.it.trials", ""));
    List<Arguments> trials = new ArrayList<>();
    for (ServerKind kind : ServerKind.values()) {
      for (String workload : workloads) {
        for (int seed = 1; seed <= (LongRun.ON ? 10 : 1); seed++) {
          if (wanted.matcher(kind + " " + workload + " " + seed).find()) {
            trials.add(Arguments.of(kind, workload, seed));
          }
        }
      }
    }
    return trials.stream();
  }

  /** What was run, and whether the tables are equal. */
  private record Trial(Mirror.Ended app, Comparison comparison) {
    Report report() {
      return app.report();
    }

    /**
     * What shows of copies out of their order: failures where their originals did not fail, copies
     * that were given up, and, of those that ran too early or too late, tables out of step.
     */
    long shown() {
      JsonNode tables = report().node("targets.twin.out_of_step");
      long ambiguous = 0;
      for (JsonNode reasons : tables) {
        ambiguous += reasons.path("ambiguous").asLong();
      }
      return report().number("targets.twin.errors.new") + report().dropped("twin") + ambiguous;
    }

    long fidelity(String name) {
      return report().node("targets.twin.fidelity." + name).asLong();
    }

    /** The tables that the report does not vouch for. */
    Set<String> outOfStep() {
      Set<String> tables = new TreeSet<>();
      Iterator<String> names = report().node("targets.twin.out_of_step").fieldNames();
      names.forEachRemaining(name -> tables.add(name.replace(SCHEMA + ".", "")));
      return tables;
    }

    String told() {
      return comparison + "\n" + app;
    }
  }

  /**
   * @param connections of the target
   */
  private static Config config(Path directory, EmbeddedServer target, String connections) {
    return Config.in(directory)
        .target(
            "twin",
            target,
            "writes: apply",
            "order: commit",
            "connections: " + connections,
            "queue: {statements: 1000000, size: 512MB}")
        .rule("all", "mirror: twin")
        .line("shutdown: {drain: 60s}");
  }

  private static Config config(Path directory, EmbeddedServer target) {
    return config(directory, target, "auto");
  }

  private Trial run(ServerKind kind, App app, String connections) {
    EmbeddedServer target = Servers.target(kind);
    Mirror.Ended ended = Mirror.run(app, config(directory, target, connections));
    return new Trial(ended, Comparison.of(Servers.source(kind), target, SCHEMA));
  }

  private Trial contend(ServerKind kind, String workload, int seed) {
    String time = "millis=" + (LongRun.ON ? 60_000 : 5_000);
    return contend(kind, workload + " seed=" + seed + " " + time, "auto");
  }

  private Trial contend(ServerKind kind, String words, String connections) {
    EmbeddedServer source = Servers.source(kind);
    for (EmbeddedServer server : List.of(source, Servers.target(kind))) {
      server.execute(Tables.of(SCHEMA).toArray(new String[0]));
    }
    return run(kind, Mirror.contend(source, SCHEMA, words.split(" ")), connections);
  }

  private static void contended(Trial trial) {
    assertTrue(trial.app.said().contains("trouble=[]"), trial::told);
    assertTrue(trial.app.number("commits") > 500, trial::told);
    assertEquals(trial.app.number("statements"), trial.report().number("capture.seen"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("decided")
  void leavesEqualTables(ServerKind kind, String workload, int seed) {
    Trial trial = contend(kind, workload, seed);
    contended(trial);
    assertAll(
        trial.told(),
        () -> assertTrue(trial.comparison.equal()),
        () -> assertEquals(0, trial.report().dropped("twin")),
        () -> assertEquals(0, trial.fidelity("order_breaks")),
        () -> assertEquals(0, trial.fidelity("ambiguous")),
        () -> assertEquals(0, trial.fidelity("unpinned")),
        () -> assertEquals(0, trial.fidelity("unknown_outcome")),
        () -> assertEquals(0, trial.fidelity("several_writers")),
        () -> assertEquals(0, trial.report().number("targets.twin.errors.new")),
        () -> assertEquals(Set.of(), trial.outOfStep()));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("undecided")
  void namesEveryTableThatDiffers(ServerKind kind, String workload, int seed) {
    Trial trial = contend(kind, workload, seed);
    contended(trial);
    Set<String> silent = new TreeSet<>(trial.comparison.tables());
    silent.removeAll(trial.outOfStep());
    assertAll(
        trial.told(),
        () -> assertEquals(Set.of(), silent),
        () -> assertTrue(trial.fidelity("order_breaks") <= trial.shown(), "order_breaks"),
        () -> assertTrue(trial.fidelity("ambiguous") > 0),
        () -> assertTrue(trial.fidelity("unpinned") > 0));
  }

  static Stream<Arguments> fewer() {
    return LongRun.ON
        ? Stream.of(ServerKind.values()).map(kind -> Arguments.of(kind, "millis=20000"))
        : Stream.of(Arguments.of(ServerKind.MYSQL8, "steps=40"));
  }

  /** Eight sessions, and three connections that their transactions take turns at. */
  @ParameterizedTest
  @MethodSource("fewer")
  void nothingIsLostWithFewerConnectionsThanSessions(ServerKind kind, String time) {
    Trial trial = contend(kind, "threads=8 stateful=false " + time, "3");
    long statements = trial.app.number("statements");
    assertAll(
        trial.told(),
        () -> assertTrue(statements > 1_000, "" + statements),
        () -> assertEquals(statements, trial.report().number("capture.seen")),
        () -> assertTrue(trial.comparison.equal()),
        () -> assertEquals(0, trial.report().ledger("twin", "pending")),
        () -> assertEquals(0, trial.report().dropped("twin")),
        () -> assertEquals(0, trial.fidelity("order_breaks")),
        () -> assertEquals(0, trial.fidelity("ambiguous")),
        () -> assertTrue(trial.report().number("targets.twin.connections.capped") > 0),
        () -> assertEquals(3, trial.report().number("targets.twin.connections.most")),
        () -> assertEquals(Set.of(), trial.outOfStep()));
  }

  /** Each statement comes by another connection than the one before. */
  @ParameterizedTest
  @EnumSource
  void aRowDeletedAndInsertedAgainFromChangingConnections(ServerKind kind) {
    oneTable(kind);
    Driver driver = driver(kind);
    String url = driver.url(Servers.source(kind).address(), SCHEMA, "");
    App app =
        App.of(Cases.class)
            .library(driver.library())
            .argument(url, "app", EmbeddedServer.PASSWORD, "again", 1_000);
    Trial trial = run(kind, app, "auto");
    assertAll(
        trial.told(),
        () -> assertTrue(trial.comparison.equal()),
        () -> assertEquals(1, trial.comparison.rows()),
        () -> assertEquals(2_000, trial.report().ledger("twin", "executed")),
        () -> assertEquals(0, trial.fidelity("order_breaks")),
        () -> assertEquals(0, trial.fidelity("ambiguous")));
  }

  private static Driver driver(ServerKind kind) {
    return Driver.of(kind);
  }

  private static void oneTable(ServerKind kind) {
    for (EmbeddedServer server : List.of(Servers.source(kind), Servers.target(kind))) {
      server.execute(
          "DROP DATABASE IF EXISTS " + SCHEMA,
          "CREATE DATABASE " + SCHEMA,
          "CREATE TABLE contend.keyed (id INT PRIMARY KEY, v VARCHAR(40), n BIGINT)");
    }
  }

  /** Two JVMs keep no order between them: neither says any more that tables are equal. */
  @ParameterizedTest
  @EnumSource
  void anotherWriterIsNoticed(ServerKind kind) throws IOException {
    oneTable(kind);
    App app = Shell.app(driver(kind), Servers.source(kind), SCHEMA, "");
    EmbeddedServer target = Servers.target(kind);
    Config one = config(Files.createDirectory(directory.resolve("one")), target);
    Config two = config(Files.createDirectory(directory.resolve("two")), target);
    try (Shell first = Shell.start(app.agent(one.write()))) {
      first.done("sql INSERT INTO keyed VALUES (1, 'first', 0)");
      Await.until(PATIENCE, () -> executed(one) == 1, first::err);
      assertEquals(0, one.report().number("targets.twin.fidelity.several_writers"));
      App other = Shell.app(driver(kind), Servers.source(kind), SCHEMA, "");
      try (Shell second = Shell.start(other.agent(two.write()))) {
        Await.until(
            PATIENCE,
            () -> {
              first.done("sql UPDATE keyed SET n = n + 1 WHERE id = 1");
              second.done("sql UPDATE keyed SET n = n + 1 WHERE id = 1");
              return noticed(one) && noticed(two);
            },
            () -> first.err() + one.report().brief() + second.err() + two.report().brief());
        second.exit();
      }
      first.exit();
    }
  }

  private static long executed(Config config) {
    return Files.exists(config.reports().resolve("report.json"))
        ? config.report().ledger("twin", "executed")
        : 0;
  }

  private static boolean noticed(Config config) {
    return executed(config) > 0
        && config.report().number("targets.twin.fidelity.several_writers") > 0
        && config.report().node("targets.twin.out_of_step").has("*");
  }
}
