package io.querymirror.bench.jmh;

import io.querymirror.bench.results.Arguments;
import io.querymirror.bench.results.Quartiles;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Rounds;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** querymirror and what else can watch JDBC, on drivers that do nothing and on a real server. */
public final class SideBySide {
  private static final int ROUNDS = 7;
  private static final int QUICK_ROUNDS = 1;
  private static final int TURN_MILLIS = 100;
  private static final int WARM_UP_MILLIS = 4_000;

  /** One fork of a round. */
  private record Case(String driver, String method, Alternative what) {
    String name() {
      return driver + " " + method + " " + what;
    }
  }

  private final Arguments arguments;
  private final Random random = new Random();
  private final Configs configs;
  private final EmbeddedServer server;
  private String version = "";

  private SideBySide(Arguments arguments, Configs configs, EmbeddedServer server) {
    this.arguments = arguments;
    this.configs = configs;
    this.server = server;
  }

  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    Path directory = Files.createTempDirectory("querymirror-bench-");
    ServerKind kind =
        ServerKind.MYSQL8.missing().isEmpty() ? ServerKind.MYSQL8 : ServerKind.MARIADB;
    try (EmbeddedServer server = EmbeddedServer.start(kind, "--general-log=0")) {
      SideBySide run = new SideBySide(arguments, new Configs(directory), server);
      run.prepare();
      int rounds = arguments.roundsOr(arguments.quick() ? QUICK_ROUNDS : ROUNDS);
      Rounds instant = Rounds.of("side-by-side-instant", arguments);
      if (arguments.takes("instant")) {
        run.instant(instant, rounds);
      }
      Rounds real = Rounds.of("side-by-side-real", arguments);
      if (arguments.takes("real")) {
        run.real(real, 15 * rounds);
      }
      System.out.println(Files.readString(run.write(instant, real)));
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Collections.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private void prepare() throws Exception {
    server.execute(
        "CREATE DATABASE bench", "CREATE TABLE bench.item (id INT PRIMARY KEY, c BIGINT)");
    try (Connection connection = server.connect("bench");
        Statement statement = connection.createStatement()) {
      StringBuilder insert = new StringBuilder("INSERT INTO item VALUES (1, 1)");
      for (int i = 2; i <= PointSelect.ROWS; i++) {
        insert.append(",(").append(i).append(',').append(i).append(')');
      }
      statement.execute(insert.toString());
      try (ResultSet rows = statement.executeQuery("SELECT VERSION()")) {
        rows.next();
        version = rows.getString(1);
      }
    }
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Alternative what : Alternative.values()) {
      cases.add(new Case(Sources.CONNECTOR_J, "prepared2", what));
      if (!arguments.quick()) {
        cases.add(new Case(Sources.CONNECTOR_J, "again", what));
        cases.add(new Case(Sources.CONNECTOR_J, "literal", what));
        cases.add(new Case(Sources.OTHER, "prepared2", what));
      }
    }
    return cases;
  }

  private void instant(Rounds rounds, int count) throws Exception {
    for (int i = 1; i <= count; i++) {
      List<Case> order = cases();
      Collections.shuffle(order, random);
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Case c : order) {
        System.err.println("round " + i + " of " + count + ": " + c.name());
        figures.put(
            c.name(),
            new Fork()
                .arguments(c.what.arguments(configs))
                .property("driver", c.driver)
                .property("url", Micro.url(server))
                .run(c.method, 1));
        Fork.check(c.what.mode, configs.reports());
      }
      rounds.add(figures);
    }
  }

  private void real(Rounds rounds, int count) throws Exception {
    Map<Alternative, Turns> all = new EnumMap<>(Alternative.class);
    try {
      for (Alternative what : Alternative.values()) {
        List<String> words = new ArrayList<>(what.arguments(configs));
        words.add("-Dquerymirror.bench.url=" + Micro.url(server));
        Turns turns = new Turns(words);
        all.put(what, turns);
        turns.turn(WARM_UP_MILLIS / (arguments.quick() ? 2 : 1));
        if (what.mode == Mode.OFF) {
          turns.off();
        }
      }
      for (int i = 1; i <= count; i++) {
        List<Alternative> order = new ArrayList<>(all.keySet());
        Collections.shuffle(order, random);
        Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
        for (Alternative what : order) {
          Turns turns = all.get(what);
          if (turns != null) {
            figures.put(what.name(), turns.turn(TURN_MILLIS));
          }
        }
        rounds.add(figures);
      }
    } finally {
      all.values().forEach(Turns::close);
    }
  }

  private Path write(Rounds instant, Rounds real) throws Exception {
    Results results =
        new Results("side-by-side", "Beside what else can watch JDBC", arguments.quick());
    results.version("server", version);
    results.note(
        "Medians, quartiles in brackets. What is added is over nothing in the same round. CPU and"
            + " bytes are of the application's own threads.");
    results.note(
        "querymirror matched: a rule takes every statement; its target is a port where nobody"
            + " listens, so a copy is counted and thrown away behind the ring. The OpenTelemetry"
            + " agent makes spans and exports none. p6spy has its core module alone, or also its"
            + " log module with an appender that throws all away. datasource-proxy has no listener.");
    Table table =
        results.table(
            "A driver that answers at once: " + instant.count() + " rounds of a JVM each",
            "driver",
            "statement",
            "between",
            "ns",
            "added ns",
            "added B");
    for (String head : List.of("prepared2", "again", "literal")) {
      for (Case c : cases()) {
        if (c.method.equals(head)) {
          row(instant, table, c.name(), new Case(c.driver, c.method, Alternative.NONE).name(), c);
        }
      }
    }
    Table reads =
        results.table(
            "Point selects on a server over loopback: "
                + real.count()
                + " turns of a tenth of a second in shuffled order, all JVMs up",
            "between",
            "p50 µs",
            "added p50 µs",
            "of nothing",
            "p99 µs",
            "own CPU µs",
            "added CPU µs",
            "added B");
    for (Alternative what : Alternative.values()) {
      String none = Alternative.NONE.name();
      String one = what.name();
      if (real.count() == 0) {
        continue;
      }
      boolean first = what == Alternative.NONE;
      reads.row(
          what.words,
          real.of(one, f -> value(f, "p50") / 1e3),
          first ? null : real.of(one, none, (a, b) -> (value(a, "p50") - value(b, "p50")) / 1e3),
          first ? null : real.of(one, none, (a, b) -> value(a, "p50") / value(b, "p50")),
          real.of(one, f -> value(f, "p99") / 1e3),
          real.of(one, f -> value(f, "cpu") / 1e3),
          first ? null : real.of(one, none, (a, b) -> (value(a, "cpu") - value(b, "cpu")) / 1e3),
          first ? null : real.of(one, none, (a, b) -> value(a, "bytes") - value(b, "bytes")));
    }
    return results.write(Arguments.results());
  }

  private static void row(Rounds rounds, Table table, String one, String none, Case c) {
    boolean first = c.what == Alternative.NONE;
    Quartiles ns = rounds.of(one, f -> value(f, "ns"));
    if (ns == null) {
      return;
    }
    table.row(
        c.driver,
        Micro.words(c.method),
        c.what.words,
        ns,
        first ? null : rounds.of(one, none, (a, b) -> value(a, "ns") - value(b, "ns")),
        first ? null : rounds.of(one, none, (a, b) -> value(a, "bytes") - value(b, "bytes")));
  }

  private static double value(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    return value == null ? Double.NaN : value;
  }
}
