package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One picture of {@code top}: lines of text from one {@link TopSample}, and nothing else. */
final class TopFrame {
  private static final int PLAIN_DIGESTS = 5;

  private final Terminal terminal;

  TopFrame(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @param rows of the screen that it must fit on; 0 for no screen
   */
  List<String> lines(JsonNode sample, int rows) {
    List<String> lines = new ArrayList<>();
    head(sample, lines);
    lines.add("");
    targets(sample.path("targets"), lines);
    drops(sample, lines);
    int room = rows == 0 ? PLAIN_DIGESTS : rows - lines.size() - 3;
    if (room > 0) {
      digests(sample.path("digests"), room, lines);
    }
    return rows == 0 || lines.size() <= rows ? lines : lines.subList(0, rows);
  }

  private void head(JsonNode s, List<String> lines) {
    boolean on = s.path("enabled").asBoolean();
    String verdict = s.path("verdict").asText(Text.NONE);
    lines.add(
        terminal.styled(Style.TITLE, "querymirror ")
            + Text.clean(s.path("version").asText(""))
            + " in process "
            + s.path("pid").asLong()
            + age(s)
            + ", "
            + (on ? "on" : terminal.styled(Style.WARNING, "off"))
            + ", verdict "
            + terminal.styled(ReportPrinter.style(verdict), Text.clean(verdict)));
    double lost = TopSample.sum(s.path("dropped_per_s"));
    String drops = rate(lost) + " dropped";
    lines.add(
        rate(s.path("seen_per_s").asDouble())
            + " seen a second = "
            + rate(s.path("unmatched_per_s").asDouble())
            + " unmatched + "
            + rate(s.path("skipped_per_s").asDouble())
            + " skipped + "
            + rate(s.path("matched_per_s").asDouble())
            + " matched + "
            + (lost > 0 ? terminal.styled(Style.BAD, drops) : drops));
    JsonNode overhead = s.path("overhead_ns");
    long errors = s.path("internal_errors").asLong();
    lines.add(
        "overhead "
            + (overhead.path("count").asLong(1) == 0
                ? "not measured yet"
                : "p50 "
                    + nanos(overhead.path("p50").asLong())
                    + ", p99 "
                    + nanos(overhead.path("p99").asLong()))
            + ", internal errors "
            + (errors > 0 ? terminal.styled(Style.WARNING, Text.count(errors)) : "0")
            + config(s.path("config")));
  }

  private static String age(JsonNode s) {
    try {
      Duration age =
          Duration.between(
              Instant.parse(s.path("started").asText()), Instant.parse(s.path("at").asText()));
      return " for " + Text.duration(age);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private String config(JsonNode config) {
    JsonNode last = config.path("last_reload");
    String file = Text.clean(config.path("file").asText(""));
    if (file.isEmpty()) {
      return "";
    }
    boolean refused = last.isObject() && !last.path("ok").asBoolean();
    return ", "
        + file
        + (refused ? terminal.styled(Style.WARNING, " (the last reload was refused)") : "");
  }

  private void targets(JsonNode targets, List<String> lines) {
    Table table =
        new Table(terminal)
            .left("target")
            .left("verdict")
            .right("executed/s")
            .right("failed/s")
            .right("dropped/s")
            .right("pending")
            .right("lag p50")
            .right("lag p99")
            .left("hosts");
    Iterator<Map.Entry<String, JsonNode>> all = targets.fields();
    while (all.hasNext()) {
      Map.Entry<String, JsonNode> entry = all.next();
      JsonNode t = entry.getValue();
      String verdict = t.path("verdict").asText(Text.NONE);
      table.row(
          ReportPrinter.style(verdict),
          List.of(
              entry.getKey(),
              verdict,
              rate(t.path("executed_per_s").asDouble()),
              rate(t.path("failed_per_s").asDouble()),
              rate(TopSample.sum(t.path("dropped_per_s"))),
              Text.count(t.path("pending").asLong()),
              lag(t.path("lag_ms").path("p50")),
              lag(t.path("lag_ms").path("p99")),
              hosts(t.path("hosts"))));
    }
    print(table, lines);
  }

  private static String hosts(JsonNode hosts) {
    List<String> words = new ArrayList<>();
    hosts
        .fields()
        .forEachRemaining(
            host -> {
              String state = host.getValue().asText();
              words.add(host.getKey() + (state.equals("up") ? "" : " " + state));
            });
    return String.join(", ", words);
  }

  private void drops(JsonNode s, List<String> lines) {
    List<String> words = new ArrayList<>();
    words(words, "capture", s.path("dropped_per_s"));
    s.path("targets")
        .fields()
        .forEachRemaining(t -> words(words, t.getKey(), t.getValue().path("dropped_per_s")));
    if (!words.isEmpty()) {
      lines.add(Text.cut("  dropped a second: " + String.join("; ", words), terminal.width()));
    }
  }

  private static void words(List<String> words, String where, JsonNode rates) {
    List<String> reasons = new ArrayList<>();
    rates
        .fields()
        .forEachRemaining(r -> reasons.add(r.getKey() + " " + rate(r.getValue().asDouble())));
    if (!reasons.isEmpty()) {
      words.add(Text.clean(where) + " " + String.join(", ", reasons));
    }
  }

  private void digests(JsonNode digests, int room, List<String> lines) {
    if (digests.isEmpty()) {
      return;
    }
    Table table =
        new Table(terminal)
            .left("verdict")
            .left("target")
            .right("count")
            .right("new")
            .right("source")
            .right("there")
            .right("ratio")
            .left("statement");
    int shown = 0;
    for (JsonNode d : digests) {
      if (shown++ == room) {
        break;
      }
      String verdict = d.path("verdict").asText();
      table.row(
          ReportPrinter.style(verdict),
          List.of(
              verdict,
              d.path("target").asText(),
              Text.count(d.path("count").asLong()),
              Text.count(d.path("new_errors").asLong()),
              micros(d.path("source_p50_us")),
              micros(d.path("target_p50_us")),
              d.path("ratio_p50").isNumber()
                  ? Text.ratio(d.path("ratio_p50").asDouble())
                  : Text.NONE,
              d.path("text").asText()));
    }
    lines.add("");
    lines.add(terminal.styled(Style.TITLE, "Worst statements since start; latency is p50"));
    print(table, lines);
  }

  private static void print(Table table, List<String> lines) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    bytes.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
  }

  /** Whole from 10 on. */
  private static String rate(double perSecond) {
    return perSecond >= 10 || perSecond == 0
        ? Text.count(Math.round(perSecond))
        : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  private static String lag(JsonNode millis) {
    return millis.isNumber() ? Text.micros(millis.asDouble() * 1000) : Text.NONE;
  }

  private static String micros(JsonNode us) {
    return us.isNumber() ? Text.micros(us.asDouble()) : Text.NONE;
  }

  private static String nanos(long ns) {
    return ns < 10_000 ? ns + " ns" : Text.micros(ns / 1000.0);
  }
}
