package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One version of report.json. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private Report(JsonNode root) {
    this.root = root;
  }

  /** The report of a directory as it is now; it is always whole, being moved into its place. */
  static Report in(Path directory) {
    try {
      return new Report(JSON.readTree(Files.readAllBytes(directory.resolve("report.json"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A number by its path: {@code capture.seen}; fails where there is none. */
  long number(String path) {
    JsonNode node = node(path);
    assertTrue(node.isIntegralNumber(), () -> path + " in " + root.toPrettyString());
    return node.asLong();
  }

  /** A number of a target's ledger: {@code dropped.shutdown}. */
  long ledger(String target, String path) {
    return number("targets." + target + ".ledger." + path);
  }

  String text(String path) {
    return node(path).asText();
  }

  JsonNode node(String path) {
    JsonNode node = root;
    for (String step : path.split("\\.")) {
      node = node.path(step);
    }
    return node;
  }

  /** The contract's equations, of the capture and of each target. */
  Report balanced() {
    assertEquals(
        number("capture.seen"),
        number("capture.unmatched")
            + number("capture.skipped")
            + number("capture.matched")
            + sum(node("capture.dropped")),
        this::toString);
    for (Map.Entry<String, JsonNode> target : node("targets").properties()) {
      String name = target.getKey();
      assertEquals(
          ledger(name, "matched") + ledger(name, "amplified"),
          ledger(name, "sampled_out")
              + ledger(name, "not_repeated")
              + ledger(name, "executed")
              + ledger(name, "failed")
              + ledger(name, "pending")
              + sum(node("targets." + name + ".ledger.dropped")),
          () -> name + this);
    }
    return this;
  }

  /** What is queued or running, on all targets. */
  long pending() {
    long sum = 0;
    for (JsonNode target : node("targets")) {
      sum += target.path("ledger").path("pending").asLong();
    }
    return sum;
  }

  /** What was seen, and every target's ledger. */
  String counts() {
    StringBuilder counts = new StringBuilder().append(number("capture.seen"));
    for (JsonNode target : node("targets")) {
      counts.append(' ').append(target.path("ledger"));
    }
    return counts.toString();
  }

  /** Sum of all drops of a target. */
  long dropped(String target) {
    return sum(node("targets." + target + ".ledger.dropped"));
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  /** Without digests and latencies. */
  String brief() {
    ObjectNode brief = root.deepCopy();
    for (JsonNode target : brief.path("targets")) {
      ((ObjectNode) target).remove(List.of("digests", "latency_us", "hosts"));
    }
    return brief.toString();
  }

  @Override
  public String toString() {
    return root.toPrettyString();
  }
}
