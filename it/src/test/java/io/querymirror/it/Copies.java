package io.querymirror.it;

import io.querymirror.it.server.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ran on a target as copies, by its general log. */
final class Copies {
  private Copies() {}

  /** Their texts without the marker, in the order in which the server ran them. */
  static List<String> texts(List<LogEntry> log) {
    return Logs.copies(log).stream().map(e -> plain(e.argument())).toList();
  }

  /** The same for each account that connected since the beginning of the log. */
  static Map<String, List<String>> textsByUser(List<LogEntry> log) {
    Map<Long, String> users = new HashMap<>();
    Map<String, List<String>> texts = new TreeMap<>();
    for (LogEntry entry : log) {
      if (entry.command().equals("Connect")) {
        users.put(entry.connection(), entry.argument().replaceAll("@.*", ""));
      }
    }
    for (LogEntry entry : Logs.copies(log)) {
      texts
          .computeIfAbsent(users.getOrDefault(entry.connection(), "?"), u -> new ArrayList<>())
          .add(plain(entry.argument()));
    }
    return texts;
  }

  private static String plain(String text) {
    return text.replace(Logs.MARKER, "").trim();
  }
}
