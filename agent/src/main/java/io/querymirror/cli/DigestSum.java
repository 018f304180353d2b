package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.DigestCounts;
import io.querymirror.report.DigestJudgement;
import io.querymirror.report.JudgementJson;
import io.querymirror.report.LatencyJson;
import io.querymirror.stats.LatencyPair;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One digest of one target, out of the reports of several JVMs. */
final class DigestSum {
  private static final int EXAMPLES = 10;
  private static final int PLAN_CHANGES = 100;
  private static final List<String> FAILED =
      List.of("new", "same", "changed", "environment", "noise");

  private final ObjectNode sum = JsonNodeFactory.instance.objectNode();
  private LatencyPair latency = LatencyPair.NONE;

  /**
   * @throws IllegalArgumentException where its latencies are no latencies
   */
  void add(JsonNode digest) {
    if (sum.isEmpty()) {
      for (String name : List.of("digest", "text", "schema")) {
        sum.set(name, digest.path(name));
      }
    }
    sum.put("count", sum.path("count").asLong() + digest.path("count").asLong());
    for (String part : List.of("errors", "results", "warnings")) {
      Sums.add(sum, digest, part);
    }
    examples(digest.path("examples"));
    for (String part : List.of("non_deterministic", "type_drift")) {
      Sums.append(sum, digest, part, EXAMPLES);
    }
    PlanSums.add(sum, digest);
    Sums.append(sum, digest, "plan_changes", PLAN_CHANGES);
    latency = latency.plus(LatencyNodes.pair(digest.path("latency_us")));
  }

  /** Those that differ in nothing but how often are one. */
  private void examples(JsonNode more) {
    JsonNode known = sum.get("examples");
    ArrayNode all = known instanceof ArrayNode ? (ArrayNode) known : sum.putArray("examples");
    for (JsonNode example : more) {
      ObjectNode same = null;
      for (JsonNode one : all) {
        same = without(one).equals(without(example)) ? (ObjectNode) one : same;
      }
      if (same != null) {
        same.put("count", same.path("count").asLong() + example.path("count").asLong());
      } else if (all.size() < EXAMPLES) {
        all.add(example.deepCopy());
      }
    }
  }

  private static JsonNode without(JsonNode example) {
    JsonNode copy = example.deepCopy();
    if (copy instanceof ObjectNode) {
      ((ObjectNode) copy).remove("count");
    }
    return copy;
  }

  LatencyPair latency() {
    return latency;
  }

  DigestCounts counts(@Nullable LatencyPair control) {
    long failed = 0;
    for (String type : FAILED) {
      failed += sum.path("errors").path(type).asLong();
    }
    return new DigestCounts(
        sum.path("digest").asText(),
        sum.path("count").asLong() - failed,
        sum.path("errors").path("new").asLong(),
        sum.path("results").path("different").asLong(),
        latency,
        control);
  }

  /** In a report's shape. */
  ObjectNode node(DigestJudgement judgement, boolean cheapest) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (String name : List.of("digest", "text", "schema", "count")) {
      node.set(name, sum.get(name));
    }
    node.setAll(Json.fields(g -> new JudgementJson(g).digest(judgement)));
    List<String> rest = new ArrayList<>();
    sum.fieldNames().forEachRemaining(rest::add);
    rest.removeIf(node::has);
    rest.forEach(name -> node.set(name, sum.get(name)));
    node.setAll(Json.fields(g -> new LatencyJson(g).digest(latency, judgement, cheapest)));
    return node;
  }
}
