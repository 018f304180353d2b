package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.report.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The digests one should look at first: the worst verdicts, of one those that added most time. */
final class DigestPrinter {
  private static final int SHOWN = 10;
  private static final Comparator<JsonNode> WORST_FIRST =
      Comparator.comparing((JsonNode d) -> Verdict.of(d.path("verdict").asText()))
          .thenComparing(
              Comparator.comparingLong((JsonNode d) -> d.path("errors").path("new").asLong())
                  .thenComparingDouble(DigestPrinter::added)
                  .reversed());

  private final Terminal terminal;
  private final PrintStream out;

  DigestPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode targets) {
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      List<JsonNode> digests = new ArrayList<>();
      target.getValue().path("digests").forEach(digests::add);
      if (!digests.isEmpty()) {
        digests.sort(WORST_FIRST);
        print(target.getKey(), digests);
      }
    }
  }

  private void print(String target, List<JsonNode> digests) {
    Table table =
        new Table(terminal)
            .left("verdict")
            .right("count")
            .right("new")
            .right("source")
            .right("target")
            .right("ratio")
            .left("statement");
    int shown = Math.min(SHOWN, digests.size());
    for (JsonNode digest : digests.subList(0, shown)) {
      JsonNode latency = digest.path("latency_us");
      String verdict = digest.path("verdict").asText();
      String text = digest.path("text").asText();
      table.row(
          ReportPrinter.style(verdict),
          List.of(
              verdict,
              Text.count(digest.path("count").asLong()),
              Text.count(digest.path("errors").path("new").asLong()),
              p50(latency.path("source")),
              p50(latency.path("target")),
              ratio(latency.path("control").has("ratio_p50") ? latency.path("control") : latency),
              text.isEmpty() ? "(" + digest.path("digest").asText() + ")" : text));
      for (JsonNode example : digest.path("examples")) {
        table.note(note(example));
      }
    }
    String which = shown == digests.size() ? "all " + shown : shown + " of " + digests.size();
    out.println();
    out.println(
        terminal.styled(
            Style.TITLE,
            "Digests on "
                + Text.clean(target)
                + " ("
                + which
                + "): worst first, then by time added; latency is p50"));
    table.print(out);
  }

  /**
   * {@code new 3x: 42S02/1146 Table …}, where a source's error stands before an arrow; or {@code
   * order 3x: rows in another order}.
   */
  private static String note(JsonNode example) {
    JsonNode source = example.path("source");
    if (example.has("kind")) {
      return example.path("kind").asText()
          + " "
          + Text.count(example.path("count").asLong())
          + "x: "
          + example.path("description").asText();
    }
    return example.path("error").asText()
        + " "
        + Text.count(example.path("count").asLong())
        + "x: "
        + (source.isObject() ? side(source) + " -> " : "")
        + side(example.path("target"));
  }

  private static String side(JsonNode side) {
    if (!side.isObject()) {
      return "ok";
    }
    String message = side.path("message").asText();
    return side.path("sql_state").asText()
        + "/"
        + side.path("code").asText()
        + (message.isEmpty() ? "" : " " + message);
  }

  /** With its interval, where there is one. */
  private static String ratio(JsonNode of) {
    JsonNode ratio = of.path("ratio_p50");
    if (!ratio.isNumber()) {
      return Text.NONE;
    }
    JsonNode low = of.path("ratio_p50_low");
    String value = Text.ratio(ratio.asDouble());
    return low.isNumber()
        ? value
            + " ("
            + Text.ratio(low.asDouble())
            + "-"
            + Text.ratio(of.path("ratio_p50_high").asDouble())
            + ")"
        : value;
  }

  private static String p50(JsonNode latency) {
    return latency.path("count").asLong() > 0
        ? Text.micros(latency.path("p50").asDouble())
        : Text.NONE;
  }

  /** Microseconds that the target took more than the source, in all. */
  private static double added(JsonNode digest) {
    JsonNode latency = digest.path("latency_us");
    double mean =
        latency.path("target").path("mean").asDouble()
            - latency.path("source").path("mean").asDouble();
    return mean * latency.path("target").path("count").asLong();
  }
}
