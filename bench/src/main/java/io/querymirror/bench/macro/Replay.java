package io.querymirror.bench.macro;

import com.example.contend.Tables;
import io.querymirror.bench.bed.AgentFile;
import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.bed.Samples;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.bench.child.WarmCores;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the orders cost: how fast a backlog of the contended application is run on the same number
 * of connections without order, in session order, and in commit order.
 */
public final class Replay {
  private static final List<String> ORDERS = List.of("none", "session", "commit");
  private static final long MILLIS = 3_000;
  private static final String[] PARTS = {"contended-8", "oltp-8"};

  private final Options options;

  private Replay(Options options) {
    this.options = options;
  }

  public static void main(String[] args) throws Exception {
    new Replay(Options.parse(args)).run();
  }

  private void run() throws Exception {
    Samples samples = Samples.in(Root.work().resolve("replay.tsv"), options.keep());
    try (WarmCores warm = new WarmCores();
        EmbeddedServer source = EmbeddedServer.start(ServerKind.MYSQL8, "--general-log=0");
        EmbeddedServer target = EmbeddedServer.start(ServerKind.MYSQL8, "--general-log=0")) {
      for (String part : PARTS) {
        if (options.wanted().test(part)) {
          play(source, target, part, samples);
          samples.write();
        }
      }
    }
    report(samples);
  }

  private void play(EmbeddedServer source, EmbeddedServer target, String part, Samples into)
      throws Exception {
    List<Child> children = new ArrayList<>();
    try {
      List<Player> players = new ArrayList<>();
      for (String order : ORDERS) {
        String schema = "contend_" + order;
        for (EmbeddedServer server : List.of(source, target)) {
          server.execute(Tables.of(schema).toArray(new String[0]));
        }
        Path directory = Bed.directory("replay-" + order);
        Child child = child(source, target, part, order, schema, directory);
        children.add(child);
        players.add(new ReplayPlayer(part + " " + order, child, target, directory));
      }
      Rounds rounds = new Rounds(players, millis(), System.nanoTime());
      rounds.warmUp(options.quick() ? 1 : 3);
      rounds.play(options.rounds(6), into);
    } finally {
      children.forEach(Child::close);
    }
  }

  private Child child(
      EmbeddedServer source,
      EmbeddedServer target,
      String part,
      String order,
      String schema,
      Path directory)
      throws Exception {
    String[] words = part.split("-");
    List<String> lines = new ArrayList<>();
    lines.add("order: " + order);
    lines.add("writes: apply");
    lines.add("connections: " + words[1]);
    lines.add("queue: {statements: 500000, size: 256MB}");
    lines.add("properties: {sslMode: DISABLED}");
    lines.addAll(options.lines());
    Path yaml =
        new AgentFile()
            .target("target", target.address(), lines)
            .report("every: 100ms")
            .write(directory);
    return Child.start(
        order,
        Jvm.of(ContendLoop.class)
            .option("-Xmx768m")
            .agent(Root.agent(), yaml)
            .argument(
                "jdbc:mysql://" + source.address() + "/" + schema + "?sslMode=DISABLED",
                "app",
                EmbeddedServer.PASSWORD,
                "mix=" + words[0],
                "threads=" + words[1],
                "stateful=false",
                "reconnect=0",
                "think=0"),
        directory);
  }

  /** Long enough for a backlog of seconds. */
  private long millis() {
    return Math.max(MILLIS, options.millis());
  }

  private void report(Samples samples) throws Exception {
    Results results =
        new Results("replay", "Mirrored statements per second, by order", options.quick());
    results.version("mysql", "8.0.15");
    results.note(
        "Eight sessions contend at the source for "
            + millis()
            + " ms while the target's process stands still; then it goes on, and the backlog is run on"
            + " eight connections. Measured is the backlog alone, until nine tenths of it have run. One application for each order, in one run, in"
            + " turns of shuffled order; ratios are to the turn without order of the same round."
            + " Without order no session control runs, so that it has fewer round trips; statements"
            + " that need a session's state are left out, as they cost it a new connection each.");
    Table table =
        results.table(
            "",
            "statements",
            "order",
            "per second",
            "ratio (budget: session 0.95, commit 0.70)",
            "the JVM's CPU µs per statement",
            "statements of a turn",
            "retried",
            "lost");
    for (String part : PARTS) {
      for (String order : ORDERS) {
        String player = part + " " + order;
        if (samples.has(player, "rate")) {
          table.row(
              part,
              order,
              samples.of(player, "rate"),
              order.equals("none") ? null : samples.ratio(player, part + " none", "rate"),
              samples.of(player, "cpu"),
              samples.of(player, "statements"),
              samples.of(player, "retried"),
              samples.of(player, "lost").max());
        }
      }
    }
    System.out.println(Files.readString(results.write(Root.results())));
  }
}
