package io.querymirror.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of a plan in JSON. An object keeps every entry in its place, also two of one name:
 * MariaDB writes the tables of a join as so many entries {@code "table"}.
 */
final class PlanNode {
  private static final JsonFactory JSON = new JsonFactory();

  /** Deeper plans than any server writes; the stack has room for these. */
  private static final int DEEPEST = 200;

  private final JsonToken type;
  private final String text;

  /** Of an object, beside {@link #values}. */
  private final List<String> keys;

  /** Of an object or an array. */
  private final List<PlanNode> values;

  private PlanNode(JsonToken type, String text, List<String> keys, List<PlanNode> values) {
    this.type = type;
    this.text = text;
    this.keys = keys;
    this.values = values;
  }

  /** Throws IOException where it is no JSON, or nested without end. */
  static PlanNode parse(String json) throws IOException {
    try (JsonParser p = JSON.createParser(json)) {
      JsonToken first = p.nextToken();
      if (first == null) {
        throw new IOException("an empty plan");
      }
      return read(p, first, 0);
    }
  }

  private static PlanNode read(JsonParser p, JsonToken at, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("a plan that is nested too deep");
    }
    if (at != JsonToken.START_OBJECT && at != JsonToken.START_ARRAY) {
      return new PlanNode(at, p.getText(), List.of(), List.of());
    }
    boolean object = at == JsonToken.START_OBJECT;
    JsonToken end = object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
    List<String> keys = object ? new ArrayList<>() : List.of();
    List<PlanNode> values = new ArrayList<>();
    for (JsonToken t = p.nextToken(); t != end; t = p.nextToken()) {
      if (object) {
        keys.add(p.currentName());
        t = p.nextToken();
      }
      if (t == null) {
        throw new IOException("a plan that was cut off");
      }
      values.add(read(p, t, depth + 1));
    }
    return new PlanNode(at, "", keys, values);
  }

  boolean isObject() {
    return type == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return type == JsonToken.START_ARRAY;
  }

  boolean isText() {
    return type == JsonToken.VALUE_STRING;
  }

  /** Of a value that is no object and no array: as written, a string without its quotes. */
  String text() {
    return text;
  }

  /** Entries of an object, items of an array. */
  int size() {
    return values.size();
  }

  String key(int i) {
    return keys.get(i);
  }

  PlanNode value(int i) {
    return values.get(i);
  }

  List<PlanNode> items() {
    return isArray() ? Collections.unmodifiableList(values) : List.of();
  }

  /** The first value of this name; null where there is none. */
  @Nullable PlanNode get(String name) {
    int i = keys.indexOf(name);
    return i < 0 ? null : values.get(i);
  }

  /** The text of a name; null where it is not there, or no text and no number. */
  @Nullable String text(String name) {
    PlanNode found = get(name);
    return found == null || found.isObject() || found.isArray() || found.isNull()
        ? null
        : found.text;
  }

  private boolean isNull() {
    return type == JsonToken.VALUE_NULL;
  }

  /** MySQL writes {@code true}, MariaDB {@code true} or 1. */
  boolean is(String name) {
    String found = text(name);
    return found != null && (found.equals("true") || found.equals("1"));
  }

  /** A number, also one in quotes; NaN where there is none. */
  double number(String name) {
    String found = text(name);
    if (found == null) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(found);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Texts of an array; of one text the list of it. */
  List<String> texts(String name) {
    PlanNode found = get(name);
    if (found == null) {
      return List.of();
    }
    if (!found.isArray()) {
      return found.isText() ? List.of(found.text) : List.of();
    }
    List<String> all = new ArrayList<>(found.values.size());
    for (PlanNode item : found.values) {
      all.add(item.text);
    }
    return all;
  }

  JsonToken type() {
    return type;
  }
}
