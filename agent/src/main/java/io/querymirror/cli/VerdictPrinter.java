package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.report.Verdict;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many digests of each target have which verdict, and what is missing to tell more. */
final class VerdictPrinter {
  private final Terminal terminal;
  private final PrintStream out;

  VerdictPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(JsonNode targets) {
    Table table = new Table(terminal).left("target");
    List<Verdict> shown = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (any(targets, verdict)) {
        shown.add(verdict);
        table.right(verdict.key().replace('_', ' '));
      }
    }
    table.right("decided").left("measured by");
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      JsonNode target = entry.getValue();
      if (!target.path("digests").isEmpty() && target.has("verdicts")) {
        any = true;
        List<String> row = new ArrayList<>();
        row.add(entry.getKey());
        for (Verdict verdict : shown) {
          row.add(Text.count(target.path("verdicts").path(verdict.key()).asLong()));
        }
        JsonNode decided = target.path("decided");
        row.add(decided.isNumber() ? Text.share(decided.asDouble()) : Text.NONE);
        row.add(baseline(target.path("calibration")));
        table.row(ReportPrinter.style(target.path("verdict").asText()), row);
        for (JsonNode words : target.path("missing")) {
          table.note("missing: " + words.asText());
        }
      }
    }
    if (any) {
      out.println();
      out.println(terminal.styled(Style.TITLE, "Digests by verdict"));
      table.print(out);
    }
  }

  private static boolean any(JsonNode targets, Verdict verdict) {
    for (JsonNode target : targets) {
      if (target.path("verdicts").path(verdict.key()).asLong() > 0) {
        return true;
      }
    }
    return false;
  }

  private static String baseline(JsonNode calibration) {
    String baseline = "the " + calibration.path("baseline").asText("source");
    long offset = calibration.path("offset_us").asLong();
    double factor = calibration.path("factor").asDouble(1);
    List<String> excused = new ArrayList<>();
    if (offset != 0) {
      excused.add(String.format(Locale.ROOT, "%+d us", offset));
    }
    if (Math.abs(factor - 1) >= 0.005) {
      excused.add("x " + Text.ratio(factor));
    }
    return excused.isEmpty() ? baseline : baseline + ", excused: " + String.join(", ", excused);
  }
}
