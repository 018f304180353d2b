package io.querymirror.bench.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process, in megabytes of 2^20 bytes. */
public final class Memory {
  private Memory() {}

  /** The most it ever had. */
  public static double peak(long pid) throws IOException {
    return field(pid, "VmHWM:");
  }

  public static double now(long pid) throws IOException {
    return field(pid, "VmRSS:");
  }

  private static double field(long pid, String name) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).strip().split(" ")[0]) / 1024.0;
      }
    }
    throw new IOException("no " + name + " of process " + pid);
  }
}
