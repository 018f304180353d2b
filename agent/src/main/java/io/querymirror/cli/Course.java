package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Columns of one JVM's report by time, each a rate or a mean that holds from one point to the next;
 * immutable.
 */
final class Course {
  private final double start;
  private final double[] ends;
  private final JsonNode columns;

  /**
   * @param start of the first point; seconds since 1970, as all times here
   * @param ends of all points, ascending
   * @param columns by name, each an array with as many elements
   */
  Course(double start, double[] ends, JsonNode columns) {
    this.start = start;
    this.ends = ends.clone();
    this.columns = columns;
  }

  double start() {
    return start;
  }

  double end() {
    return ends.length == 0 ? start : ends[ends.length - 1];
  }

  int points() {
    return ends.length;
  }

  boolean has(String column) {
    return columns.path(column).size() == ends.length && ends.length > 0;
  }

  /** Seconds of this stretch for which it has a value. */
  double covered(String column, double from, double to) {
    return sum(column, from, to, false);
  }

  /** The value times seconds, over what it covers of this stretch. */
  double integral(String column, double from, double to) {
    return sum(column, from, to, true);
  }

  private double sum(String column, double from, double to, boolean weighted) {
    if (!has(column)) {
      return 0;
    }
    double sum = 0;
    double begin = start;
    for (int i = 0; i < ends.length; i++) {
      double seconds = Math.min(to, ends[i]) - Math.max(from, begin);
      JsonNode value = columns.path(column).path(i);
      if (seconds > 0 && value.isNumber()) {
        sum += weighted ? seconds * value.asDouble() : seconds;
      }
      begin = ends[i];
    }
    return sum;
  }

  /** The largest value in this stretch; not a number where it has none. */
  double largest(String column, double from, double to) {
    double largest = Double.NaN;
    double begin = start;
    for (int i = 0; i < ends.length && has(column); i++) {
      JsonNode value = columns.path(column).path(i);
      if (Math.min(to, ends[i]) > Math.max(from, begin) && value.isNumber()) {
        largest = Double.isNaN(largest) ? value.asDouble() : Math.max(largest, value.asDouble());
      }
      begin = ends[i];
    }
    return largest;
  }
}
