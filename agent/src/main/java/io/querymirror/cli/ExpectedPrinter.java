package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;

/** What came of the rules about expected differences. */
final class ExpectedPrinter {
  private final Terminal terminal;
  private final PrintStream out;

  ExpectedPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode rules) {
    if (rules.isEmpty()) {
      return;
    }
    out.println();
    out.println(terminal.styled(Style.TITLE, "Expected differences"));
    Table table = new Table(terminal).left("reason").right("used").right("late").left("until");
    for (JsonNode rule : rules) {
      boolean late = rule.path("expired").asBoolean();
      List<String> row =
          List.of(
              rule.path("reason").asText(),
              Text.count(rule.path("used").asLong()),
              Text.count(rule.path("late").asLong()),
              rule.path("until").asText(Text.NONE) + (late ? ", expired" : ""));
      if (late) {
        table.row(Style.WARNING, row);
      } else {
        table.row(row.toArray(new String[0]));
      }
      for (JsonNode column : rule.path("unknown_columns")) {
        table.note("no differing result had a column " + column.asText());
      }
    }
    table.print(out);
  }
}
