package io.querymirror.bench.jmh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.bench.results.Quartiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One forked JVM of JMH, and what came out of it: medians over its bursts, per statement. */
final class Fork {
  /** Less than half the ring, shared among the threads. */
  static final int BURST = 8192;

  private static final int WARM_UP = 120;
  private static final int BURSTS = 60;

  private final List<String> arguments = new ArrayList<>();

  Fork arguments(Collection<String> more) {
    arguments.addAll(more);
    return this;
  }

  Fork property(String name, String value) {
    arguments.add("-Dquerymirror.bench." + name + "=" + value);
    return this;
  }

  /**
   * Runs one method of {@link StatementBench}; answers {@code ns}, {@code cpu} (ns of the threads'
   * own), {@code bytes} (their own), {@code all_bytes} (of the whole JVM).
   */
  Map<String, Double> run(String method, int threads) {
    List<String> jvm = new ArrayList<>(List.of("-Xms1g", "-Xmx1g", "-Xmn600m"));
    jvm.addAll(arguments);
    Options options =
        new OptionsBuilder()
            .include(StatementBench.class.getName().replace(".", "\\.") + "\\." + method + "$")
            .forks(1)
            .threads(threads)
            .jvmArgs(jvm.toArray(new String[0]))
            .warmupIterations(WARM_UP)
            .warmupBatchSize(BURST / threads)
            .measurementIterations(BURSTS)
            .measurementBatchSize(BURST / threads)
            .addProfiler(OwnThreads.class)
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build();
    try {
      RunResult result = new Runner(options).runSingle();
      BenchmarkResult fork = result.getBenchmarkResults().iterator().next();
      Map<String, Double> figures = new LinkedHashMap<>();
      List<Double> ns = new ArrayList<>();
      for (IterationResult iteration : fork.getIterationResults()) {
        ns.add(iteration.getPrimaryResult().getScore() / (BURST / threads));
      }
      figures.put("ns", Quartiles.of(ns).median());
      figures.put("cpu", median(fork, OwnThreads.CPU));
      figures.put("bytes", median(fork, OwnThreads.BYTES));
      // JMH counts a burst as one operation.
      figures.put("all_bytes", median(fork, "gc.alloc.rate.norm") / BURST);
      return figures;
    } catch (RunnerException e) {
      throw new IllegalStateException(method + " " + jvm, e);
    }
  }

  private static double median(BenchmarkResult fork, String label) {
    List<Double> values = new ArrayList<>();
    for (IterationResult iteration : fork.getIterationResults()) {
      for (Map.Entry<String, Result> e : iteration.getSecondaryResults().entrySet()) {
        if (e.getKey().endsWith(label)) {
          values.add(e.getValue().getScore());
        }
      }
    }
    return values.isEmpty() ? Double.NaN : Quartiles.of(values).median();
  }

  /** Holds that the agent did in this fork what the mode says, and forgets its report. */
  static void check(Mode mode, Path reports) throws IOException {
    if (mode != Mode.UNMATCHED && mode != Mode.MATCHED && mode != Mode.COMPARED) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(reports, "*.json")) {
      for (Path file : files) {
        JsonNode capture = new ObjectMapper().readTree(file.toFile()).at("/capture");
        Files.delete(file);
        double seen = capture.at("/seen").asDouble();
        double matched = capture.at("/matched").asDouble();
        double full = capture.at("/dropped/ring_full").asDouble();
        if (seen < BURST || (mode == Mode.UNMATCHED ? matched > 0 : matched < 0.99 * seen)) {
          throw new IllegalStateException(mode + ", but " + capture);
        }
        if (full > 0.01 * seen) {
          throw new IllegalStateException("the ring was full: " + capture);
        }
        return;
      }
    }
    throw new IllegalStateException(mode + ", but no report");
  }
}
