package io.querymirror.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's {@code EXPLAIN ANALYZE}: a line for each iterator, indented below the one that reads from
 * it, with the rows that it expected and those that it gave.
 */
public final class AnalyzedTree {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NODE = Pattern.compile("( *)-> (.*)");
  private static final Pattern COST =
      Pattern.compile(" +\\(cost=\\S+ rows=([\\d.e+]+)\\)(?= +\\(|$)");
  private static final Pattern ACTUAL =
      Pattern.compile(
          " +\\((?:actual time=([\\d.e+-]+)\\.\\.([\\d.e+-]+) rows=([\\d.e+]+) loops=(\\d+)"
              + "|never executed)\\)$");
  private static final Pattern TABLE =
      Pattern.compile("(?:scan|lookup|search|row) (?:on|from) (\\S+)");
  private static final int INDENT = 4;

  /** One iterator; numbers are NaN where they are not told. */
  private static final class Line {
    final int depth;
    final String operation;
    final double rows;
    final double actualRows;
    final double loops;
    final double millis;

    Line(int depth, String operation, double rows, double actualRows, double loops, double millis) {
      this.depth = depth;
      this.operation = operation;
      this.rows = rows;
      this.actualRows = actualRows;
      this.loops = loops;
      this.millis = millis;
    }
  }

  private final List<Line> lines;

  private AnalyzedTree(List<Line> lines) {
    this.lines = lines;
  }

  /** Throws IOException where there is no iterator in it. */
  public static AnalyzedTree read(String text) throws IOException {
    List<Line> lines = new ArrayList<>();
    StringBuilder node = new StringBuilder();
    for (String line : text.split("\\R")) {
      // A value may hold a line break, and its next line anything.
      if (NODE.matcher(line).matches()) {
        add(node.toString(), lines);
        node.setLength(0);
        node.append(line);
      } else if (node.length() > 0) {
        node.append(' ').append(line.trim());
      }
    }
    add(node.toString(), lines);
    if (lines.isEmpty()) {
      throw new IOException("an analyzed plan without iterators");
    }
    return new AnalyzedTree(lines);
  }

  private static void add(String text, List<Line> to) {
    Matcher node = NODE.matcher(text.stripTrailing());
    if (!node.matches()) {
      return;
    }
    String rest = node.group(2);
    double actualRows = Double.NaN;
    double loops = Double.NaN;
    double millis = Double.NaN;
    Matcher actual = ACTUAL.matcher(rest);
    if (actual.find()) {
      loops = number(actual.group(4));
      actualRows = number(actual.group(3));
      millis = number(actual.group(2));
      loops = Double.isNaN(loops) ? 0 : loops;
      rest = rest.substring(0, actual.start());
    }
    double rows = Double.NaN;
    Matcher cost = COST.matcher(rest);
    if (cost.find()) {
      rows = number(cost.group(1));
      rest = rest.substring(0, cost.start());
    }
    to.add(new Line(node.group(1).length() / INDENT, rest.trim(), rows, actualRows, loops, millis));
  }

  private static double number(@Nullable String s) {
    if (s == null) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(s);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Rows that each table gave each time it was read, by alias in lower case. */
  Map<String, Double> rows() {
    Map<String, Double> rows = new HashMap<>();
    for (Line line : lines) {
      Matcher table = TABLE.matcher(line.operation);
      if (table.find() && !Double.isNaN(line.actualRows)) {
        rows.putIfAbsent(table.group(1).toLowerCase(Locale.ROOT), line.actualRows);
      }
    }
    return Collections.unmodifiableMap(rows);
  }

  /** The shape, with the rows that were read. */
  public PlanShape counted(PlanShape shape) {
    return shape.counted(rows());
  }

  /**
   * An array of {@code depth}, {@code operation}, {@code rows}, {@code actual_rows}, {@code loops}
   * and {@code actual_ms} of each iterator, the outermost first.
   *
   * @param mask whether the statement's values are left out
   */
  public String json(boolean mask) {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(out)) {
      g.writeStartArray();
      for (Line line : lines) {
        g.writeStartObject();
        g.writeNumberField("depth", line.depth);
        String operation = mask ? PlanText.expression(line.operation) : line.operation;
        g.writeStringField("operation", operation);
        number(g, "rows", line.rows);
        number(g, "actual_rows", line.actualRows);
        number(g, "loops", line.loops);
        number(g, "actual_ms", line.millis);
        g.writeEndObject();
      }
      g.writeEndArray();
    } catch (IOException e) {
      throw new IllegalStateException(e); // Nothing is written but to memory.
    }
    return out.toString();
  }

  private static void number(JsonGenerator g, String name, double value) throws IOException {
    if (!Double.isNaN(value)) {
      g.writeNumberField(name, value);
    }
  }
}
