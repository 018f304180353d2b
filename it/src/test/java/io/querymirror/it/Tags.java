package io.querymirror.it;

import io.querymirror.it.server.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tags by which the load's statements are found in a log. */
final class Tags {
  private static final Pattern TAG = Pattern.compile("\\bq(\\d+)-\\d+\\b");

  private Tags() {}

  /** Statements that ran and carry a tag; one with two tags is one. */
  static long count(List<LogEntry> log) {
    return log.stream().filter(e -> isOf(e) && TAG.matcher(e.argument()).find()).count();
  }

  /** The plan of a statement is asked for with all that the statement says. */
  private static boolean isOf(LogEntry entry) {
    return entry.runs() && !entry.argument().contains(Logs.OWN_MARKER);
  }

  /** Each session's first tags of all its statements, in the order in which the server ran them. */
  static Map<Integer, List<String>> bySession(List<LogEntry> log) {
    Map<Integer, List<String>> sessions = new TreeMap<>();
    for (LogEntry entry : log) {
      Matcher tag = TAG.matcher(entry.argument());
      if (isOf(entry) && tag.find()) {
        sessions
            .computeIfAbsent(Integer.parseInt(tag.group(1)), n -> new ArrayList<>())
            .add(tag.group());
      }
    }
    return sessions;
  }
}
