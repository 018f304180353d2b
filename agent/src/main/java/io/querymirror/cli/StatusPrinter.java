package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The answer to {@code status}, for people. */
final class StatusPrinter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final PrintStream out;
  private final Terminal terminal;

  StatusPrinter(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A moment in UTC, in this machine's zone. */
  static String time(String instant) {
    try {
      return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    } catch (DateTimeParseException e) {
      return Text.NONE;
    }
  }

  private static String ago(String instant) {
    try {
      Duration since = Duration.between(Instant.parse(instant), Instant.now());
      return Text.duration(since.truncatedTo(ChronoUnit.SECONDS)) + " ago";
    } catch (DateTimeParseException e) {
      return Text.NONE;
    }
  }

  private static String text(JsonNode node, String name) {
    return Text.clean(node.path(name).asText());
  }

  /** Whether it is on, its configuration and its report. */
  void summary(JsonNode status) {
    boolean on = status.path("enabled").asBoolean();
    String by = status.path("switched_by").asText("");
    line(
        "mirroring",
        terminal.styled(on ? Style.GOOD : Style.WARNING, on ? "on" : "off")
            + " since "
            + time(text(status, "switched_at"))
            + (by.isEmpty() || by.equals("null") ? "" : ", switched by " + Text.clean(by)));
    JsonNode config = status.path("config");
    line("file", text(config, "file") + ", in force since " + time(text(config, "since")));
    JsonNode last = config.path("last_reload");
    if (!last.isMissingNode()) {
      line(
          "reloads",
          config.path("reloads").asLong()
              + " taken over, "
              + config.path("refused").asLong()
              + " refused");
      if (!last.path("ok").asBoolean()) {
        line("", terminal.styled(Style.BAD, "the last one was refused " + ago(text(last, "at"))));
        last.path("errors").forEach(e -> line("", Text.clean(e.asText())));
      }
    }
    line("report", text(status, "report"));
    if (status.path("http").isTextual()) {
      // An agent of an earlier version does not tell.
      boolean listens = status.path("http_listens").asBoolean(true);
      String why = ", not bound: its log has QM-0632 with the reason";
      line("http", text(status, "http") + (listens ? "" : terminal.styled(Style.BAD, why)));
    }
  }

  void print(JsonNode status) {
    line(
        "agent",
        text(status, "version")
            + " in process "
            + text(status, "pid")
            + " on Java "
            + text(status, "java")
            + ", "
            + (status.path("attached").asBoolean() ? "attached " : "from the start on, ")
            + time(text(status, "started"))
            + " ("
            + ago(text(status, "started"))
            + ")");
    summary(status);
    JsonNode capture = status.path("capture");
    line(
        "statements",
        Text.count(capture.path("seen").asLong())
            + " seen: "
            + Text.count(capture.path("matched").asLong())
            + " matched, "
            + Text.count(capture.path("unmatched").asLong())
            + " unmatched, "
            + Text.count(capture.path("skipped").asLong())
            + " skipped, "
            + Text.count(sum(capture.path("dropped")))
            + " dropped");
    long errors = capture.path("internal_errors").asLong();
    if (errors > 0) {
      line("", terminal.styled(Style.BAD, Text.count(errors) + " internal errors"));
    }
    messages(status.path("messages"));
    line("verdict", text(status, "verdict"));
    out.println();
    targets(status.path("targets"));
  }

  /** What the log has to offer, and what it was spared; not what is said of every start. */
  private void messages(JsonNode messages) {
    long emitted = 0;
    long suppressed = 0;
    List<String> told = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : messages.properties()) {
      JsonNode counts = entry.getValue();
      long said = counts.path("emitted").asLong();
      long left = counts.path("suppressed").asLong();
      emitted += said;
      suppressed += left;
      if (left > 0 || !counts.path("level").asText().equals("info")) {
        told.add(Text.clean(entry.getKey()) + " " + Text.count(said + left));
      }
    }
    line(
        "messages",
        Text.count(emitted)
            + " in the log, "
            + Text.count(suppressed)
            + " suppressed"
            + (told.isEmpty() ? "" : ": " + String.join(", ", told)));
  }

  private void targets(JsonNode targets) {
    Table table =
        new Table(terminal)
            .left("target")
            .left("verdict")
            .right("matched")
            .right("executed")
            .right("failed")
            .right("dropped")
            .right("pending")
            .right("lag p50")
            .right("p99")
            .left("hosts")
            .whole();
    for (Map.Entry<String, JsonNode> entry : targets.properties()) {
      JsonNode target = entry.getValue();
      JsonNode ledger = target.path("ledger");
      table.row(
          entry.getKey(),
          text(target, "verdict"),
          Text.count(ledger.path("matched").asLong() + ledger.path("amplified").asLong()),
          Text.count(ledger.path("executed").asLong()),
          Text.count(ledger.path("failed").asLong()),
          Text.count(sum(ledger.path("dropped"))),
          Text.count(ledger.path("pending").asLong()),
          lag(target, "p50"),
          lag(target, "p99"),
          target.path("hosts").properties().stream()
              .map(host -> host.getKey() + " " + host.getValue().asText())
              .collect(Collectors.joining(", ")));
      String dropped =
          ledger.path("dropped").properties().stream()
              .filter(drop -> drop.getValue().asLong() > 0)
              .map(drop -> drop.getKey() + " " + Text.count(drop.getValue().asLong()))
              .collect(Collectors.joining(", "));
      if (!dropped.isEmpty()) {
        table.note("dropped: " + dropped);
      }
    }
    table.print(out);
  }

  /** Where nothing ran there is none. */
  private static String lag(JsonNode target, String percentile) {
    JsonNode ledger = target.path("ledger");
    return ledger.path("executed").asLong() + ledger.path("failed").asLong() == 0
        ? Text.NONE
        : target.path("lag_ms").path(percentile).asLong() + " ms";
  }

  private static long sum(JsonNode counts) {
    return StreamSupport.stream(counts.spliterator(), false).mapToLong(JsonNode::asLong).sum();
  }

  private void line(String name, String text) {
    out.println(String.format("%-11s", name) + text);
  }
}
