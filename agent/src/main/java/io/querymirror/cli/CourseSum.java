package io.querymirror.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Several JVMs' courses over the same points in time; no point where none of them has one. */
final class CourseSum {
  private final List<Course> all;
  private final double start;
  private final double width;
  private final int points;

  /**
   * @param all at least one with a point
   * @param most points
   */
  CourseSum(List<Course> all, int most) {
    this.all = List.copyOf(all);
    double first = Double.MAX_VALUE;
    double last = -Double.MAX_VALUE;
    double finest = Double.MAX_VALUE;
    for (Course one : all) {
      first = Math.min(first, one.start());
      last = Math.max(last, one.end());
      finest = Math.min(finest, (one.end() - one.start()) / Math.max(1, one.points()));
    }
    this.start = first;
    double needed = Math.ceil((last - first) / Math.max(finest, 1e-3) - 1e-6);
    this.points = (int) Math.max(1, Math.min(most, needed));
    this.width = (last - first) / points;
  }

  int points() {
    return points;
  }

  double width() {
    return width;
  }

  /** Seconds since 1970. */
  double end(int point) {
    return start + (point + 1) * width;
  }

  /** How the courses make one value of a stretch of time; not a number for none. */
  interface Rule {
    double of(List<Course> all, String column, double from, double to);
  }

  /** What each JVM did by itself. */
  static double added(List<Course> all, String column, double from, double to) {
    double sum = 0;
    boolean any = false;
    for (Course one : all) {
      sum += one.integral(column, from, to);
      any |= one.covered(column, from, to) > 0;
    }
    return any ? sum / (to - from) : Double.NaN;
  }

  /** What each JVM had at one time. */
  static double together(List<Course> all, String column, double from, double to) {
    double sum = 0;
    boolean any = false;
    for (Course one : all) {
      double covered = one.covered(column, from, to);
      sum += covered > 0 ? one.integral(column, from, to) / covered : 0;
      any |= covered > 0;
    }
    return any ? sum : Double.NaN;
  }

  /** What all of them saw of one server. */
  static double seen(List<Course> all, String column, double from, double to) {
    double sum = 0;
    double covered = 0;
    for (Course one : all) {
      sum += one.integral(column, from, to);
      covered += one.covered(column, from, to);
    }
    return covered > 0 ? sum / covered : Double.NaN;
  }

  static double largest(List<Course> all, String column, double from, double to) {
    double largest = Double.NaN;
    for (Course one : all) {
      double own = one.largest(column, from, to);
      largest = Double.isNaN(largest) || own > largest ? own : largest;
    }
    return largest;
  }

  /** Writes a column; null where no JVM has a value. */
  void write(ObjectNode into, String column, double scale, Rule rule) {
    if (all.stream().noneMatch(one -> one.has(column))) {
      return;
    }
    ArrayNode values = into.putArray(column);
    for (int i = 0; i < points; i++) {
      double value = rule.of(all, column, end(i - 1), end(i));
      if (Double.isNaN(value)) {
        values.addNull();
      } else {
        values.add(Math.round(value * scale) / scale);
      }
    }
  }
}
