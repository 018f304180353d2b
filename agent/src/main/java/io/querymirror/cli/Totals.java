package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.report.JudgementJson;
import io.querymirror.report.Thresholds;
import io.querymirror.report.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several JVMs' reports as one, in the shape of one: counts and histograms are added, and
 * percentiles, ratios, verdicts and coverage are what the sums give.
 */
final class Totals {
  private final ObjectNode capture = JsonNodeFactory.instance.objectNode();
  private final Map<String, TargetSum> targets = new LinkedHashMap<>();
  private final ArrayNode expected = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();
  private final ObjectNode saved = JsonNodeFactory.instance.objectNode();
  private final ObjectNode recomputed = JsonNodeFactory.instance.objectNode();
  private String started = "";
  private String updated = "";
  private boolean enabled;

  private Totals() {}

  /**
   * @param thresholds to judge by
   * @throws InputException where a report's histograms cannot be read
   */
  static ObjectNode of(List<ReportFile> reports, Thresholds thresholds) throws InputException {
    Totals totals = new Totals();
    for (ReportFile file : reports) {
      try {
        totals.add(file.report());
      } catch (IllegalArgumentException e) {
        throw new InputException(file.path() + ": not a report: " + e.getMessage());
      }
    }
    return totals.node(thresholds);
  }

  /** Those of the first report that says by what it was judged. */
  static Thresholds thresholds(List<ReportFile> reports) {
    for (ReportFile file : reports) {
      JsonNode t = file.report().path("thresholds");
      if (t.path("ratio").isNumber()) {
        return Thresholds.of(
            t.path("ratio").asDouble(),
            t.path("floor_us").asLong(),
            t.path("min_coverage").asDouble(Thresholds.DEFAULT.minCoverage()));
      }
    }
    return Thresholds.DEFAULT;
  }

  private void add(JsonNode report) {
    JsonNode c = report.path("capture");
    Sums.add(capture, c);
    capture.remove("overhead_ns");
    long all = c.path("seen").asLong() - c.path("skipped").asLong();
    report
        .path("targets")
        .fields()
        .forEachRemaining(
            entry ->
                targets
                    .computeIfAbsent(entry.getKey(), k -> new TargetSum())
                    .add(entry.getValue(), all));
    addRules(report.path("rules"));
    ExpectedSums.add(expected, report.path("expected"));
    Sums.add(saved, report.path("saved"));
    Sums.add(recomputed, report.path("recomputed"));
    String from = report.path("started").asText();
    String to = report.path("updated").asText();
    started = started.isEmpty() || from.compareTo(started) < 0 ? from : started;
    updated = to.compareTo(updated) > 0 ? to : updated;
    enabled |= report.path("enabled").asBoolean();
  }

  private void addRules(JsonNode more) {
    for (JsonNode rule : more) {
      ObjectNode sum = null;
      for (JsonNode known : rules) {
        if (known.path("name").equals(rule.path("name"))) {
          sum = (ObjectNode) known;
        }
      }
      if (sum == null) {
        sum = rules.addObject();
        sum.set("name", rule.path("name"));
        sum.put("removed", true);
      }
      if (!rule.path("removed").asBoolean()) {
        sum.remove("removed");
      }
      sum.put("matched", sum.path("matched").asLong() + rule.path("matched").asLong());
    }
  }

  private ObjectNode node(Thresholds thresholds) {
    TargetSum control = null;
    for (TargetSum target : targets.values()) {
      control = control == null && target.control() ? target : control;
    }
    ObjectNode nodes = JsonNodeFactory.instance.objectNode();
    Verdict worst = Verdict.CANNOT_TELL;
    double coverage = Double.MAX_VALUE;
    for (Map.Entry<String, TargetSum> entry : targets.entrySet()) {
      TargetSum target = entry.getValue();
      ObjectNode node = target.node(target.control() ? null : control, thresholds);
      nodes.set(entry.getKey(), node);
      if (!target.control() && !target.removed()) {
        worst = worst.worse(Verdict.of(node.path("verdict").asText()));
      }
      if (target.removed()) {
        continue;
      }
      coverage = Math.min(coverage, node.path("coverage").asDouble(Double.MAX_VALUE));
    }
    ObjectNode total = JsonNodeFactory.instance.objectNode();
    total.put("format", 1);
    total.put("verdict", worst.key());
    if (coverage == Double.MAX_VALUE) {
      total.putNull("coverage");
    } else {
      total.put("coverage", coverage);
    }
    total.put("started", started);
    total.put("updated", updated);
    total.put("enabled", enabled);
    total.setAll(Json.fields(g -> new JudgementJson(g).thresholds(thresholds)));
    total.set("capture", capture);
    total.set("targets", nodes);
    total.set("rules", rules);
    if (!expected.isEmpty()) {
      total.set("expected", expected);
    }
    if (!saved.isEmpty()) {
      total.set("saved", saved);
    }
    if (!recomputed.isEmpty()) {
      total.set("recomputed", recomputed);
    }
    return total;
  }
}
