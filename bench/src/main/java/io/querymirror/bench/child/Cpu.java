package io.querymirror.bench.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * CPU time of a process by what its threads are for, in nanoseconds, as the kernel's scheduler
 * counts it. Threads that have ended are missing, so children run with {@link #OPTION}.
 */
public final class Cpu {
  /** Keeps the compiler's threads alive, whose time would be lost with them. */
  public static final String OPTION = "-XX:-UseDynamicNumberOfCompilerThreads";

  /** What a thread is for, known by its name. */
  public enum Part {
    APPLICATION,
    AGENT,
    COMPILER,
    COLLECTOR,
    /** What the JVM does beside them, as enqueueing cleared references. */
    JVM
  }

  /** The JVM's own threads, as the kernel cuts their names. */
  private static final Set<String> OWN =
      Set.of(
          "Reference Handl",
          "Finalizer",
          "Common-Cleaner",
          "Signal Dispatch",
          "Service Thread",
          "Monitor Deflati",
          "Notification Th");

  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  private Cpu() {}

  public static Cpu of(long pid) throws IOException {
    Cpu cpu = new Cpu();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          String[] words = Files.readString(task.resolve("schedstat")).strip().split(" ");
          cpu.nanos.merge(part(name), Long.parseLong(words[0]), Long::sum);
        } catch (NoSuchFileException ended) {
          // Between the listing and the look.
        }
      }
    }
    return cpu;
  }

  private static Part part(String thread) {
    if (thread.startsWith("querymirror")) {
      return Part.AGENT;
    }
    if (thread.startsWith("C1 ") || thread.startsWith("C2 ") || thread.startsWith("Sweeper")) {
      return Part.COMPILER;
    }
    if (thread.startsWith("G1 ") || thread.startsWith("GC ") || thread.startsWith("VM ")) {
      return Part.COLLECTOR;
    }
    if (OWN.contains(thread)) {
      return Part.JVM;
    }
    return Part.APPLICATION;
  }

  public long nanos(Part part) {
    return nanos.getOrDefault(part, 0L);
  }

  public long total() {
    return nanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Nanoseconds of the threads whose names, as the kernel cuts them, begin so. */
  public static long ofThreads(long pid, String prefix) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith(prefix)) {
          sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        }
      }
    }
    return sum;
  }

  /** Nanoseconds since an earlier look. */
  public long since(Cpu earlier, Part part) {
    return nanos(part) - earlier.nanos(part);
  }

  public long since(Cpu earlier) {
    return total() - earlier.total();
  }

  /** The compiler's share since an earlier look, from 0 to 1. */
  public double compiling(Cpu earlier) {
    return (double) since(earlier, Part.COMPILER) / Math.max(1, since(earlier));
  }
}
