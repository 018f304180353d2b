package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one target's servers had to do, as several JVMs saw it. A server's counters are in the
 * report of each JVM that ran meanwhile: where their times overlap they are taken once, as the mean
 * of what each saw. What was mirrored is each JVM's own, and adds up.
 */
final class ResourceSums {
  private static final int POINTS = 240;
  private static final int STATEMENTS = 20;
  private static final String MIRRORED = "mirrored_per_s";

  private final Map<String, List<JsonNode>> hosts = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  void add(JsonNode target) {
    JsonNode resources = target.path("resources");
    if (resources.has("statements_note")) {
      notes.add(resources.path("statements_note").asText());
    }
    resources
        .path("hosts")
        .fields()
        .forEachRemaining(
            host ->
                hosts.computeIfAbsent(host.getKey(), k -> new ArrayList<>()).add(host.getValue()));
  }

  /** Writes {@code resources}; nothing where no host was looked at. */
  void write(ObjectNode into) {
    if (hosts.isEmpty()) {
      return;
    }
    ObjectNode resources = into.putObject("resources");
    if (!notes.isEmpty()) {
      resources.put("statements_note", String.join("; ", notes));
    }
    ObjectNode all = resources.putObject("hosts");
    hosts.forEach((host, seen) -> all.set(host, seen.size() == 1 ? seen.get(0) : host(seen)));
  }

  private static ObjectNode host(List<JsonNode> seen) {
    List<Span> spans = new ArrayList<>();
    ObjectNode sum = JsonNodeFactory.instance.objectNode();
    sum.putNull("from");
    sum.putNull("to");
    for (JsonNode one : seen) {
      Span span = Span.of(one);
      if (span != null) {
        spans.add(span);
        sum.put("from", least(sum.path("from"), one.path("from").asText()));
        sum.put("to", most(sum.path("to"), one.path("to").asText()));
      }
    }
    for (String own : List.of("samples", "failures", "mirrored")) {
      long all = 0;
      for (JsonNode one : seen) {
        all += one.path(own).asLong();
      }
      sum.put(own, all);
    }
    ObjectNode counts = sum.putObject("counts");
    for (String name : names(seen, "counts")) {
      counts.put(name, Math.round(once(spans, one -> one.path("counts").path(name))));
    }
    series(sum.putObject("series"), spans);
    statements(sum, spans);
    return sum;
  }

  private static String least(JsonNode known, String other) {
    return known.isNull() || time(other) < time(known.asText()) ? other : known.asText();
  }

  private static String most(JsonNode known, String other) {
    return known.isNull() || time(other) > time(known.asText()) ? other : known.asText();
  }

  private static Set<String> names(List<JsonNode> seen, String part) {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode one : seen) {
      one.path(part).fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  /** Finds one number in what a JVM saw of a server; a missing node for none. */
  private interface Field {
    JsonNode of(JsonNode host);
  }

  /** One JVM's time with the server. */
  private static final class Span {
    private final JsonNode host;
    private final double from;
    private final double to;

    private Span(JsonNode host, double from, double to) {
      this.host = host;
      this.from = from;
      this.to = to;
    }

    static @Nullable Span of(JsonNode host) {
      double from = time(host.path("from").asText());
      double to = time(host.path("to").asText());
      return from < to ? new Span(host, from, to) : null;
    }
  }

  /** Seconds since 1970; not a number for what is no time. */
  private static double time(String text) {
    try {
      return Instant.parse(text).toEpochMilli() / 1000.0;
    } catch (DateTimeException e) {
      return Double.NaN;
    }
  }

  /** A counter's growth over all spans, each taken as even, and once where they overlap. */
  private static double once(List<Span> spans, Field field) {
    TreeSet<Double> bounds = new TreeSet<>();
    for (Span span : spans) {
      bounds.add(span.from);
      bounds.add(span.to);
    }
    double sum = 0;
    Double from = null;
    for (Double to : bounds) {
      double rates = 0;
      int covering = 0;
      for (Span span : spans) {
        JsonNode value = field.of(span.host);
        if (from != null && span.from <= from && span.to >= to && value.isNumber()) {
          rates += value.asDouble() / (span.to - span.from);
          covering++;
        }
      }
      sum += covering == 0 || from == null ? 0 : rates / covering * (to - from);
      from = to;
    }
    return sum;
  }

  private static void series(ObjectNode into, List<Span> spans) {
    List<Course> courses = new ArrayList<>();
    List<JsonNode> seen = new ArrayList<>();
    for (Span span : spans) {
      JsonNode seconds = span.host.path("series").path("seconds");
      double[] ends = new double[seconds.size()];
      double at = span.from;
      for (int i = 0; i < ends.length; i++) {
        at += seconds.path(i).asDouble();
        ends[i] = at;
      }
      if (ends.length > 0) {
        courses.add(new Course(span.from, ends, span.host.path("series")));
        seen.add(span.host);
      }
    }
    if (courses.isEmpty()) {
      return;
    }
    CourseSum sum = new CourseSum(courses, POINTS);
    ArrayNode seconds = into.putArray("seconds");
    for (int i = 0; i < sum.points(); i++) {
      seconds.add(Math.round(sum.width() * 1000) / 1000.0);
    }
    for (String name : names(seen, "series")) {
      if (!name.equals("seconds")) {
        sum.write(into, name, 100, name.equals(MIRRORED) ? CourseSum::added : CourseSum::seen);
      }
    }
  }

  private static void statements(ObjectNode into, List<Span> spans) {
    Map<List<String>, JsonNode> all = new LinkedHashMap<>();
    for (Span span : spans) {
      for (JsonNode s : span.host.path("statements")) {
        all.putIfAbsent(List.of(s.path("text").asText(), s.path("schema").toString()), s);
      }
    }
    List<ObjectNode> sums = new ArrayList<>();
    all.forEach(
        (key, first) -> {
          ObjectNode sum = first.deepCopy();
          first
              .fields()
              .forEachRemaining(
                  field -> {
                    if (field.getValue().isNumber()) {
                      String name = field.getKey();
                      double value = once(spans, host -> statement(host, key).path(name));
                      boolean whole = field.getValue().isIntegralNumber();
                      if (whole) {
                        sum.put(name, Math.round(value));
                      } else {
                        sum.put(name, Math.round(value * 1000) / 1000.0);
                      }
                    }
                  });
          sums.add(sum);
        });
    sums.sort(Comparator.comparingDouble((ObjectNode s) -> s.path("ms").asDouble()).reversed());
    if (!sums.isEmpty()) {
      ArrayNode top = into.putArray("statements");
      sums.subList(0, Math.min(STATEMENTS, sums.size())).forEach(top::add);
    }
  }

  private static JsonNode statement(JsonNode host, List<String> key) {
    for (JsonNode s : host.path("statements")) {
      if (s.path("text").asText().equals(key.get(0))
          && s.path("schema").toString().equals(key.get(1))) {
        return s;
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }
}
