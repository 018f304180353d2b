package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;

/** Adds what reports have counted. */
final class Sums {
  private Sums() {}

  /** Adds whole numbers, also in objects below; leaves everything else out. */
  static void add(ObjectNode into, JsonNode from) {
    Iterator<Map.Entry<String, JsonNode>> fields = from.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getValue().isObject()) {
        add(object(into, field.getKey()), field.getValue());
      } else if (field.getValue().isIntegralNumber()) {
        into.put(field.getKey(), into.path(field.getKey()).asLong() + field.getValue().asLong());
      }
    }
  }

  /** The same for one part of both, which is there where one of them has it. */
  static void add(ObjectNode into, JsonNode from, String part) {
    if (from.has(part)) {
      add(object(into, part), from.path(part));
    }
  }

  /** Not withObject(name): that takes a name with a slash for a path. */
  static ObjectNode object(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ObjectNode ? (ObjectNode) child : parent.putObject(name);
  }

  /** The elements of both, up to so many. */
  static void append(ObjectNode into, JsonNode from, String part, int most) {
    if (!from.path(part).isArray()) {
      return;
    }
    JsonNode known = into.get(part);
    ArrayNode all = known instanceof ArrayNode ? (ArrayNode) known : into.putArray(part);
    for (JsonNode element : from.path(part)) {
      if (all.size() < most && !contains(all, element)) {
        all.add(element);
      }
    }
  }

  private static boolean contains(ArrayNode all, JsonNode wanted) {
    for (JsonNode element : all) {
      if (element.equals(wanted)) {
        return true;
      }
    }
    return false;
  }
}
