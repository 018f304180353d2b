package io.querymirror.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What a file's first line tells: whose results, of which run, and by what they were compared. */
public final class SavedRun {
  static final int FORMAT = 1;
  static final ObjectMapper JSON = new ObjectMapper();

  private final String target;
  private final boolean control;
  private final boolean cheapest;
  private final String started;
  private final double floatTolerance;
  private final double doubleTolerance;

  /**
   * @param started when the agent started, as the report has it
   * @param floatTolerance of FLOAT, relative
   * @param doubleTolerance of DOUBLE, relative
   */
  public SavedRun(
      String target,
      boolean control,
      boolean cheapest,
      String started,
      double floatTolerance,
      double doubleTolerance) {
    this.target = target;
    this.control = control;
    this.cheapest = cheapest;
    this.started = started;
    this.floatTolerance = floatTolerance;
    this.doubleTolerance = doubleTolerance;
  }

  public String target() {
    return target;
  }

  public boolean control() {
    return control;
  }

  public boolean cheapest() {
    return cheapest;
  }

  public String started() {
    return started;
  }

  public double floatTolerance() {
    return floatTolerance;
  }

  public double doubleTolerance() {
    return doubleTolerance;
  }

  byte[] line() throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("line", "run").put("format", FORMAT).put("target", target);
    node.put("role", control ? "control" : "candidate");
    node.put("protocol", cheapest ? "cheapest" : "same");
    node.put("started", started);
    node.put("float_tolerance", floatTolerance).put("double_tolerance", doubleTolerance);
    return JSON.writeValueAsBytes(node);
  }

  static SavedRun of(JsonNode node) throws IOException {
    if (!node.path("line").asText().equals("run") || node.path("format").asInt() != FORMAT) {
      throw new IOException("no results of format " + FORMAT);
    }
    return new SavedRun(
        node.path("target").asText(),
        node.path("role").asText().equals("control"),
        node.path("protocol").asText().equals("cheapest"),
        node.path("started").asText(),
        node.path("float_tolerance").asDouble(),
        node.path("double_tolerance").asDouble());
  }
}
