package io.querymirror.bench.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run was measured on, without anything that names the one machine. */
public final class Machine {
  private Machine() {}

  /** In the order to be printed: cpu, cores, memory, os, jdk. */
  public static Map<String, String> describe() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cpu", field("/proc/cpuinfo", "model name", "unknown"));
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("memory", memory());
    machine.put(
        "os",
        property("os.name") + " " + kernel(property("os.version")) + " " + property("os.arch"));
    machine.put(
        "jdk",
        property("java.vm.vendor")
            + " "
            + property("java.runtime.version")
            + ", "
            + property("java.vm.name"));
    return machine;
  }

  /** 17, 25, …: of the JVM that runs this. */
  public static int java() {
    return Runtime.version().feature();
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /** Its number without what a distribution or a host appends. */
  private static String kernel(String version) {
    int end = version.indexOf('-');
    return end < 0 ? version : version.substring(0, end);
  }

  private static String memory() {
    String[] words = field("/proc/meminfo", "MemTotal", "0 kB").split(" ");
    return String.format(Locale.ROOT, "%.0f GiB", Double.parseDouble(words[0]) / (1 << 20));
  }

  private static String field(String file, String name, String otherwise) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).trim().equals(name)) {
          return line.substring(colon + 1).trim();
        }
      }
    } catch (IOException notLinux) {
      return otherwise;
    }
    return otherwise;
  }
}
