package io.querymirror.bench.results;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The raw figures of a run, round by round, kept in a file below {@code bench/target} so that a
 * later run can add rounds: a machine may be quiet for minutes only.
 */
public final class Rounds {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final List<Map<String, Map<String, Double>>> rounds = new ArrayList<>();

  private Rounds(Path file) {
    this.file = file;
  }

  /** Of the run {@code name}: none yet, or with {@code --keep} those measured before. */
  public static Rounds of(String name, Arguments arguments) throws IOException {
    Path file =
        Arguments.root()
            .resolve("bench/target/rounds")
            .resolve(
                name + "-jdk" + Machine.java() + (arguments.quick() ? "-quick" : "") + ".jsonl");
    Rounds all = new Rounds(file);
    if (arguments.keep() && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        all.rounds.add(MAPPER.readValue(line, new TypeReference<>() {}));
      }
    }
    return all;
  }

  /**
   * @param figures of each case by name
   */
  public void add(Map<String, Map<String, Double>> figures) throws IOException {
    rounds.add(new LinkedHashMap<>(figures));
    Files.createDirectories(file.getParent());
    List<String> lines = new ArrayList<>();
    for (Map<String, Map<String, Double>> round : rounds) {
      lines.add(MAPPER.writeValueAsString(round));
    }
    Files.write(file, lines);
  }

  public int count() {
    return rounds.size();
  }

  /** Over the rounds that have the case; null where none has. */
  public @Nullable Quartiles of(String one, ToDoubleFunction<Map<String, Double>> figure) {
    List<Double> values = new ArrayList<>();
    for (Map<String, Map<String, Double>> round : rounds) {
      Map<String, Double> found = round.get(one);
      if (found != null) {
        values.add(figure.applyAsDouble(found));
      }
    }
    return values.isEmpty() ? null : Quartiles.of(values);
  }

  /** Of two cases of the same round, over the rounds that have both. */
  public @Nullable Quartiles of(
      String one,
      String other,
      ToDoubleBiFunction<Map<String, Double>, Map<String, Double>> figure) {
    List<Double> values = new ArrayList<>();
    for (Map<String, Map<String, Double>> round : rounds) {
      Map<String, Double> a = round.get(one);
      Map<String, Double> b = round.get(other);
      if (a != null && b != null) {
        values.add(figure.applyAsDouble(a, b));
      }
    }
    return values.isEmpty() ? null : Quartiles.of(values);
  }

  /** Over whole rounds; NaN leaves a round out. */
  public @Nullable Quartiles ofRound(ToDoubleFunction<Map<String, Map<String, Double>>> figure) {
    List<Double> values = new ArrayList<>();
    for (Map<String, Map<String, Double>> round : rounds) {
      double value = figure.applyAsDouble(round);
      if (!Double.isNaN(value)) {
        values.add(value);
      }
    }
    return values.isEmpty() ? null : Quartiles.of(values);
  }
}
