package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One target's plans, of several JVMs: each shape and each change once. */
final class PlanSums {
  private final Map<List<String>, ObjectNode> changes = new LinkedHashMap<>();
  private final ObjectNode plans = JsonNodeFactory.instance.objectNode();
  private boolean any;

  void add(JsonNode target) {
    if (!target.has("plans")) {
      return;
    }
    any = true;
    counts(plans, target.path("plans"));
    for (JsonNode change : target.path("plan_changes")) {
      List<String> key =
          List.of(
              change.path("schema").toString(),
              change.path("digest").asText(),
              change.path("against").asText(),
              change.path("from").path("hash").asText(),
              change.path("to").path("hash").asText());
      ObjectNode known = changes.get(key);
      if (known == null || earlier(change, known)) {
        changes.put(key, change.deepCopy());
      }
    }
  }

  private static boolean earlier(JsonNode one, JsonNode other) {
    return time(one).compareTo(time(other)) < 0;
  }

  private static String time(JsonNode node) {
    return node.path("first_seen").asText();
  }

  private static void counts(ObjectNode sum, JsonNode more) {
    double ms = sum.path("ms").asDouble() + more.path("ms").asDouble();
    ObjectNode whole = more.deepCopy();
    whole.remove(List.of("ms", "source"));
    Sums.add(sum, whole);
    for (String name : List.of("mode", "note")) {
      if (more.has(name)) {
        sum.put(name, joined(sum.path(name).asText(), more.path(name).asText()));
      }
    }
    sum.put("ms", Math.round(ms * 10) / 10.0);
    if (more.has("source")) {
      counts(Sums.object(sum, "source"), more.path("source"));
    }
  }

  private static String joined(String known, String other) {
    Set<String> all = new LinkedHashSet<>(List.of(known.split(", ")));
    all.remove("");
    all.add(other);
    return String.join(", ", all);
  }

  /** Writes {@code plans} and {@code plan_changes}; nothing where no JVM looked at plans. */
  void write(ObjectNode into) {
    if (any) {
      into.set("plans", plans);
      ArrayNode all = into.putArray("plan_changes");
      changes.values().forEach(all::add);
    }
  }

  /** Adds the plans of a digest to those that are known: by side and shape, each once. */
  static void add(ObjectNode sum, JsonNode digest) {
    if (!digest.has("plans")) {
      return;
    }
    JsonNode known = sum.get("plans");
    ArrayNode all = known instanceof ArrayNode ? (ArrayNode) known : sum.putArray("plans");
    for (JsonNode plan : digest.path("plans")) {
      ObjectNode same = null;
      for (JsonNode one : all) {
        boolean alike =
            one.path("side").equals(plan.path("side"))
                && one.path("hash").equals(plan.path("hash"));
        same = alike ? (ObjectNode) one : same;
      }
      if (same == null) {
        all.add(plan.deepCopy());
      } else {
        merge(same, plan);
      }
    }
  }

  private static void merge(ObjectNode into, JsonNode plan) {
    into.put("count", into.path("count").asLong() + plan.path("count").asLong());
    if (earlier(plan, into)) {
      into.set("first_seen", plan.path("first_seen"));
    }
    if (plan.path("last_seen").asText().compareTo(into.path("last_seen").asText()) > 0) {
      into.set("last_seen", plan.path("last_seen"));
    }
    for (String name : List.of("plan", "analyzed")) {
      if (into.path(name).isMissingNode() || into.path(name).isNull()) {
        if (plan.has(name)) {
          into.set(name, plan.path(name));
        }
      }
    }
  }
}
