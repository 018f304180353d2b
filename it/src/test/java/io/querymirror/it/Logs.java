package io.querymirror.it;

import io.querymirror.it.server.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Views of a general log. */
final class Logs {
  static final String MARKER = "/* querymirror */";
  static final String OWN_MARKER = "/* querymirror:own */";

  private static final Pattern METHOD =
      Pattern.compile(
          "COMMIT|ROLLBACK|ROLLBACK TO SAVEPOINT `.*`|SAVEPOINT `.*`|RELEASE SAVEPOINT `.*`"
              + "|SET autocommit=[01]|USE `.*`|SET SESSION TRANSACTION READ (WRITE|ONLY)"
              + "|SET SESSION TRANSACTION ISOLATION LEVEL [A-Z ]+");

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

  /**
   * Statements that ran as copies: what the ledger counts. Methods of the connection that a lane
   * repeats carry the marker too, but are in no count; applications of the tests write session
   * control in text otherwise than so.
   */
  static List<LogEntry> copies(List<LogEntry> log) {
    return log.stream()
        .filter(e -> e.runs() && e.argument().contains(MARKER))
        .filter(e -> !METHOD.matcher(e.argument().replace(MARKER, "").trim()).matches())
        .toList();
  }
}
