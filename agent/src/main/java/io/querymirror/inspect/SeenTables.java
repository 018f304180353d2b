package io.querymirror.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.config.TargetSettings;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.sql.SqlParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tables that statements of the source named, as far as reports tell: by a target's names of
 * schemas, each with the number of executed statements. Temporary tables of sessions, and the
 * server's own schemas, are left out.
 */
public final class SeenTables {
  private static final Set<String> SYSTEM =
      Set.of("mysql", "sys", "performance_schema", "information_schema");

  private final List<JsonNode> reports;

  /**
   * @param reports in the shape of {@code report.json}; none where there are none
   */
  public SeenTables(Collection<JsonNode> reports) {
    this.reports = new ArrayList<>(reports);
  }

  boolean any() {
    return !reports.isEmpty();
  }

  /** By schema, then by table. */
  Map<String, Map<String, Long>> of(TargetSettings target) {
    Map<String, Map<String, Long>> seen = new TreeMap<>();
    Set<String> temporary = new HashSet<>();
    // What another target has run the source has run as well.
    for (JsonNode report : reports) {
      for (JsonNode from : report.path("targets")) {
        for (JsonNode digest : from.path("digests")) {
          add(digest, target, seen, temporary);
        }
      }
    }
    seen.forEach(
        (schema, tables) -> tables.keySet().removeIf(t -> temporary.contains(key(schema, t))));
    seen.values().removeIf(Map::isEmpty);
    return seen;
  }

  private static void add(
      JsonNode digest,
      TargetSettings target,
      Map<String, Map<String, Long>> seen,
      Set<String> temporary) {
    SqlShape shape = SqlParser.parse(digest.path("text").asText());
    String current = digest.path("schema").asText("");
    for (TableRef t : shape.tables()) {
      String source = t.schema() == null ? current : t.schema();
      String schema = target.schemas().getOrDefault(source, source);
      if (schema.isEmpty() || SYSTEM.contains(schema.toLowerCase(Locale.ROOT))) {
        continue;
      }
      if (shape.temporaryTable()) {
        temporary.add(key(schema, t.name()));
      }
      seen.computeIfAbsent(schema, s -> new TreeMap<>())
          .merge(t.name(), digest.path("count").asLong(), Math::max);
    }
  }

  private static String key(String schema, String table) {
    return schema + "." + table;
  }

  /**
   * Compares with what a server has.
   *
   * @param there by lower case; null where the schema is not there
   */
  static Point compare(
      String schema, Map<String, Long> seen, @Nullable Map<String, String> there, boolean anyCase) {
    String check = "tables." + schema;
    if (there == null) {
      return Point.error(
          check,
          "the schema is not there, or not seen by this user",
          seen.size() + " tables of it were named by statements of the source",
          "create and fill it, or name it under schemas, and GRANT SELECT on it");
    }
    Set<String> missing = new TreeSet<>();
    Set<String> otherCase = new TreeSet<>();
    for (String table : seen.keySet()) {
      if (!there.containsKey(table)) {
        boolean near = there.containsValue(table.toLowerCase(Locale.ROOT));
        if (!near) {
          missing.add(table);
        } else if (!anyCase) {
          otherCase.add(table);
        }
      }
    }
    if (missing.isEmpty() && otherCase.isEmpty()) {
      return Point.ok(check, "all " + seen.size() + " that the source's statements named");
    }
    List<String> words = new ArrayList<>();
    if (!missing.isEmpty()) {
      words.add("not there: " + String.join(", ", missing));
    }
    if (!otherCase.isEmpty()) {
      words.add("there in another case: " + String.join(", ", otherCase));
    }
    return Point.warning(
        check,
        String.join("; ", words),
        "statements of the source named them, and fail here",
        "create and fill them, or leave their statements out by a rule; GRANT SELECT where this"
            + " user may not see them");
  }
}
