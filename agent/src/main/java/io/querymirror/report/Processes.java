package io.querymirror.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this process on this machine. */
final class Processes {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private Processes() {}

  /** {@code report-HOST-PID.json}. */
  static String reportName() {
    String host = host().replaceAll("[^A-Za-z0-9._-]", "_");
    return "report-" + host + "-" + ProcessHandle.current().pid() + ".json";
  }

  /** The machine's own name for itself; the name service is asked last, as it may be slow. */
  private static String host() {
    try {
      String name = Files.readString(LINUX).trim();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException | RuntimeException e) {
      // not Linux
    }
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String name = System.getenv(variable);
      if (name != null && !name.isEmpty()) {
        return name;
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
