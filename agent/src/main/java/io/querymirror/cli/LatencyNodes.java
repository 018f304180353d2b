package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.stats.Blocks;
import io.querymirror.stats.Blocks.Quantile;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencyPair;
import java.util.Arrays;

/** Reads latencies out of a report, whole enough to be added up. */
final class LatencyNodes {
  private static final int BEFORE = 2;

  private LatencyNodes() {}

  /**
   * {@code latency_us} of a digest.
   *
   * @throws IllegalArgumentException where it is none
   */
  static LatencyPair pair(JsonNode latency) {
    return new LatencyPair(
        side(latency.path("source")), side(latency.path("target")), blocks(latency.path("blocks")));
  }

  /** One side of it, or {@code round_trip_us}. */
  static Distribution side(JsonNode side) {
    return distribution(
        side.path("histogram"), side.path("mean").asDouble(), side.path("max").asLong());
  }

  /** {@code lag_ms}, in microseconds. */
  static Distribution lag(JsonNode lag) {
    JsonNode histogram = lag.path("histogram_us");
    double mean = lag.path("p50").asDouble() * 1000;
    return distribution(histogram, mean, Math.round(lag.path("max").asDouble() * 1000));
  }

  private static Distribution distribution(JsonNode histogram, double mean, long max) {
    if (histogram.isEmpty()) {
      return Distribution.NONE;
    }
    long[] lows = new long[histogram.size()];
    long[] counts = new long[lows.length];
    for (int i = 0; i < lows.length; i++) {
      lows[i] = histogram.get(i).path(0).asLong();
      counts[i] = histogram.get(i).path(1).asLong();
    }
    return Distribution.of(lows, counts, mean, max);
  }

  private static Blocks blocks(JsonNode blocks) {
    JsonNode values = blocks.path("values");
    if (values.isEmpty()) {
      return Blocks.NONE;
    }
    int quantiles = 2 * Quantile.values().length;
    long[] at = new long[values.size()];
    int[] counts = new int[at.length];
    double[][] micros = new double[at.length][quantiles];
    for (int i = 0; i < at.length; i++) {
      JsonNode block = values.get(i);
      at[i] = block.path(0).asLong();
      counts[i] = block.path(1).asInt();
      Arrays.fill(micros[i], -1);
      for (int j = 0; j < quantiles && BEFORE + j < block.size(); j++) {
        micros[i][j] = block.path(BEFORE + j).asDouble();
      }
    }
    return Blocks.of(blocks.path("span_ms").asLong(), at, counts, micros);
  }
}
