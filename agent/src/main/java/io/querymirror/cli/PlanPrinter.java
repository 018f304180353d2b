package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.Map;

/** Statements that a target plans otherwise than before, than a control, or than the source. */
final class PlanPrinter {
  private static final int MOST = 20;

  private final Terminal terminal;
  private final PrintStream out;

  PlanPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode targets) {
    Table table = new Table(terminal).left("digest").left("target").left("against").left("plan");
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      JsonNode changes = target.getValue().path("plan_changes");
      for (int i = 0; i < changes.size() && i < MOST; i++) {
        any = true;
        JsonNode change = changes.get(i);
        String digest = change.path("digest").asText();
        String against = change.path("against").asText();
        for (JsonNode words : change.path("words")) {
          table.row(digest, target.getKey(), against, Text.clean(words.asText()));
          digest = "";
          against = "";
        }
      }
      if (changes.size() > MOST) {
        table.note("and " + (changes.size() - MOST) + " more");
      }
    }
    if (any) {
      out.println();
      out.println(terminal.styled(Style.TITLE, "Changed plans"));
      table.print(out);
    }
  }
}
