package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One target's course over time, of several JVMs: rates and what was pending add up. Of the lags
 * the largest is told, as percentiles have no sum.
 */
final class HistorySum {
  private static final int POINTS = 300;

  private final List<JsonNode> seen = new ArrayList<>();

  void add(JsonNode target) {
    if (!target.path("history").path("at").isEmpty()) {
      seen.add(target.path("history"));
    }
  }

  /** Writes {@code history}; nothing where there is none. */
  void write(ObjectNode into) {
    if (seen.isEmpty()) {
      return;
    }
    if (seen.size() == 1) {
      into.set("history", seen.get(0));
      return;
    }
    List<Course> courses = new ArrayList<>();
    seen.forEach(history -> courses.add(course(history)));
    CourseSum sum = new CourseSum(courses, POINTS);
    ObjectNode history = into.putObject("history");
    ArrayNode at = history.putArray("at");
    for (int i = 0; i < sum.points(); i++) {
      at.add(Math.round(sum.end(i) * 1000));
    }
    sum.write(history, "executed_per_s", 10, CourseSum::added);
    sum.write(history, "dropped_per_s", 10, CourseSum::added);
    sum.write(history, "pending", 1, CourseSum::together);
    sum.write(history, "lag_p50_ms", 10, CourseSum::largest);
    sum.write(history, "lag_p99_ms", 10, CourseSum::largest);
  }

  /** Of the first point nobody knows how long it is: as long as the next one. */
  private static Course course(JsonNode history) {
    JsonNode at = history.path("at");
    double[] ends = new double[at.size()];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = at.path(i).asLong() / 1000.0;
    }
    double first = ends.length > 1 ? ends[1] - ends[0] : 1;
    return new Course(ends[0] - first, ends, history);
  }
}
