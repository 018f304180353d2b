package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.Circumstances;
import io.querymirror.report.DigestCounts;
import io.querymirror.report.JudgementJson;
import io.querymirror.report.LatencyJson;
import io.querymirror.report.TargetJudge;
import io.querymirror.report.TargetJudgement;
import io.querymirror.report.Thresholds;
import io.querymirror.report.Verdict;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.LatencySummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One target, out of the reports of several JVMs: counts and histograms add, verdicts follow. */
final class TargetSum {
  private static final String AMPLIFIED = "amplified";
  private static final List<String> COUNTED =
      List.of(
          "ledger",
          AMPLIFIED,
          "fidelity",
          "out_of_step",
          "connections",
          "errors",
          "results",
          "warnings",
          "unsupported_reasons",
          "no_rows_reasons",
          "hosts");
  private final ObjectNode sum = JsonNodeFactory.instance.objectNode();
  private final Map<List<String>, DigestSum> digests = new LinkedHashMap<>();
  private final List<Distribution> sources = new ArrayList<>();
  private final List<Distribution> targets = new ArrayList<>();
  private final List<Distribution> lags = new ArrayList<>();
  private final List<Distribution> roundTrips = new ArrayList<>();
  private final PlanSums plans = new PlanSums();
  private final ResourceSums resources = new ResourceSums();
  private final HistorySum history = new HistorySum();
  private long seen;
  private boolean cheapest;
  private boolean control;
  private boolean removed = true;

  /**
   * @param all statements that its JVM saw and did not skip
   * @throws IllegalArgumentException where a histogram is none
   */
  void add(JsonNode target, long all) {
    seen += all;
    cheapest |= target.path("protocol").asText().equals("cheapest");
    control |= target.path("role").asText().equals("control");
    removed &= target.path("removed").asBoolean();
    for (String part : COUNTED) {
      Sums.add(sum, target, part);
    }
    target.path("hosts").fields().forEachRemaining(e -> state(e.getKey(), e.getValue()));
    for (JsonNode digest : target.path("digests")) {
      List<String> key = List.of(digest.path("digest").asText(), digest.path("schema").toString());
      digests.computeIfAbsent(key, k -> new DigestSum()).add(digest);
    }
    plans.add(target);
    resources.add(target);
    history.add(target);
    sources.add(LatencyNodes.side(target.path("latency_us").path("source")));
    targets.add(LatencyNodes.side(target.path("latency_us").path("target")));
    roundTrips.add(LatencyNodes.side(target.path("round_trip_us")));
    lags.add(LatencyNodes.lag(target.path("lag_ms")));
  }

  /** As one JVM saw it last; where several differ, the one that is not up. */
  private void state(String host, JsonNode counts) {
    ObjectNode known = Sums.object(Sums.object(sum, "hosts"), host);
    if (!known.has("state") || known.path("state").asText().equals("up")) {
      known.set("state", counts.path("state"));
    }
  }

  boolean control() {
    return control;
  }

  /** Whether no JVM has it any more. */
  boolean removed() {
    return removed;
  }

  /**
   * In a report's shape, with new verdicts.
   *
   * @param other the control target; null for none
   */
  ObjectNode node(@Nullable TargetSum other, Thresholds thresholds) {
    List<DigestSum> all = new ArrayList<>(digests.values());
    List<DigestCounts> counts = new ArrayList<>(all.size());
    digests.forEach(
        (key, digest) -> {
          DigestSum its = other == null ? null : other.digests.get(key);
          counts.add(digest.counts(its == null ? null : its.latency()));
        });
    Circumstances circumstances =
        new Circumstances(
                cheapest,
                Distribution.sum(roundTrips),
                other == null ? Distribution.NONE : Distribution.sum(other.roundTrips))
            .control(control);
    TargetJudgement judgement = TargetJudge.judge(counts, circumstances, thresholds);
    ObjectNode node = Json.fields(g -> new JudgementJson(g).target(judgement));
    coverage(node);
    if (removed) {
      node.put("removed", true);
    }
    node.put("role", control ? "control" : "candidate");
    node.put("protocol", cheapest ? "cheapest" : "same");
    node.setAll(sum);
    node.setAll(
        Json.fields(
            g -> {
              LatencyJson latency = new LatencyJson(g);
              latency.both(Distribution.sum(sources), Distribution.sum(targets));
              latency.side("round_trip_us", Distribution.sum(roundTrips));
            }));
    node.set("lag_ms", lag());
    history.write(node);
    plans.write(node);
    resources.write(node);
    digests(node.putArray("digests"), all, judgement);
    return node;
  }

  private void coverage(ObjectNode node) {
    if (seen > 0) {
      long ran = ran(sum.path("ledger")) - ran(sum.path(AMPLIFIED));
      node.put("coverage", Math.floor(10_000.0 * ran / seen) / 10_000);
    } else {
      node.putNull("coverage");
    }
  }

  private static long ran(JsonNode counts) {
    return counts.path("executed").asLong() + counts.path("failed").asLong();
  }

  private ObjectNode lag() {
    Distribution all = Distribution.sum(lags);
    LatencySummary lag = all.summary();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("p50", Math.round(lag.p50() / 100.0) / 10.0);
    node.put("p99", Math.round(lag.p99() / 100.0) / 10.0);
    node.put("max", Math.round(lag.max() / 100.0) / 10.0);
    node.setAll(Json.fields(g -> new LatencyJson(g).histogram("histogram_us", all)));
    return node;
  }

  private void digests(ArrayNode into, List<DigestSum> all, TargetJudgement judgement) {
    List<ObjectNode> nodes = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      nodes.add(all.get(i).node(judgement.digests().get(i), cheapest));
    }
    nodes.sort(
        Comparator.comparing((ObjectNode d) -> Verdict.of(d.path("verdict").asText()))
            .thenComparing(
                Comparator.comparingLong((ObjectNode d) -> d.path("errors").path("new").asLong())
                    .thenComparingLong(d -> d.path("results").path("different").asLong())
                    .thenComparingLong(d -> d.path("count").asLong())
                    .reversed()));
    into.addAll(nodes);
  }
}
