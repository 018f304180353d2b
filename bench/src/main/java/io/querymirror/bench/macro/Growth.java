package io.querymirror.bench.macro;

import io.querymirror.bench.bed.AgentFile;
import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.bed.Samples;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.bench.child.WarmCores;
import io.querymirror.bench.results.Plot;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What grows with sessions, targets, rows of a result, and digests of a report. */
public final class Growth {
  private static final int[] SESSIONS = {1, 10, 100, 500, 2_000};
  private static final int[] TARGETS = {1, 2, 4, 8};
  private static final int[] ROWS = {1, 10, 100, 1_000, 10_000};
  private static final int DIGESTS = 5_000;

  private final Options options;
  private final Samples samples;

  private Growth(Options options) throws Exception {
    this.options = options;
    this.samples = Samples.in(Root.work().resolve("growth-servers.tsv"), options.keep());
  }

  public static void main(String[] args) throws Exception {
    new Growth(Options.parse(args)).run();
  }

  private void run() throws Exception {
    try (WarmCores warm = new WarmCores();
        Bed source = Bed.start(ServerKind.MYSQL8);
        Bed target = Bed.start(ServerKind.MYSQL8);
        Counters counters = new Counters(target.server())) {
      part("sessions", players -> sessions(target, counters, players));
      part("targets", players -> targets(target, counters, players));
      part("rows", players -> rows(source, target, players));
      part("report", players -> reports(target, players));
    }
    report();
  }

  /** Starts the children of a part. */
  private interface Cast {
    List<Child> start(List<Player> players) throws Exception;
  }

  private void part(String name, Cast cast) throws Exception {
    if (options.wanted().test(name)) {
      List<Player> players = new ArrayList<>();
      List<Child> children = cast.start(players);
      try {
        Rounds rounds = new Rounds(players, Math.min(1_000, options.millis()), System.nanoTime());
        rounds.warmUp(options.quick() ? 3 : 6);
        rounds.play(options.rounds(8), samples);
        samples.write();
      } finally {
        children.forEach(Child::close);
      }
    }
  }

  private static List<Child> sessions(Bed target, Counters counters, List<Player> players)
      throws Exception {
    List<Child> children = new ArrayList<>();
    for (int sessions : SESSIONS) {
      AgentFile file = file().target("target", target.server().address(), settings("auto"));
      Child child = feeder(file, "points", sessions);
      children.add(child);
      players.add(new MirrorPlayer("sessions " + sessions, child, counters));
    }
    return children;
  }

  private static List<Child> targets(Bed target, Counters counters, List<Player> players)
      throws Exception {
    List<Child> children = new ArrayList<>();
    for (int targets : TARGETS) {
      AgentFile file = file();
      for (int i = 1; i <= targets; i++) {
        file.target("target-" + i, target.server().address(), settings("4"));
      }
      Child child = feeder(file, "points", 4);
      children.add(child);
      players.add(new MirrorPlayer("targets " + targets, child, counters, targets));
    }
    return children;
  }

  private static List<Child> rows(Bed source, Bed target, List<Player> players) throws Exception {
    List<Child> children = new ArrayList<>();
    for (int rows : ROWS) {
      for (boolean mirrored : new boolean[] {false, true}) {
        Path directory = Bed.directory("rows");
        Jvm jvm =
            Jvm.of(AppLoop.class)
                .option("-Xmx256m", Cpu.OPTION)
                .argument(source.url("bench"), "app", EmbeddedServer.PASSWORD, "direct", rows);
        if (mirrored) {
          jvm.agent(
              Root.agent(),
              file().target("target", target.server().address(), settings("4")).write(directory));
        }
        Child child = Child.start("rows", jvm, directory);
        children.add(child);
        players.add(new AppPlayer((mirrored ? "mirrored " : "plain ") + rows, child));
      }
    }
    return children;
  }

  private static List<Child> reports(Bed target, List<Player> players) throws Exception {
    List<Child> children = new ArrayList<>();
    for (String every : List.of("1h", "1s")) {
      AgentFile file =
          new AgentFile()
              .report("every: " + every)
              .target("target", target.server().address(), settings("4"));
      Child child = feeder(file, "digests", 1);
      for (int i = 0; i < 4; i++) {
        child.ask("feed " + DIGESTS);
        Thread.sleep(2_000);
      }
      children.add(child);
      players.add(new ReportPlayer("report " + every, child));
    }
    return children;
  }

  private static AgentFile file() {
    return new AgentFile();
  }

  private static List<String> settings(String connections) {
    return List.of(
        "connections: " + connections,
        "queue: {statements: 50000, size: 64MB}",
        "properties: {sslMode: DISABLED}");
  }

  private static Child feeder(AgentFile file, String workload, int sessions) throws Exception {
    Path directory = Bed.directory(workload);
    return Child.start(
        workload,
        Jvm.of(Feeder.class)
            .option("-Xmx512m", Cpu.OPTION)
            .agent(Root.agent(), file.write(directory))
            .argument("jdbc:noop://192.0.2.1:3306/bench", workload, sessions),
        directory);
  }

  private void report() throws Exception {
    Results results = new Results("growth-servers", "Growth over real servers", options.quick());
    results.version("mysql", "8.0.15");
    results.note(
        "All JVMs are up at once and take turns of a second in shuffled order. Sessions and targets:"
            + " a source that does nothing feeds as fast as its statements are mirrored. Rows: a"
            + " select of so many rows, the application's own times.");
    Table sessions =
        results.table(
            "Sessions", "sessions", "mirrored per second", "CPU µs per copy", "of it application");
    for (int n : SESSIONS) {
      mirrored(sessions, "sessions " + n, n);
    }
    Table targets =
        results.table(
            "Targets", "targets", "mirrored per second", "CPU µs per copy", "of it application");
    for (int n : TARGETS) {
      mirrored(targets, "targets " + n, n);
    }
    rowsTable(results);
    if (samples.has("report 1s", "timer")) {
      results
          .table(
              "Report with " + DIGESTS + " digests",
              "report",
              "CPU ms a report (budget 200)",
              "longest call of the application, ms")
          .row("none", 0, samples.of("report 1h", "longest"))
          .row(
              "every second",
              samples.added("report 1s", "report 1h", "timer"),
              samples.of("report 1s", "longest"));
    }
    System.out.println(Files.readString(results.write(Root.results())));
  }

  private void mirrored(Table table, String player, int n) {
    if (samples.has(player, "rate")) {
      table.row(
          n,
          samples.of(player, "rate"),
          samples.of(player, "cpu"),
          samples.of(player, "cpu-application"));
    }
  }

  private void rowsTable(Results results) throws IOException {
    Plot plot = new Plot("A select of so many rows", "rows", "application's thread, CPU, µs");
    Table table =
        results.table(
            "Rows of a result", "rows", "p50 µs", "added", "application's thread, CPU µs", "added");
    for (int n : ROWS) {
      if (samples.has("plain " + n, "p50")) {
        table.row(
            n,
            samples.of("plain " + n, "p50"),
            samples.added("mirrored " + n, "plain " + n, "p50"),
            samples.of("plain " + n, "thread"),
            samples.added("mirrored " + n, "plain " + n, "thread"));
        plot.point("no agent", n, samples.of("plain " + n, "thread").median());
        plot.point("mirrored", n, samples.of("mirrored " + n, "thread").median());
      }
    }
    if (!options.quick() && samples.has("plain 1", "p50")) {
      plot.write(Root.results().resolve("growth-rows.svg"));
      results.image("growth-rows.svg");
    }
  }
}
