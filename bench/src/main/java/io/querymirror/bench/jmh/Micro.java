package io.querymirror.bench.jmh;

import io.querymirror.bench.results.Arguments;
import io.querymirror.bench.results.Quartiles;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Rounds;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one statement costs the application's thread, beside a capture by hand in the same round.
 */
public final class Micro {
  /** Methods that say how many rows their results have. */
  private static final String ROWS = "rows";

  private static final Set<Mode> ONE_ROW = EnumSet.complementOf(EnumSet.of(Mode.COMPARED));
  private static final int ROUNDS = 9;
  private static final int QUICK_ROUNDS = 2;

  /** One fork of a round. */
  record Case(String driver, String method, Mode mode, int threads) {
    String name() {
      return driver + " " + method + " " + mode + " " + threads;
    }
  }

  private final Arguments arguments;
  private final Rounds rounds;
  private final Configs configs;
  private final String url;

  private Micro(Arguments arguments, Configs configs, String url) throws IOException {
    this.arguments = arguments;
    this.rounds = Rounds.of("micro", arguments);
    this.configs = configs;
    this.url = url;
  }

  /** For single forks; {@code directory} is for configurations and reports. */
  static Micro on(EmbeddedServer server, Path directory, String... arguments) throws IOException {
    return new Micro(Arguments.of(arguments), new Configs(directory), url(server));
  }

  static String url(EmbeddedServer server) {
    return "jdbc:mysql://"
        + server.address()
        + "/?user=app&password="
        + EmbeddedServer.PASSWORD
        + "&sslMode=DISABLED&allowPublicKeyRetrieval=true";
  }

  public static void main(String[] words) throws Exception {
    Path directory = Files.createTempDirectory("querymirror-bench-");
    try (EmbeddedServer server = EmbeddedServer.mariadb("--general-log=0")) {
      Micro micro = on(server, directory, words);
      micro.measure();
      System.out.println(Files.readString(micro.write()));
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Collections.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String driver : List.of(Sources.CONNECTOR_J, Sources.OTHER)) {
      for (String method : List.of("again", "prepared2", "fresh", "prepared10", "literal")) {
        for (Mode mode : ONE_ROW) {
          if (!arguments.quick()
              || (driver.equals(Sources.CONNECTOR_J) && !method.equals("prepared10"))) {
            cases.add(new Case(driver, method, mode, 1));
          }
        }
        for (int threads : arguments.quick() ? new int[] {2} : new int[] {2, 8}) {
          for (Mode mode : List.of(Mode.NONE, Mode.FLOOR, Mode.MATCHED)) {
            if (driver.equals(Sources.CONNECTOR_J)
                && (method.equals("again") || method.equals("literal") && !arguments.quick())) {
              cases.add(new Case(driver, method, mode, threads));
            }
          }
        }
      }
    }
    for (String method : List.of("rows1", "rows1000")) {
      for (Mode mode : List.of(Mode.NONE, Mode.MATCHED, Mode.COMPARED)) {
        cases.add(new Case(Sources.CONNECTOR_J, method, mode, 1));
      }
    }
    return cases;
  }

  private static boolean hasRows(Case c) {
    return c.method.startsWith(ROWS);
  }

  private void measure() throws Exception {
    int count = arguments.roundsOr(arguments.quick() ? QUICK_ROUNDS : ROUNDS);
    Random random = new Random();
    for (int i = 1; i <= count; i++) {
      List<Case> order = cases();
      order.removeIf(c -> !arguments.takes(c.name()));
      if (order.isEmpty()) {
        return;
      }
      Collections.shuffle(order, random);
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Case c : order) {
        System.err.println("round " + i + " of " + count + ": " + c.name());
        figures.put(c.name(), fork(c));
      }
      rounds.add(figures);
    }
  }

  /** See {@link Fork#run}. */
  Map<String, Double> fork(Case c) throws Exception {
    Path jar = Arguments.root().resolve("agent/target/querymirror-agent.jar");
    Map<String, Double> figures =
        new Fork()
            .arguments(configs.arguments(c.mode, jar))
            .property("driver", c.driver)
            .property("url", url)
            .property("rows", hasRows(c) ? c.method.substring(ROWS.length()) : "0")
            .run(method(c), c.threads);
    Fork.check(c.mode, configs.reports());
    return figures;
  }

  private static String method(Case c) {
    if (hasRows(c)) {
      return "again";
    }
    return c.mode == Mode.FLOOR
        ? "floor" + Character.toUpperCase(c.method.charAt(0)) + c.method.substring(1)
        : c.method;
  }

  private Path write() throws Exception {
    Results results =
        new Results(
            "micro", "What one statement costs the application's thread", arguments.quick());
    results.note(
        "Medians of up to "
            + rounds.count()
            + " rounds, quartiles in brackets. In each round every row is a JVM of its own, in"
            + " shuffled order; what is added, and the multiple of the floor, are of one round."
            + " Bursts of "
            + Fork.BURST
            + " statements, as many as the ring surely holds; the next burst begins when the ring"
            + " is empty. The floor reads the clock twice, fills one event and offers it to an MPSC"
            + " queue of the same size with a consumer of the same manners.");
    results.note(
        "Connector/J: the driver's own objects, binds and session, with an execute that answers at"
            + " once. Other driver: a driver that the agent knows nothing of and that does nothing."
            + " Handed over: a rule takes each statement, and the target is a port where nobody"
            + " listens, so its copy is counted and thrown away behind the ring. Ring full: the"
            + " dispatcher hangs in reading its configuration from a pipe. CPU and bytes are of the"
            + " application's threads alone. Connector/J's own setters cost more than all the agent"
            + " does, and differ by more from JVM to JVM: its rows with binds set each time say"
            + " little but their bytes, those with the binds kept are the ones to read.");
    Table one =
        results.table(
            "One thread",
            "driver",
            "statement",
            "mode",
            "ns",
            "added ns",
            "of the floor",
            "B",
            "added B");
    for (Case c : cases()) {
      if (c.threads == 1 && !hasRows(c)) {
        row(one, c, c.driver, words(c.method), c.mode.words);
      }
    }
    Table binds = results.table("Each further bind, from 2 to 10", "driver", "mode", "ns", "B");
    for (String driver : List.of(Sources.CONNECTOR_J, Sources.OTHER)) {
      for (Mode mode : Mode.values()) {
        Quartiles ns = perBind(driver, mode, "cpu");
        if (ns != null && mode != Mode.NONE) {
          binds.row(driver, mode.words, ns, perBind(driver, mode, "bytes"));
        }
      }
    }
    Table several =
        results.table(
            "Several threads, each with its connection: CPU of each",
            "statement",
            "threads",
            "mode",
            "ns",
            "added ns",
            "of the floor",
            "grown from one thread",
            "grown, of the floor's growth");
    for (Case c : cases()) {
      Quartiles ns = rounds.of(c.name(), f -> f.get("cpu"));
      if (c.threads > 1 && c.mode != Mode.NONE && ns != null) {
        several.row(
            words(c.method),
            c.threads,
            c.mode.words,
            ns,
            added(c, "cpu"),
            ofFloor(c, "cpu"),
            grown(c, c.mode),
            rounds.ofRound(r -> growth(r, c, c.mode) / growth(r, c, Mode.FLOOR)));
      }
    }
    Table compared =
        results.table(
            "Rows handed over (what is added to a call, whatever its result's size)",
            "result",
            "mode",
            "ns",
            "added ns",
            "of the floor",
            "B",
            "added B");
    for (Case c : cases()) {
      if (hasRows(c)) {
        row(compared, c, words(c.method), c.mode.words);
      }
    }
    return results.write(Arguments.results());
  }

  private void row(Table table, Case c, Object... head) {
    Quartiles ns = rounds.of(c.name(), f -> f.get("ns"));
    if (ns == null) {
      return;
    }
    List<@Nullable Object> cells = new ArrayList<>(List.of(head));
    cells.add(ns);
    cells.add(c.mode == Mode.NONE ? null : added(c, "ns"));
    cells.add(c.mode == Mode.NONE || bindsItself(c) ? null : ofFloor(c, "ns"));
    cells.add(rounds.of(c.name(), f -> f.get("bytes")));
    cells.add(c.mode == Mode.NONE ? null : added(c, "bytes"));
    table.row(cells.toArray());
  }

  /** Binding costs this driver more than the floor, and varies by more from JVM to JVM. */
  private static boolean bindsItself(Case c) {
    boolean binds = c.method.startsWith("prepared") || c.method.equals("fresh");
    return c.driver.equals(Sources.CONNECTOR_J) && binds || hasRows(c);
  }

  static String words(String method) {
    return switch (method) {
      case "again" -> "prepared, 2 binds kept";
      case "prepared2" -> "prepared, 2 binds";
      case "fresh" -> "prepared anew, 2 binds, closed";
      case "prepared10" -> "prepared, 10 binds";
      case "rows1" -> "1 row";
      case "rows1000" -> "1,000 rows";
      default -> "literal";
    };
  }

  private static Case as(Case c, Mode mode) {
    return new Case(c.driver, c.method, mode, c.threads);
  }

  private @Nullable Quartiles added(Case c, String figure) {
    return rounds.ofRound(r -> added(r, c, c.mode, figure));
  }

  private @Nullable Quartiles ofFloor(Case c, String figure) {
    return rounds.ofRound(r -> added(r, c, c.mode, figure) / added(r, c, Mode.FLOOR, figure));
  }

  private @Nullable Quartiles grown(Case c, Mode mode) {
    return rounds.ofRound(r -> growth(r, c, mode));
  }

  private static double growth(Map<String, Map<String, Double>> round, Case c, Mode mode) {
    return added(round, c, mode, "cpu")
        / added(round, new Case(c.driver, c.method, mode, 1), mode, "cpu");
  }

  private @Nullable Quartiles perBind(String driver, Mode mode, String figure) {
    return rounds.ofRound(
        r ->
            (added(r, new Case(driver, "prepared10", mode, 1), mode, figure)
                    - added(r, new Case(driver, "prepared2", mode, 1), mode, figure))
                / 8);
  }

  /** Over no agent; NaN where the round lacks either. */
  private static double added(
      Map<String, Map<String, Double>> round, Case c, Mode mode, String figure) {
    Map<String, Double> with = round.get(as(c, mode).name());
    Map<String, Double> without = round.get(as(c, Mode.NONE).name());
    if (with == null || without == null) {
      return Double.NaN;
    }
    return with.getOrDefault(figure, Double.NaN) - without.getOrDefault(figure, Double.NaN);
  }
}
