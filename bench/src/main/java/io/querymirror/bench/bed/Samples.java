package io.querymirror.bench.bed;

import io.querymirror.bench.results.Quartiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * What was measured: round, player, figure, value. Kept as text lines beside the results, so that a
 * run can be continued: a shared machine is seldom quiet for all rounds at once.
 */
public final class Samples {
  private final Map<String, Map<Integer, Map<String, Double>>> byPlayer = new TreeMap<>();
  private final Path file;
  private int rounds;

  private Samples(Path file) {
    this.file = file;
  }

  /**
   * Those of a run.
   *
   * @param keep whether it goes on with what an earlier one kept
   */
  public static Samples in(Path file, boolean keep) throws IOException {
    Samples samples = new Samples(file);
    if (keep && Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split("\t");
        samples.add(
            Integer.parseInt(cells[0]), cells[1], Map.of(cells[2], Double.valueOf(cells[3])));
      }
    }
    return samples;
  }

  /** Keeps them. */
  public void write() throws IOException {
    List<String> lines = new ArrayList<>();
    byPlayer.forEach(
        (player, turns) ->
            turns.forEach(
                (round, figures) ->
                    figures.forEach(
                        (name, value) ->
                            lines.add(round + "\t" + player + "\t" + name + "\t" + value))));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }

  public void add(int round, String player, Map<String, Double> figures) {
    byPlayer
        .computeIfAbsent(player, p -> new TreeMap<>())
        .computeIfAbsent(round, r -> new TreeMap<>())
        .putAll(figures);
    rounds = Math.max(rounds, round + 1);
  }

  /** The number of the next round. */
  public int rounds() {
    return rounds;
  }

  public boolean has(String player, String figure) {
    return byPlayer.getOrDefault(player, Map.of()).values().stream()
        .anyMatch(figures -> figures.containsKey(figure));
  }

  public Quartiles of(String player, String figure) {
    List<Double> values = new ArrayList<>();
    byPlayer
        .getOrDefault(player, Map.of())
        .forEach(
            (round, figures) -> {
              Double value = figures.get(figure);
              if (value != null) {
                values.add(value);
              }
            });
    return Quartiles.of(values);
  }

  /** A player's figure over the baseline's of the same round. */
  public Quartiles ratio(String player, String base, String figure) {
    return against(player, base, figure, (x, y) -> x / y);
  }

  /** A player's figure less the baseline's of the same round. */
  public Quartiles added(String player, String base, String figure) {
    return against(player, base, figure, (x, y) -> x - y);
  }

  private Quartiles against(String player, String base, String figure, DoubleBinaryOperator how) {
    List<Double> values = new ArrayList<>();
    Map<Integer, Map<String, Double>> bases = byPlayer.getOrDefault(base, Map.of());
    byPlayer
        .getOrDefault(player, Map.of())
        .forEach(
            (round, figures) -> {
              Double value = figures.get(figure);
              Double other = bases.getOrDefault(round, Map.of()).get(figure);
              if (value != null && other != null) {
                values.add(how.applyAsDouble(value, other));
              }
            });
    return Quartiles.of(values);
  }
}
