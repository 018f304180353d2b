package io.querymirror.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.bench.results.Arguments;
import io.querymirror.it.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A coarse guard: the cost of one statement, in bytes and in multiples of a capture by hand in the
 * same run, has not doubled since the committed results. A noisy machine only ever adds, so the
 * least of up to three rounds counts, and one that passes is enough.
 */
class GuardIT {
  private static final int ROUNDS = 3;

  /** Room for the clock of another machine, which is most of the floor. */
  private static final double FLOORS = 0.3;

  private static final double BYTES = 8;
  private static final double NEARLY_DOUBLED = 1.9;

  private static final List<Micro.Case> CASES =
      List.of(
          of("again", Mode.OFF),
          of("again", Mode.UNMATCHED),
          of("again", Mode.MATCHED),
          of("literal", Mode.MATCHED));

  private final Map<String, Double> least = new HashMap<>();

  private static Micro.Case of(String method, Mode mode) {
    return new Micro.Case(Sources.CONNECTOR_J, method, mode, 1);
  }

  @Test
  void costsHaveNotDoubled(@TempDir Path directory) throws Exception {
    JsonNode committed =
        new ObjectMapper()
            .readTree(Arguments.root().resolve("bench/results/micro.json").toFile())
            .at("/tables/0/rows");
    try (EmbeddedServer server = EmbeddedServer.mariadb("--general-log=0")) {
      Micro micro = Micro.on(server, directory);
      List<String> doubled = List.of("not measured");
      for (int round = 1; round <= ROUNDS && !doubled.isEmpty(); round++) {
        try {
          round(micro);
          doubled = doubled(committed);
        } catch (IllegalStateException upset) {
          // A machine too busy to empty the ring: the next round may do better.
          doubled = List.of(upset.toString());
        }
        System.err.println("round " + round + ": " + least);
      }
      assertTrue(doubled.isEmpty(), String.join("\n", doubled));
    }
  }

  private void round(Micro micro) throws Exception {
    double none = measured(micro, of("again", Mode.NONE));
    measured(micro, of("again", Mode.FLOOR));
    for (Micro.Case c : CASES) {
      measured(micro, c);
    }
    least.merge("none", none, Math::min);
  }

  private double measured(Micro micro, Micro.Case c) throws Exception {
    Map<String, Double> figures = micro.fork(c);
    least.merge(c.name() + " ns", figures.get("ns"), Math::min);
    least.merge(c.name() + " B", figures.get("bytes"), Math::min);
    return figures.get("ns");
  }

  private List<String> doubled(JsonNode committed) {
    double floor = added(of("again", Mode.FLOOR));
    List<String> doubled = new ArrayList<>();
    for (Micro.Case c : CASES) {
      JsonNode row = row(committed, c);
      compare(
          c,
          "floors",
          added(c) / floor,
          row.at("/of the floor/median").asDouble(),
          FLOORS,
          doubled);
      compare(
          c, "B", least.get(c.name() + " B"), row.at("/added B/median").asDouble(), BYTES, doubled);
    }
    return doubled;
  }

  private double added(Micro.Case c) {
    return least.get(c.name() + " ns") - least.get("none");
  }

  private static void compare(
      Micro.Case c, String unit, double now, double before, double room, List<String> doubled) {
    double limit = NEARLY_DOUBLED * before + room;
    if (now > limit) {
      doubled.add(
          String.format(
              Locale.ROOT,
              "%s: %.2f %s, more than %.2f; in bench/results/micro.json it is %.2f",
              c.name(),
              now,
              unit,
              limit,
              before));
    }
  }

  private static JsonNode row(JsonNode committed, Micro.Case c) {
    for (JsonNode row : committed) {
      if (row.at("/driver").asText().equals(c.driver())
          && row.at("/statement").asText().equals(Micro.words(c.method()))
          && row.at("/mode").asText().equals(c.mode().words)) {
        return row;
      }
    }
    throw new AssertionError("no row for " + c.name() + " in bench/results/micro.json");
  }
}
