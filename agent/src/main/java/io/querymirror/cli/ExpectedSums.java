package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What came of the rules about expected differences, of several JVMs, by their reasons. */
final class ExpectedSums {
  private ExpectedSums() {}

  static void add(ArrayNode sums, JsonNode more) {
    for (JsonNode rule : more) {
      ObjectNode sum = null;
      for (JsonNode known : sums) {
        if (known.path("reason").equals(rule.path("reason"))) {
          sum = (ObjectNode) known;
        }
      }
      if (sum == null) {
        sums.add(rule.deepCopy());
      } else {
        for (String count : new String[] {"used", "late"}) {
          sum.put(count, sum.path(count).asLong() + rule.path(count).asLong());
        }
      }
    }
  }
}
