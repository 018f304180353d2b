package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The tables that a target need not have as the source has them, and why. */
final class OutOfStepPrinter {
  private static final int MOST = 20;

  private final Terminal terminal;
  private final PrintStream out;

  OutOfStepPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode targets) {
    Table table = new Table(terminal).left("table").left("target").left("writes");
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      Iterator<Map.Entry<String, JsonNode>> tables = target.getValue().path("out_of_step").fields();
      for (int i = 0; tables.hasNext() && i < MOST; i++) {
        any = true;
        Map.Entry<String, JsonNode> entry = tables.next();
        String name = entry.getKey().equals("*") ? "(any table)" : entry.getKey();
        table.row(name, target.getKey(), reasons(entry.getValue()));
      }
      int more = target.getValue().path("out_of_step").size() - MOST;
      if (more > 0) {
        table.note("and " + more + " more");
      }
    }
    if (any) {
      out.println();
      out.println(terminal.styled(Style.TITLE, "Out of step with the source"));
      table.print(out);
    }
  }

  private static String reasons(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> all = counts.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> count = all.next();
      parts.add(count.getKey() + " " + Text.count(count.getValue().asLong()));
    }
    return String.join(", ", parts);
  }
}
