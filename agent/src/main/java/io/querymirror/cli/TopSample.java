package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What happened between two looks at an agent, in the shape of one line of {@code top --json}:
 * rates a second, lag of what ran in between, and the worst statements since start.
 */
final class TopSample {
  private static final int WORST = 20;

  private TopSample() {}

  /**
   * @param before the look before this one
   * @param seconds between the two, over 0
   */
  static ObjectNode of(JsonNode before, JsonNode now, double seconds) {
    JsonNode status = now.path("status");
    JsonNode report = now.path("report");
    JsonNode old = before.path("report");
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("at", report.path("updated"));
    node.put("seconds", Math.round(seconds * 1000) / 1000.0);
    for (String field : List.of("pid", "version", "java", "started", "enabled")) {
      node.set(field, status.path(field));
    }
    node.set("config", status.path("config"));
    node.set("verdict", report.path("verdict"));
    node.set("coverage", report.path("coverage"));
    JsonNode capture = report.path("capture");
    JsonNode captured = old.path("capture");
    for (String bin : List.of("seen", "unmatched", "skipped", "matched")) {
      node.put(bin + "_per_s", rate(captured.path(bin), capture.path(bin), seconds));
    }
    ObjectNode lost = node.putObject("dropped_per_s");
    rates(captured.path("dropped"), capture.path("dropped"), seconds, lost);
    node.set("internal_errors", capture.path("internal_errors"));
    node.set("overhead_ns", capture.path("overhead_ns"));
    ObjectNode targets = node.putObject("targets");
    each(
        report.path("targets"),
        (name, target) ->
            target(old.path("targets").path(name), target, seconds, targets.putObject(name)));
    node.set("digests", worst(report.path("targets")));
    return node;
  }

  /** Takes a field's name and its value. */
  private interface Field {
    void take(String name, JsonNode value);
  }

  private static void each(JsonNode object, Field field) {
    Iterator<Map.Entry<String, JsonNode>> all = object.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      field.take(entry.getKey(), entry.getValue());
    }
  }

  private static void target(JsonNode old, JsonNode now, double seconds, ObjectNode node) {
    JsonNode ledger = now.path("ledger");
    JsonNode was = old.path("ledger");
    node.set("verdict", now.path("verdict"));
    node.set("coverage", now.path("coverage"));
    node.set("role", now.path("role"));
    for (String bin : List.of("matched", "executed", "failed")) {
      node.put(bin + "_per_s", rate(was.path(bin), ledger.path(bin), seconds));
    }
    rates(was.path("dropped"), ledger.path("dropped"), seconds, node.putObject("dropped_per_s"));
    node.set("pending", ledger.path("pending"));
    node.set("new_errors", now.path("errors").path("new"));
    lag(old.path("lag_ms"), now.path("lag_ms"), node.putObject("lag_ms"));
    ObjectNode hosts = node.putObject("hosts");
    each(now.path("hosts"), (address, host) -> hosts.set(address, host.path("state")));
  }

  /** 0 where a count went back: the agent is another one than before. */
  private static double rate(JsonNode was, JsonNode is, double seconds) {
    long more = Math.max(0, is.asLong() - was.asLong());
    return Math.round(more / seconds * 10) / 10.0;
  }

  /** Those that are over 0. */
  private static void rates(JsonNode was, JsonNode is, double seconds, ObjectNode into) {
    each(
        is,
        (reason, count) -> {
          double rate = rate(was.path(reason), count, seconds);
          if (rate > 0) {
            into.put(reason, rate);
          }
        });
  }

  /** Of what ran between the two looks; null where nothing did. */
  private static void lag(JsonNode was, JsonNode is, ObjectNode into) {
    Map<Long, Long> counts = new TreeMap<>();
    for (JsonNode bucket : is.path("histogram_us")) {
      counts.merge(bucket.path(0).asLong(), bucket.path(1).asLong(), Long::sum);
    }
    for (JsonNode bucket : was.path("histogram_us")) {
      counts.merge(bucket.path(0).asLong(), -bucket.path(1).asLong(), Long::sum);
    }
    counts.values().removeIf(n -> n <= 0);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    percentile("p50", 0.5, counts, all, into);
    percentile("p99", 0.99, counts, all, into);
  }

  private static void percentile(
      String name, double share, Map<Long, Long> counts, long all, ObjectNode into) {
    long left = (long) Math.ceil(share * all);
    for (Map.Entry<Long, Long> bucket : counts.entrySet()) {
      left -= bucket.getValue();
      if (left <= 0) {
        into.put(name, bucket.getKey() / 1000.0);
        return;
      }
    }
    into.putNull(name);
  }

  /** Of all targets together, each with its target's name. */
  private static ArrayNode worst(JsonNode targets) {
    List<ObjectNode> all = new ArrayList<>();
    Map<ObjectNode, Long> news = new HashMap<>();
    each(
        targets,
        (name, target) -> {
          for (JsonNode digest : target.path("digests")) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            JsonNode latency = digest.path("latency_us");
            node.put("target", name);
            for (String field : List.of("verdict", "digest", "text", "schema", "count")) {
              node.set(field, digest.path(field));
            }
            node.set("new_errors", digest.path("errors").path("new"));
            node.set("different", digest.path("results").path("different"));
            node.set("source_p50_us", p50(latency.path("source")));
            node.set("target_p50_us", p50(latency.path("target")));
            node.set("ratio_p50", number(latency.path("ratio_p50")));
            all.add(node);
          }
        });
    all.sort(
        Comparator.comparing((ObjectNode d) -> Verdict.of(d.path("verdict").asText()))
            .thenComparing(
                Comparator.comparingLong((ObjectNode d) -> d.path("new_errors").asLong())
                    .thenComparingLong(d -> d.path("count").asLong())
                    .reversed()));
    ArrayNode worst = JsonNodeFactory.instance.arrayNode();
    all.stream().limit(WORST).forEach(worst::add);
    return worst;
  }

  private static JsonNode p50(JsonNode side) {
    return side.path("count").asLong() > 0 ? side.path("p50") : JsonNodeFactory.instance.nullNode();
  }

  private static JsonNode number(JsonNode n) {
    return n.isNumber() ? n : JsonNodeFactory.instance.nullNode();
  }

  static double sum(JsonNode rates) {
    double sum = 0;
    for (JsonNode rate : rates) {
      sum += rate.asDouble();
    }
    return sum;
  }
}
