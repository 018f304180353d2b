package io.querymirror.bench.jmh;

import io.querymirror.bench.results.Arguments;
import io.querymirror.bench.results.Plot;
import io.querymirror.bench.results.Quartiles;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Rounds;
import io.querymirror.bench.results.Table;
import io.querymirror.it.server.EmbeddedServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** How the cost of one mirrored statement grows with what there is of everything. */
public final class Growth {
  private static final int ROUNDS = 5;

  /** What grows. */
  private enum Axis {
    RULES("rules, prepared", "rules", 1, 10, 100, 1_000),
    RULES_LITERAL("rules, literal", "rules", 1, 10, 100, 1_000),
    DIGESTS("distinct digests", "digests", 10, 100, 1_000, 10_000, 100_000),
    SESSIONS("sessions", "sessions", 1, 10, 100, 1_000, 2_000),
    TARGETS("targets", "targets", 1, 2, 4, 8),
    SIZE("statement size", "bytes of text", 100, 1_000, 10_000, 100_000, 1_000_000);

    final String words;
    final String unit;
    final int[] values;

    Axis(String words, String unit, int... values) {
      this.words = words;
      this.unit = unit;
      this.values = values;
    }

    String file() {
      return "growth-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".svg";
    }
  }

  private record Case(Axis axis, int value) {
    String name() {
      return axis + " " + value;
    }
  }

  private final Arguments arguments;
  private final Rounds rounds;
  private final Configs configs;
  private final Path directory;
  private final String url;

  private Growth(Arguments arguments, Path directory, String url) throws IOException {
    this.arguments = arguments;
    this.rounds = Rounds.of("growth", arguments);
    this.directory = directory;
    this.configs = new Configs(directory);
    this.url = url;
  }

  public static void main(String[] words) throws Exception {
    Path directory = Files.createTempDirectory("querymirror-bench-");
    try (EmbeddedServer server = EmbeddedServer.mariadb("--general-log=0")) {
      Growth growth = new Growth(Arguments.of(words), directory, Micro.url(server));
      growth.measure();
      System.out.println(Files.readString(growth.write()));
    } finally {
      try (Stream<Path> files = Files.walk(directory)) {
        files.sorted(Collections.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      for (int value : axis.values) {
        cases.add(new Case(axis, value));
      }
    }
    return cases;
  }

  private void measure() throws Exception {
    int count = arguments.roundsOr(arguments.quick() ? 1 : ROUNDS);
    for (int i = 1; i <= count; i++) {
      List<Case> order = cases();
      order.removeIf(c -> !arguments.takes(c.axis));
      Collections.shuffle(order, new Random());
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Case c : order) {
        System.err.println("round " + i + " of " + count + ": " + c.name());
        figures.put(c.name(), point(c));
      }
      rounds.add(figures);
    }
  }

  private Map<String, Double> point(Case c) throws IOException, InterruptedException {
    Path jar = Arguments.root().resolve("agent/target/querymirror-agent.jar");
    List<String> command = new ArrayList<>(List.of(Turns.java(), "-Xms1g", "-Xmx1g", "-Xmn600m"));
    command.add(Configs.agent(jar, configuration(c)));
    // A server has no room for so many sessions.
    String driver = c.axis == Axis.SESSIONS ? Sources.OTHER : Sources.CONNECTOR_J;
    command.add("-Dquerymirror.bench.driver=" + driver);
    command.add("-Dquerymirror.bench.url=" + url);
    command.add("-Dquerymirror.bench.prepared=" + (c.axis == Axis.RULES));
    switch (c.axis) {
      case DIGESTS -> command.add("-Dquerymirror.bench.digests=" + c.value);
      case SESSIONS -> command.add("-Dquerymirror.bench.sessions=" + c.value);
      case SIZE -> command.add("-Dquerymirror.bench.size=" + c.value);
      default -> {}
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path", ""), Growing.class.getName()));
    Path errors = directory.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String[] words = out.trim().split(" ");
    if (code != 0 || words.length != 4) {
      throw new IOException(c.name() + ": " + out + Files.readString(errors));
    }
    return Map.of(
        "own", Double.valueOf(words[1]),
        "dispatcher", Double.valueOf(words[2]),
        "bytes", Double.valueOf(words[3]));
  }

  /** The rule that takes the statements is the last. */
  private Path configuration(Case c) throws IOException {
    int targets = c.axis == Axis.TARGETS ? c.value : 1;
    int before = c.axis == Axis.RULES || c.axis == Axis.RULES_LITERAL ? c.value - 1 : 0;
    StringBuilder rules = new StringBuilder();
    for (int i = 1; i <= before; i++) {
      rules.append(Configs.rule("other " + i, "{table: \"other_" + i + "_*\"}", 1));
    }
    rules.append(Configs.rule("last", "{table: item}", targets));
    return configs.write(c.name().replace(' ', '-'), targets, rules.toString());
  }

  private Path write() throws IOException {
    Results results =
        new Results("growth", "How the cost of one statement grows", arguments.quick());
    results.note(
        "CPU of one mirrored statement: of the application's thread, and of the agent's dispatcher,"
            + " which parses, decides and hands over. Medians of "
            + rounds.count()
            + " rounds of a JVM each, quartiles in brackets. Literal texts of some 80 bytes but"
            + " where said, on Connector/J's objects with an execute that answers at once (sessions:"
            + " on a driver of our own). The targets are ports where nobody listens.");
    for (Axis axis : Axis.values()) {
      if (cases().stream().noneMatch(c -> c.axis == axis && measured(c))) {
        continue;
      }
      Table table =
          results.table(
              "Against " + axis.words,
              axis.unit,
              "application ns",
              "application B",
              "dispatcher ns");
      Plot plot = new Plot("Cost of a statement against " + axis.words, axis.unit, "CPU, ns");
      for (int value : axis.values) {
        String name = new Case(axis, value).name();
        Quartiles own = rounds.of(name, f -> f.getOrDefault("own", Double.NaN));
        Quartiles dispatcher = rounds.of(name, f -> f.getOrDefault("dispatcher", Double.NaN));
        if (own != null && dispatcher != null) {
          table.row(
              value, own, rounds.of(name, f -> f.getOrDefault("bytes", Double.NaN)), dispatcher);
          plot.point("application", value, own.median());
          plot.point("dispatcher", value, dispatcher.median());
        }
      }
      if (!arguments.quick()) {
        plot.write(Arguments.results().resolve(axis.file()));
        results.image(axis.file());
      }
    }
    return results.write(Arguments.results());
  }

  private boolean measured(Case c) {
    return rounds.of(c.name(), f -> 0) != null;
  }
}
