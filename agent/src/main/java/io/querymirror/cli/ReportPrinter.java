package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** One report as tables: the verdict first, what explains it below, the worst of each first. */
final class ReportPrinter {
  /** Of a target's ledger, as columns. */
  private static final List<String> BINS =
      List.of(
          "matched",
          "amplified",
          "sampled_out",
          "executed",
          "failed",
          "not_repeated",
          "dropped",
          "pending");

  /** Those that are shown only where there is something in them. */
  private static final List<String> RARE = List.of("amplified", "sampled_out", "not_repeated");

  private final Terminal terminal;
  private final PrintStream out;
  private final JsonNode report;

  ReportPrinter(Terminal terminal, PrintStream out, JsonNode report) {
    this.terminal = terminal;
    this.out = out;
    this.report = report;
  }

  void print(String file) {
    head("Report", file);
    body();
  }

  void printTotal(int reports) {
    head("Total", "of " + reports + " reports");
    body();
  }

  private void body() {
    verdict();
    head("Period", period());
    ledger();
    targets();
    new VerdictPrinter(terminal, out).print(report.path("targets"));
    dropped();
    errors();
    new ResultsPrinter(terminal, out).print(report.path("targets"));
    new OutOfStepPrinter(terminal, out).print(report.path("targets"));
    new LatencyPrinter(terminal, out).print(report.path("targets"));
    hosts();
    new DigestPrinter(terminal, out).print(report.path("targets"));
    new PlanPrinter(terminal, out).print(report.path("targets"));
    rules();
    new ExpectedPrinter(terminal, out).print(report.path("expected"));
    recomputed();
  }

  private void recomputed() {
    report
        .path("recomputed")
        .fields()
        .forEachRemaining(
            target ->
                head(
                    "Recomputed",
                    Text.count(target.getValue().path("copies").asLong())
                        + " of "
                        + Text.count(target.getValue().path("of").asLong())
                        + " copies on "
                        + Text.clean(target.getKey())
                        + " were saved"));
  }

  private void verdict() {
    String verdict = report.path("verdict").asText(Text.NONE);
    head("Verdict", terminal.styled(style(verdict), Text.clean(verdict)));
    String coverage = share(report.path("coverage"));
    head(
        "Coverage",
        coverage.equals(Text.NONE)
            ? "- (nothing to mirror was seen)"
            : coverage + " of what was seen and not skipped ran on the worst target");
  }

  private String period() {
    String from = report.path("started").asText();
    String to = report.path("updated").asText();
    String mirroring = report.path("enabled").asBoolean() ? "on" : "off";
    String length;
    try {
      length = Text.duration(Duration.between(Instant.parse(from), Instant.parse(to)));
    } catch (DateTimeParseException e) {
      length = Text.NONE;
    }
    return length + " to " + Text.clean(to) + ", mirroring is " + mirroring;
  }

  private void ledger() {
    JsonNode c = report.path("capture");
    long rest = c.path("seen").asLong();
    List<String> terms = new ArrayList<>();
    for (String bin : List.of("unmatched", "skipped", "matched")) {
      terms.add(Text.count(c.path(bin).asLong()) + " " + bin);
      rest -= c.path(bin).asLong();
    }
    long dropped = sum(c.path("dropped"));
    rest -= dropped;
    terms.add(Text.count(dropped) + " dropped");
    head(
        "Ledger",
        Text.count(c.path("seen").asLong())
            + " seen = "
            + String.join(" + ", terms)
            + balance(rest));
    long errors = c.path("internal_errors").asLong();
    if (errors > 0) {
      head(
          "Internal",
          terminal.styled(
              Style.WARNING, "errors of the agent's own, see its log: " + Text.count(errors)));
    }
  }

  private String balance(long rest) {
    return rest == 0
        ? terminal.styled(Style.GOOD, ": balances")
        : terminal.styled(Style.BAD, ": does not balance, " + rest + " missing");
  }

  private void targets() {
    JsonNode targets = report.path("targets");
    if (targets.isEmpty()) {
      return;
    }
    List<String> bins = new ArrayList<>();
    for (String bin : BINS) {
      if (!RARE.contains(bin) || any(targets, bin)) {
        bins.add(bin);
      }
    }
    Table table = new Table(terminal).left("target").left("verdict").right("coverage");
    for (String bin : bins) {
      table.right(bin.replace('_', ' '));
    }
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      JsonNode target = entry.getValue();
      JsonNode ledger = target.path("ledger");
      List<String> row = new ArrayList<>();
      String verdict = target.path("verdict").asText();
      row.add(entry.getKey() + (target.path("removed").asBoolean() ? " (removed)" : ""));
      row.add(verdict);
      row.add(share(target.path("coverage")));
      for (String bin : bins) {
        JsonNode value = ledger.path(bin);
        row.add(value.isObject() ? Text.count(sum(value)) : count(value));
      }
      table.row(style(verdict), row);
      long rest = imbalance(ledger);
      if (rest != 0) {
        table.note("does not balance: " + rest + " missing");
      }
    }
    title("Targets");
    table.print(out);
  }

  private static boolean any(JsonNode targets, String bin) {
    for (JsonNode target : targets) {
      if (target.path("ledger").path(bin).asLong() > 0) {
        return true;
      }
    }
    return false;
  }

  /** matched + amplified = sampled_out + not_repeated + executed + failed + dropped + pending. */
  private static long imbalance(JsonNode ledger) {
    long rest = ledger.path("matched").asLong() + ledger.path("amplified").asLong();
    for (String bin : List.of("sampled_out", "not_repeated", "executed", "failed", "pending")) {
      rest -= ledger.path(bin).asLong();
    }
    return rest - sum(ledger.path("dropped"));
  }

  private void dropped() {
    Table table = new Table(terminal).left("at").right("dropped").left("reason");
    boolean any = dropped(table, "capture", report.path("capture").path("dropped"), "");
    Iterator<Map.Entry<String, JsonNode>> all = report.path("targets").fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      JsonNode drops = target.getValue().path("ledger").path("dropped");
      String why = reasons(target.getValue().path("unsupported_reasons"));
      any |= dropped(table, target.getKey(), drops, why);
    }
    if (any) {
      title("Dropped");
      table.print(out);
    }
  }

  private static boolean dropped(Table table, String where, JsonNode drops, String unsupported) {
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = drops.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> drop = all.next();
      if (drop.getValue().asLong() > 0) {
        any = true;
        String reason = drop.getKey();
        table.row(
            where,
            count(drop.getValue()),
            reason.equals("unsupported") ? reason + unsupported : reason);
      }
    }
    return any;
  }

  private void errors() {
    List<String> kinds =
        new ArrayList<>(List.of("new", "resolved", "same", "changed", "environment"));
    for (JsonNode target : report.path("targets")) {
      if (target.path("errors").has("noise") && !kinds.contains("noise")) {
        kinds.add("noise");
      }
    }
    Table table = new Table(terminal).left("target");
    kinds.forEach(table::right);
    table.left("fidelity");
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = report.path("targets").fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      JsonNode errors = target.getValue().path("errors");
      JsonNode fidelity = target.getValue().path("fidelity");
      if (sum(errors) + sum(fidelity) > 0) {
        any = true;
        List<String> row = new ArrayList<>();
        row.add(target.getKey());
        kinds.forEach(kind -> row.add(count(errors.path(kind))));
        row.add(list(fidelity));
        table.row(errors.path("new").asLong() > 0 ? Style.BAD : Style.PLAIN, row);
      }
    }
    if (any) {
      title("Errors, compared with the source");
      table.print(out);
    }
  }

  private void hosts() {
    Table table = new Table(terminal).left("host").left("target").left("state").right("executed");
    table.right("failed");
    boolean any = false;
    Iterator<Map.Entry<String, JsonNode>> all = report.path("targets").fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> target = all.next();
      Iterator<Map.Entry<String, JsonNode>> hosts = target.getValue().path("hosts").fields();
      while (hosts.hasNext()) {
        Map.Entry<String, JsonNode> host = hosts.next();
        any = true;
        JsonNode counts = host.getValue();
        table.row(
            host.getKey(),
            target.getKey(),
            counts.path("state").asText(Text.NONE),
            count(counts.path("executed")),
            count(counts.path("failed")));
      }
    }
    if (any) {
      title("Hosts");
      table.print(out);
    }
  }

  private void rules() {
    Table table = new Table(terminal).left("rule").right("matched");
    for (JsonNode rule : report.path("rules")) {
      table.row(rule.path("name").asText(), count(rule.path("matched")));
    }
    if (!report.path("rules").isEmpty()) {
      title("Rules");
      table.print(out);
    }
  }

  private void title(String title) {
    out.println();
    out.println(terminal.styled(Style.TITLE, title));
  }

  private void head(String name, String value) {
    String padded = name + " ".repeat(Math.max(1, 10 - name.length()));
    out.println(terminal.styled(Style.TITLE, padded) + value);
  }

  static Style style(String verdict) {
    switch (verdict) {
      case "errors":
      case "mismatch":
      case "degraded":
        return Style.BAD;
      case "improved":
      case "same":
        return Style.GOOD;
      default:
        return Style.PLAIN;
    }
  }

  private static String count(JsonNode n) {
    return n.isNumber() ? Text.count(n.asLong()) : Text.NONE;
  }

  private static String share(JsonNode n) {
    return n.isNumber() ? Text.share(n.asDouble()) : Text.NONE;
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  private static String reasons(JsonNode counts) {
    String list = list(counts);
    return list.isEmpty() ? "" : " (" + list + ")";
  }

  /** Those that are not 0. */
  private static String list(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    counts
        .fields()
        .forEachRemaining(
            e -> {
              if (e.getValue().asLong() != 0) {
                parts.add(e.getKey() + " " + Text.count(e.getValue().asLong()));
              }
            });
    return String.join(", ", parts);
  }
}
