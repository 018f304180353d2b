package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several JVMs' reports as one: counts are summed, verdicts the worst, coverage what the summed
 * counts give. Percentiles are left out, as those of several JVMs have no sum and no mean.
 */
final class Totals {
  private static final List<String> WORST_FIRST =
      List.of("errors", "mismatch", "degraded", "improved", "same", "cannot_tell");
  private static final String AMPLIFIED = "amplified";
  private static final List<String> COUNTED =
      List.of("ledger", AMPLIFIED, "fidelity", "errors", "unsupported_reasons");

  private final ObjectNode total = JsonNodeFactory.instance.objectNode();
  private final Map<String, Long> covers = new LinkedHashMap<>();

  private Totals() {}

  /** In the shape of a report. */
  static ObjectNode of(List<ReportFile> reports) {
    Totals totals = new Totals();
    totals.total.put("format", 1);
    totals.total.put("verdict", "cannot_tell");
    totals.total.putNull("coverage");
    totals.total.putObject("capture");
    totals.total.putObject("targets");
    totals.total.putArray("rules");
    for (ReportFile file : reports) {
      totals.add(file.report());
    }
    totals.coverage();
    return totals.total;
  }

  private void add(JsonNode report) {
    total.put("verdict", worse(total.path("verdict").asText(), report.path("verdict").asText()));
    sum(object(total, "capture"), report.path("capture"));
    object(total, "capture").remove("overhead_ns");
    long all =
        report.path("capture").path("seen").asLong()
            - report.path("capture").path("skipped").asLong();
    ObjectNode targets = (ObjectNode) total.path("targets");
    report
        .path("targets")
        .fields()
        .forEachRemaining(
            entry -> {
              target(object(targets, entry.getKey()), entry.getValue());
              covers.merge(entry.getKey(), all, Long::sum);
            });
    rules((ArrayNode) total.path("rules"), report.path("rules"));
  }

  private static void target(ObjectNode sum, JsonNode target) {
    sum.put(
        "verdict",
        worse(sum.path("verdict").asText("cannot_tell"), target.path("verdict").asText()));
    sum.putNull("coverage");
    String protocol = sum.path("protocol").asText("same");
    sum.put(
        "protocol", protocol.equals("same") ? target.path("protocol").asText("same") : protocol);
    for (String part : COUNTED) {
      if (target.has(part) || !part.equals(AMPLIFIED)) {
        sum(object(sum, part), target.path(part));
      }
    }
  }

  private static void rules(ArrayNode sums, JsonNode rules) {
    for (JsonNode rule : rules) {
      ObjectNode sum = null;
      for (JsonNode known : sums) {
        if (known.path("name").equals(rule.path("name"))) {
          sum = (ObjectNode) known;
        }
      }
      if (sum == null) {
        sum = sums.addObject();
        sum.set("name", rule.path("name"));
      }
      sum.put("matched", sum.path("matched").asLong() + rule.path("matched").asLong());
    }
  }

  private void coverage() {
    double worst = Double.MAX_VALUE;
    for (Map.Entry<String, Long> entry : covers.entrySet()) {
      if (entry.getValue() > 0) {
        ObjectNode target = (ObjectNode) total.path("targets").path(entry.getKey());
        JsonNode ledger = target.path("ledger");
        long ran = ran(ledger) - ran(target.path(AMPLIFIED));
        double share = Math.floor(10_000.0 * ran / entry.getValue()) / 10_000;
        target.put("coverage", share);
        worst = Math.min(worst, share);
      }
    }
    if (worst != Double.MAX_VALUE) {
      total.put("coverage", worst);
    }
  }

  private static long ran(JsonNode counts) {
    return counts.path("executed").asLong() + counts.path("failed").asLong();
  }

  private static void sum(ObjectNode into, JsonNode from) {
    Iterator<Map.Entry<String, JsonNode>> fields = from.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getValue().isObject()) {
        sum(object(into, field.getKey()), field.getValue());
      } else if (field.getValue().isIntegralNumber()) {
        into.put(field.getKey(), into.path(field.getKey()).asLong() + field.getValue().asLong());
      }
    }
  }

  /** Not withObject(name): that takes a name with a slash for a path. */
  private static ObjectNode object(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ObjectNode ? (ObjectNode) child : parent.putObject(name);
  }

  private static String worse(String a, String b) {
    return rank(a) <= rank(b) ? a : b;
  }

  private static int rank(String verdict) {
    int rank = WORST_FIRST.indexOf(verdict);
    return rank < 0 ? WORST_FIRST.size() : rank;
  }
}
