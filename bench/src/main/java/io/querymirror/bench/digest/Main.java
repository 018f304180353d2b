package io.querymirror.bench.digest;

import io.querymirror.bench.results.Arguments;
import io.querymirror.bench.results.Results;
import io.querymirror.bench.results.Rounds;
import io.querymirror.bench.results.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures the parser and writes {@code digest.md}. */
public final class Main {
  private static final List<String> MIXES =
      List.of("point", "join", "report", "insert 20 KB", "insert 1 MB");
  private static final List<Integer> SIZES = List.of(1 << 10, 1 << 14, 1 << 18, 1 << 20, 1 << 22);

  private record Case(String texts, int size, String method) {
    String name() {
      return texts + (size == 0 ? "" : " " + size) + " " + method;
    }
  }

  private Main() {}

  public static void main(String[] words) throws Exception {
    Arguments arguments = Arguments.of(words);
    Rounds rounds = Rounds.of("digest", arguments);
    int count = arguments.roundsOr(arguments.quick() ? 1 : 5);
    for (int i = 1; i <= count; i++) {
      List<Case> order = cases(arguments);
      Collections.shuffle(order, new Random());
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      for (Case c : order) {
        System.err.println("round " + i + " of " + count + ": " + c.name());
        figures.put(c.name(), fork(c));
      }
      rounds.add(figures);
    }
    System.out.println(Files.readString(write(arguments, rounds)));
  }

  private static List<Case> cases(Arguments arguments) {
    List<Case> cases = new ArrayList<>();
    for (String mix : MIXES) {
      cases.add(new Case(mix, 0, "seen"));
      cases.add(new Case(mix, 0, "first"));
    }
    for (String hostile : Texts.hostile()) {
      for (int size : SIZES) {
        cases.add(new Case(hostile, size, "first"));
      }
    }
    cases.removeIf(c -> !arguments.takes(c.name()));
    return cases;
  }

  private static Map<String, Double> fork(Case c) throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(DigestBench.class.getName().replace(".", "\\.") + "\\." + c.method)
                    .param("texts", c.texts)
                    .param("size", Integer.toString(c.size))
                    .forks(1)
                    .jvmArgsAppend("-Xms1g", "-Xmx1g")
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(250))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(100))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build())
            .runSingle();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("ns", result.getPrimaryResult().getScore());
    result
        .getSecondaryResults()
        .forEach(
            (label, r) -> {
              if (label.endsWith("gc.alloc.rate.norm")) {
                figures.put("bytes", r.getScore());
              }
            });
    return figures;
  }

  private static double figure(Map<String, Double> figures, String name) {
    Double value = figures.get(name);
    return value == null ? Double.NaN : value;
  }

  private static Path write(Arguments arguments, Rounds rounds) throws Exception {
    Results results =
        new Results(
            "digest", "How fast a text's digest, kind and tables are found", arguments.quick());
    results.note(
        "Medians of "
            + rounds.count()
            + " rounds, quartiles in brackets; each row of a round is a JVM of its own, in shuffled"
            + " order. Seen: texts that differ from one of before in literals and comments alone."
            + " First: each text as if it were the first of its kind.");
    Table mixes = results.table("Mixes", "texts", "bytes each", "", "ns", "MB/s", "garbage B");
    for (String mix : MIXES) {
      double length = List.of(Texts.mix(mix)).stream().mapToInt(String::length).average().orElse(0);
      for (String method : List.of("seen", "first")) {
        String name = new Case(mix, 0, method).name();
        mixes.row(
            mix,
            Math.round(length),
            method,
            rounds.of(name, f -> figure(f, "ns")),
            rounds.of(name, f -> length / figure(f, "ns") * 1000),
            rounds.of(name, f -> figure(f, "bytes")));
      }
    }
    Table hostile =
        results.table(
            "Texts made to be slow: ns per byte",
            "text",
            "1 KB",
            "16 KB",
            "256 KB",
            "1 MB",
            "4 MB");
    for (String text : Texts.hostile()) {
      List<Object> cells = new ArrayList<>(List.of(text));
      for (int size : SIZES) {
        cells.add(rounds.of(new Case(text, size, "first").name(), f -> figure(f, "ns") / size));
      }
      hostile.row(cells.toArray());
    }
    return results.write(Arguments.results());
  }
}
