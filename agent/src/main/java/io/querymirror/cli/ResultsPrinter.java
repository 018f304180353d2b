package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many results were held against the source's, what came of it, and why others were not. */
final class ResultsPrinter {
  private static final List<String> COUNTS = List.of("compared", "same", "different", "expected");

  private final Terminal terminal;
  private final PrintStream out;

  ResultsPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  /** Nothing where no target compares. */
  void print(JsonNode targets) {
    Table table = new Table(terminal).left("target");
    COUNTS.forEach(table::right);
    table.left("different by").left("incomparable").whole();
    boolean any = false;
    for (Map.Entry<String, JsonNode> target : targets.properties()) {
      JsonNode results = target.getValue().path("results");
      String left = some(results.path("incomparable"));
      if (results.path("compared").asLong() > 0 || !left.isEmpty()) {
        any = true;
        List<String> row = new ArrayList<>();
        row.add(target.getKey());
        COUNTS.forEach(name -> row.add(Text.count(results.path(name).asLong())));
        row.add(some(results.path("kinds")));
        row.add(left);
        table.row(results.path("different").asLong() > 0 ? Style.BAD : Style.PLAIN, row);
      }
    }
    if (any) {
      out.println();
      out.println(terminal.styled(Style.TITLE, "Results, compared with the source"));
      table.print(out);
    }
  }

  private static String some(JsonNode counts) {
    List<String> some = new ArrayList<>();
    for (Map.Entry<String, JsonNode> count : counts.properties()) {
      if (count.getValue().asLong() > 0) {
        some.add(count.getKey() + " " + Text.count(count.getValue().asLong()));
      }
    }
    return String.join(", ", some);
  }
}
