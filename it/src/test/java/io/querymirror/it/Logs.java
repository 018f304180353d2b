package io.querymirror.it;

import io.querymirror.it.server.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Views of a general log. */
final class Logs {
  static final String MARKER = "/* querymirror */";
  static final String OWN_MARKER = "/* querymirror:own */";

  private Logs() {}

  /** Entries by connection, connections in the order of their first entry. */
  static Map<Long, List<LogEntry>> byConnection(List<LogEntry> log) {
    Map<Long, List<LogEntry>> sessions = new LinkedHashMap<>();
    for (LogEntry entry : log) {
      sessions.computeIfAbsent(entry.connection(), id -> new ArrayList<>()).add(entry);
    }
    return sessions;
  }

  /**
   * The log as it would be in any other run of the same application: sessions in order, without
   * connection ids, random savepoint names, and the moment when the server noticed a closed socket.
   */
  static String plain(List<LogEntry> log) {
    StringBuilder text = new StringBuilder();
    int session = 0;
    for (List<LogEntry> entries : byConnection(log).values()) {
      text.append("session ").append(++session).append('\n');
      for (LogEntry entry : entries) {
        if (entry.command().equals("Quit")) {
          continue;
        }
        text.append("  ").append(entry.command()).append(": ");
        text.append(
            entry
                .argument()
                .replaceAll("(?i)KILL QUERY \\d+", "KILL QUERY #")
                .replaceAll("(?i)(SAVEPOINT |TO )[`]?[0-9a-f_-]{15,}[`]?", "$1#"));
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** Statements that ran as copies. */
  static List<LogEntry> copies(List<LogEntry> log) {
    return log.stream().filter(e -> e.runs() && e.argument().contains(MARKER)).toList();
  }
}
