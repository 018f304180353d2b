package io.querymirror.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server was asked, from its general log file: the truth that reports are compared with. A
 * server writes an entry before it runs the statement, so once a client has its reply the entry is
 * there.
 */
public final class GeneralLog {
  // MySQL: 2026-11-22T19:14:16.123456Z<tab>   10 Query<tab>…; MariaDB: 261122 19:14:16<tab>    10
  // Query<tab>…, and two tabs in place of the time within the same second.
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\\t|\\d{6}\\s+\\d{1,2}:\\d\\d:\\d\\d\\t|\\t\\t)\\s*(\\d+)"
              + " (Query|Prepare|Execute|Connect|Quit|Init DB|Close stmt|Reset stmt|Fetch"
              + "|Long Data|Statistics|Ping|Field List|Change user|Set option|Kill"
              + "|Reset connection|Bulk execute|Refresh|Debug|Daemon|Processlist|Error)"
              + "(?:\\t(.*))?",
          Pattern.DOTALL);

  private final Path file;

  GeneralLog(Path file) {
    this.file = file;
  }

  /** A place in the log: now. */
  public long mark() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All entries since the mark. */
  public List<LogEntry> since(long mark) {
    String text;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(mark);
      InputStream in = Channels.newInputStream(channel);
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parse(text);
  }

  static List<LogEntry> parse(String text) {
    List<LogEntry> entries = new ArrayList<>();
    StringBuilder argument = new StringBuilder();
    long connection = -1;
    String command = "";
    for (String line : text.split("\n", -1)) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        if (connection >= 0) {
          entries.add(new LogEntry(connection, command, trimEnd(argument)));
        }
        connection = Long.parseLong(head.group(1));
        command = head.group(2);
        argument.setLength(0);
        if (head.group(3) != null) {
          argument.append(head.group(3));
        }
      } else if (connection >= 0) {
        argument.append('\n').append(line);
      }
    }
    if (connection >= 0) {
      entries.add(new LogEntry(connection, command, trimEnd(argument)));
    }
    return entries;
  }

  private static String trimEnd(StringBuilder text) {
    return text.toString().stripTrailing();
  }
}
