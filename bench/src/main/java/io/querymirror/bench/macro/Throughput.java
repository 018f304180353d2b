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
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many statements a second are mirrored on N connections, and at what CPU, against a plain loop
 * with Connector/J on as many connections to the same server. The source is a driver that does
 * nothing, so the mirror's JVM has the machine that the plain loop has; what ran is read from the
 * server's own counters.
 */
public final class Throughput {
  private static final int[] CONNECTIONS = {1, 4, 16};
  private static final String[] WORKLOADS = {"points", "shop"};
  private static final String PLAIN = "plain loop";

  private final Options options;
  private final Map<String, Path> agents;

  private Throughput(Options options) {
    this.options = options;
    this.agents = options.agents().isEmpty() ? Map.of("mirror", Root.agent()) : options.agents();
  }

  public static void main(String[] args) throws Exception {
    new Throughput(Options.parse(args)).run();
  }

  private void run() throws Exception {
    Samples samples = Samples.in(Root.work().resolve("throughput.tsv"), options.keep());
    try (WarmCores warm = new WarmCores();
        Bed bed = Bed.start(ServerKind.MYSQL8, "shop");
        Counters counters = new Counters(bed.server())) {
      for (String workload : WORKLOADS) {
        for (int connections : CONNECTIONS) {
          String part = workload + "-" + connections;
          if (options.wanted().test(part)) {
            play(bed, counters, workload, connections, samples);
            samples.write();
          }
        }
      }
    }
    report(samples);
  }

  private void play(Bed bed, Counters counters, String workload, int connections, Samples into)
      throws Exception {
    List<Child> children = new ArrayList<>();
    try {
      List<Player> players = new ArrayList<>();
      String prefix = workload + "-" + connections + " ";
      Child plain = plain(bed, workload, connections);
      children.add(plain);
      players.add(new PlainPlayer(prefix + PLAIN, plain, counters));
      for (Map.Entry<String, Path> agent : agents.entrySet()) {
        Child feeder = feeder(bed, workload, connections, agent.getKey(), agent.getValue());
        children.add(feeder);
        players.add(new MirrorPlayer(prefix + agent.getKey(), feeder, counters));
      }
      Rounds rounds = new Rounds(players, options.millis(), System.nanoTime());
      if (options.quick()) {
        rounds.warmUp(4);
      } else {
        rounds.warmUpUntilQuiet();
      }
      rounds.play(options.rounds(6), into);
    } finally {
      children.forEach(Child::close);
    }
  }

  private static Jvm jvm(Class<?> main) {
    return Jvm.of(main).option("-Xmx512m", Cpu.OPTION);
  }

  private static String schema(String workload) {
    return workload.equals("shop") ? "shop" : "bench";
  }

  private static Child plain(Bed bed, String workload, int connections) throws Exception {
    return Child.start(
        "plain",
        jvm(PlainLoop.class)
            .argument(
                bed.url(schema(workload)),
                "mirror",
                EmbeddedServer.PASSWORD,
                workload,
                connections),
        Bed.directory("plain"));
  }

  private Child feeder(Bed bed, String workload, int connections, String name, Path jar)
      throws Exception {
    Path directory = Bed.directory(name);
    List<String> lines = new ArrayList<>();
    lines.add("order: session");
    lines.add("connections: " + connections);
    lines.add("queue: {statements: 50000, size: 128MB}");
    if (workload.equals("shop")) {
      lines.add("writes: apply");
      lines.add("server_uuid: " + bed.uuid());
    }
    lines.add("properties: {sslMode: DISABLED}");
    lines.addAll(options.lines());
    Path yaml = new AgentFile().target("target", bed.server().address(), lines).write(directory);
    return Child.start(
        name,
        jvm(Feeder.class)
            .agent(jar, yaml)
            .argument("jdbc:noop://192.0.2.1:3306/" + schema(workload), workload, connections),
        directory);
  }

  private void report(Samples samples) throws Exception {
    Results results =
        new Results("throughput", "Mirrored statements per second, and their CPU", options.quick());
    results.version("mysql", "8.0.15");
    results.note(
        "A source that does nothing feeds N sessions as fast as they are mirrored, on N connections;"
            + " beside it a plain loop with Connector/J on N connections makes the same statements."
            + " Both JVMs are up all the time and take turns of "
            + options.millis()
            + " ms in shuffled order; ratios are to the plain loop's turn of the same round. "
            + Rounds.WARM_UP
            + "."
            + " A loop in the kernel's idle class keeps each core awake. Statements are counted by the"
            + " server. Lost are copies that the server did not run or that the agent did not count"
            + " as executed, the more of the two: the server's count holds the agent's own questions"
            + " too, some SELECT 1 a second. CPU is the whole JVM's, with compiler and"
            + " collector; for the mirror also the source's own.");
    Table table =
        results.table(
            "",
            "statements",
            "connections",
            "who",
            "per second",
            "ratio (budget 0.95)",
            "CPU µs per statement",
            "ratio (budget 1.3)",
            "of it the agent's threads",
            "the compiler's",
            "lost");
    for (String workload : WORKLOADS) {
      for (int connections : CONNECTIONS) {
        String prefix = workload + "-" + connections + " ";
        if (!samples.has(prefix + PLAIN, "rate")) {
          continue;
        }
        List<String> names = new ArrayList<>(List.of(PLAIN));
        names.addAll(agents.keySet());
        for (String name : names) {
          row(table, samples, workload, connections, name);
        }
      }
    }
    System.out.println(Files.readString(results.write(Root.results())));
  }

  private static void row(
      Table table, Samples samples, String workload, int connections, String name) {
    String prefix = workload + "-" + connections + " ";
    String player = prefix + name;
    boolean base = name.equals(PLAIN);
    table.row(
        workload,
        connections,
        name,
        samples.of(player, "rate"),
        base ? null : samples.ratio(player, prefix + PLAIN, "rate"),
        samples.of(player, "cpu"),
        base ? null : samples.ratio(player, prefix + PLAIN, "cpu"),
        base ? null : samples.of(player, "cpu-agent"),
        samples.of(player, "cpu-compiler"),
        base ? null : samples.of(player, "lost").max());
  }
}
