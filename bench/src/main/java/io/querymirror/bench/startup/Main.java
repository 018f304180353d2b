package io.querymirror.bench.startup;

import io.querymirror.bench.bed.AgentFile;
import io.querymirror.bench.bed.Bed;
import io.querymirror.bench.bed.Counters;
import io.querymirror.bench.bed.Samples;
import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Root;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * CPU and memory of an application's start: whole runs in shuffled order, each compared with the
 * run of the same round that had no agent.
 */
public final class Main {
  private static final long STAY = 1_000;

  private final boolean quick;
  private final boolean keep;
  private final int rounds;
  private final String only;
  private final Random random = new Random();

  private Main(List<String> args) {
    quick = args.contains("--quick");
    keep = args.contains("--keep");
    int at = args.indexOf("--rounds");
    rounds = at >= 0 ? Integer.parseInt(args.get(at + 1)) : quick ? 3 : 12;
    int word = args.indexOf("--only");
    only = word >= 0 ? args.get(word + 1) : "";
  }

  public static void main(String[] args) throws Exception {
    new Main(Arrays.asList(args)).run();
  }

  private enum With {
    NOTHING("no agent"),
    QUERYMIRROR("querymirror"),
    OPEN_TELEMETRY("OpenTelemetry agent");

    final String text;

    With(String text) {
      this.text = text;
    }
  }

  /** One run of one application with one agent or none. */
  private interface Run {
    Map<String, Double> once(With with) throws Exception;
  }

  private void run() throws Exception {
    Samples samples =
        Samples.in(Root.work().resolve("startup-" + Runtime.version().feature() + ".tsv"), keep);
    try (Bed source = Bed.start(ServerKind.MYSQL8, "shop");
        Bed target = Bed.start(ServerKind.MYSQL8, "shop")) {
      play("trivial", with -> trivial(with, target), samples);
      play("statement", with -> statement(with, source, target), samples);
      play("spring", with -> spring(with, source, target), samples);
    }
    report(samples);
  }

  private void play(String name, Run run, Samples samples) throws Exception {
    if (!name.startsWith(only)) {
      return;
    }
    List<With> order = new ArrayList<>(List.of(With.values()));
    int first = samples.rounds();
    for (int round = first; round < first + rounds; round++) {
      Collections.shuffle(order, random);
      for (With with : order) {
        samples.add(round, name + " " + with.text, run.once(with));
        samples.write();
      }
    }
  }

  private Map<String, Double> trivial(With with, Bed target) throws Exception {
    Path directory = Bed.directory("trivial");
    Jvm jvm = Jvm.of(ownClasses(), "com.example.first.Nothing").argument(STAY);
    return Timed.run(attach(jvm, with, target, directory), directory, () -> {});
  }

  private Map<String, Double> statement(With with, Bed source, Bed target) throws Exception {
    Path directory = Bed.directory("statement");
    Jvm jvm =
        Jvm.of(
                ownClasses() + File.pathSeparator + jar("mysql-connector-j"),
                "com.example.first.OneStatement")
            .argument(source.url("bench"), "app", EmbeddedServer.PASSWORD);
    try (Counters counters = new Counters(target.server())) {
      long before = counters.rowsByKey();
      return Timed.run(
          attach(jvm, with, target, directory),
          directory,
          () -> {
            if (with == With.QUERYMIRROR) {
              awaitMirrored(counters, before);
            }
          });
    }
  }

  private static void awaitMirrored(Counters counters, long before) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (counters.rowsByKey() == before) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the statement was not mirrored");
      }
      Thread.sleep(20);
    }
  }

  private Map<String, Double> spring(With with, Bed source, Bed target) throws Exception {
    Path directory = Bed.directory("spring");
    Jvm jvm = Jvm.of(Spring.classPath(), "com.example.store.Store");
    return Spring.run(attach(jvm, with, target, directory), directory, source.url("shop"));
  }

  private static Jvm attach(Jvm jvm, With with, Bed target, Path directory) throws Exception {
    return switch (with) {
      case NOTHING -> jvm;
      case QUERYMIRROR ->
          jvm.agent(
              Root.agent(),
              new AgentFile()
                  .target(
                      "target",
                      target.server().address(),
                      List.of("properties: {sslMode: DISABLED}"))
                  .write(directory));
      case OPEN_TELEMETRY ->
          jvm.option(
              "-javaagent:" + Root.openTelemetry(),
              "-Dotel.traces.exporter=none",
              "-Dotel.metrics.exporter=none",
              "-Dotel.logs.exporter=none");
    };
  }

  private static String ownClasses() {
    return jar("classes");
  }

  /** The entry of this run's class path whose file name begins so. */
  private static String jar(String name) {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Path.of(entry).getFileName().toString().startsWith(name)) {
        return entry;
      }
    }
    throw new IllegalStateException("no " + name + " on the class path");
  }

  private void report(Samples samples) throws Exception {
    Results results = new Results("startup", "Start-up: CPU and memory", quick);
    results.version("mysql", "8.0.15").version("spring-boot", Spring.version());
    results.note(
        "Whole runs, one after another in shuffled order; what is added is over the run of the same"
            + " round without an agent. CPU is user and system time of the whole process, as the"
            + " kernel counts it. The OpenTelemetry agent has its exporters off. The trivial"
            + " application stays for a second and ends; the one with a statement ends when the"
            + " statement has run on the target, too. The Spring Boot application is web, JPA,"
            + " security and actuator over HikariCP; ready is where it"
            + " says so.");
    figures(
        results,
        samples,
        "Trivial application, no statement",
        "trivial",
        "before:CPU ms before main",
        "cpu:CPU ms in all",
        "peak:peak RSS MB");
    figures(
        results,
        samples,
        "One statement, mirrored",
        "statement",
        "before:CPU ms before main",
        "cpu:CPU ms in all",
        "peak:peak RSS MB",
        "connect:first getConnection ms",
        "statement:first statement ms");
    figures(
        results,
        samples,
        "Spring Boot",
        "spring",
        "cpu:CPU ms to ready",
        "peak:peak RSS MB",
        "classes:classes",
        "ready:ms to ready");
    System.out.println(Files.readString(results.write(Root.results())));
  }

  private static void figures(
      Results results, Samples samples, String heading, String name, String... figures) {
    String base = name + " " + With.NOTHING.text;
    if (!samples.has(base, "cpu")) {
      return;
    }
    List<String> columns = new ArrayList<>(List.of("figure"));
    for (With with : With.values()) {
      columns.add(with.text);
      if (with != With.NOTHING) {
        columns.add("added");
        columns.add("ratio");
      }
    }
    Table table = results.table(heading, columns.toArray(String[]::new));
    for (String figure : figures) {
      String[] parts = figure.split(":");
      List<Object> cells = new ArrayList<>(List.of(parts[1]));
      for (With with : With.values()) {
        String player = name + " " + with.text;
        cells.add(samples.of(player, parts[0]));
        if (with != With.NOTHING) {
          cells.add(samples.added(player, base, parts[0]));
          cells.add(samples.ratio(player, base, parts[0]));
        }
      }
      table.row(cells.toArray());
    }
  }
}
