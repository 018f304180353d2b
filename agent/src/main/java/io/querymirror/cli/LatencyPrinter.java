package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Source and target one below the other, as one compares them. */
final class LatencyPrinter {
  private static final List<String> PERCENTILES = List.of("mean", "p50", "p95", "p99", "max");

  private final Terminal terminal;
  private final PrintStream out;

  LatencyPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode targets) {
    Table table = new Table(terminal).left("target").left("").right("count");
    PERCENTILES.forEach(table::right);
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      JsonNode latency = target.getValue().path("latency_us");
      JsonNode source = latency.path("source");
      if (source.path("count").asLong() > 0) {
        any = true;
        table.row(Style.PLAIN, side(target.getKey(), "source", source));
        table.row(Style.PLAIN, side("", "target", latency.path("target")));
        if (!target.getValue().path("protocol").asText().equals("cheapest")) {
          table.row(Style.PLAIN, ratios(source, latency.path("target")));
        }
        table.row(Style.PLAIN, lag(target.getValue().path("lag_ms")));
      }
    }
    if (any) {
      out.println();
      out.println(
          terminal.styled(Style.TITLE, "Latency of statements that succeeded on both sides"));
      table.print(out);
    }
  }

  private static List<String> side(String name, String side, JsonNode latency) {
    List<String> row = new ArrayList<>(List.of(name, side));
    row.add(Text.count(latency.path("count").asLong()));
    for (String percentile : PERCENTILES) {
      row.add(Text.micros(latency.path(percentile).asDouble()));
    }
    return row;
  }

  private static List<String> ratios(JsonNode source, JsonNode target) {
    List<String> row = new ArrayList<>(List.of("", "ratio", ""));
    for (String percentile : PERCENTILES) {
      double s = source.path(percentile).asDouble();
      row.add(s > 0 ? Text.ratio(target.path(percentile).asDouble() / s) : Text.NONE);
    }
    return row;
  }

  private static List<String> lag(JsonNode lag) {
    List<String> row = new ArrayList<>(List.of("", "lag", ""));
    for (String percentile : PERCENTILES) {
      JsonNode ms = lag.path(percentile);
      row.add(ms.isNumber() ? Text.micros(ms.asDouble() * 1000) : "");
    }
    return row;
  }
}
