package io.querymirror.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process listens at, by the operating system's own tables. */
final class Listening {
  private static final String LISTEN = "0A";

  private Listening() {}

  /** TCP ports at which this process takes connections. */
  static Set<Integer> ports(long pid) {
    Set<Integer> ports = new TreeSet<>();
    try {
      Set<String> sockets = sockets(pid);
      for (String table : List.of("tcp", "tcp6")) {
        Path file = Path.of("/proc", Long.toString(pid), "net", table);
        if (Files.exists(file)) {
          for (String line : Files.readAllLines(file)) {
            String[] fields = line.trim().split("\\s+");
            if (fields[3].equals(LISTEN) && sockets.contains("socket:[" + fields[9] + "]")) {
              ports.add(Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ports;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> sockets = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path each : files.toList()) {
        try {
          sockets.add(Files.readSymbolicLink(each).toString());
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    }
    return sockets;
  }

  /** How many threads of a process have a name that begins so, as far as Linux keeps names. */
  static long threads(long pid, String name) {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      return tasks.filter(task -> named(task).startsWith(name)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String named(Path task) {
    try {
      return Files.readString(task.resolve("comm"));
    } catch (IOException e) {
      return ""; // it ended
    }
  }
}
