package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.querymirror.config.Settings;
import io.querymirror.inspect.HostState;
import io.querymirror.inspect.Inspection;
import io.querymirror.inspect.Level;
import io.querymirror.inspect.Point;
import io.querymirror.inspect.SeenTables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the hosts said to {@code check --connect}. */
final class ConnectResult {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<HostState> states;
  private final List<String> unchecked;

  ConnectResult(List<HostState> states, List<String> unchecked) {
    this.states = states;
    this.unchecked = unchecked;
  }

  static ConnectResult of(Settings settings) throws InputException, InterruptedException {
    List<JsonNode> reports = new ArrayList<>();
    Path directory = settings.report().directory();
    try {
      if (Files.isDirectory(directory) && ReportFile.isThere(directory)) {
        for (ReportFile file : ReportFile.readAll(List.of(directory))) {
          reports.add(file.report());
        }
      }
    } catch (IOException e) {
      throw new InputException(directory + ": cannot be read: " + e);
    }
    Inspection inspection = new Inspection(settings, new SeenTables(reports));
    return new ConnectResult(inspection.look(LIMIT), inspection.unchecked());
  }

  int exit() {
    return states.stream().anyMatch(s -> s.level() == Level.ERROR) ? Main.FAILED : 0;
  }

  private long count(Level level) {
    return states.stream()
        .flatMap(s -> s.points().stream())
        .filter(p -> p.level() == level)
        .count();
  }

  ObjectNode json(ObjectNode node) {
    node.put("ready", exit() == 0);
    node.put("errors", count(Level.ERROR)).put("warnings", count(Level.WARNING));
    ArrayNode hosts = node.putArray("hosts");
    for (HostState state : states) {
      ObjectNode host = hosts.addObject();
      host.put("target", state.target()).put("address", state.address());
      host.put("level", state.level().key()).put("took_ms", state.tookMillis());
      ArrayNode points = host.putArray("points");
      for (Point p : state.points()) {
        ObjectNode point = points.addObject();
        point.put("check", p.check()).put("level", p.level().key()).put("found", p.found());
        if (p.level() != Level.OK) {
          point.put("cause", p.cause()).put("cure", p.cure());
        }
      }
    }
    unchecked.forEach(node.putArray("unchecked")::add);
    return node;
  }

  void print(Terminal terminal, PrintStream out) {
    for (HostState state : states) {
      out.println();
      out.println(
          terminal.styled(
                  Style.TITLE, Text.clean(state.target()) + " on " + Text.clean(state.address()))
              + ": "
              + verdict(state, terminal));
      for (Point p : state.points()) {
        print(p, terminal, out);
      }
    }
    out.println();
    out.println(terminal.styled(Style.TITLE, "Not looked at"));
    unchecked.forEach(line -> out.println("  " + Text.clean(line)));
    out.println();
    out.println(
        exit() == 0
            ? terminal.styled(Style.GOOD, "ready") + ", with " + warnings()
            : terminal.styled(Style.BAD, "not ready") + ": " + errors() + " and " + warnings());
  }

  private String errors() {
    return Text.plural(count(Level.ERROR), "error");
  }

  private String warnings() {
    return Text.plural(count(Level.WARNING), "warning");
  }

  private static String verdict(HostState state, Terminal terminal) {
    switch (state.level()) {
      case OK:
        return terminal.styled(Style.GOOD, "ready");
      case WARNING:
        return terminal.styled(Style.WARNING, "ready, with warnings");
      default:
        return terminal.styled(Style.BAD, "not ready");
    }
  }

  private static void print(Point p, Terminal terminal, PrintStream out) {
    String level = p.level() == Level.OK ? "ok" : p.level().key();
    String padded = level + " ".repeat(9 - level.length());
    Style style =
        p.level() == Level.OK ? Style.GOOD : p.level() == Level.WARNING ? Style.WARNING : Style.BAD;
    out.println(
        "  "
            + terminal.styled(style, padded)
            + Text.clean(p.check())
            + ": "
            + Text.clean(p.found()));
    if (p.level() != Level.OK) {
      out.println("           why: " + Text.clean(p.cause()));
      out.println("           do:  " + Text.clean(p.cure()));
    }
  }
}
