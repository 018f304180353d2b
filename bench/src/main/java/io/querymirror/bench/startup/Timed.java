package io.querymirror.bench.startup;

import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Jvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of a JVM from its start to its end, whose CPU the shell takes from the kernel by {@code
 * wait}: all of the process, ended threads too, in milliseconds.
 */
final class Timed {
  private static final String SHELL = "TIMEFORMAT='cpu %3U %3S'; time \"$@\"";

  private Timed() {}

  /** What happens when the program asks; it waits for it. */
  @FunctionalInterface
  interface Meanwhile {
    void happen() throws Exception;
  }

  /**
   * Runs it to its end; when it prints {@code ?} something happens and it is told to go on.
   *
   * @return its own figures, and {@code cpu} in ms
   */
  static Map<String, Double> run(Jvm jvm, Path directory, Meanwhile meanwhile) throws Exception {
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(List.of("bash", "-c", SHELL, "timed"));
    command.addAll(jvm.command());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(log.toFile());
    Jvm.clean(builder);
    Process process = builder.start();
    Map<String, Double> figures = new TreeMap<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line;
      while ((line = out.readLine()) != null) {
        if (line.startsWith("?")) {
          meanwhile.happen();
          process.getOutputStream().write('\n');
          process.getOutputStream().flush();
        } else if (line.startsWith(Child.ANSWER)) {
          figures.putAll(Child.figures(line));
        }
      }
      if (process.waitFor() != 0) {
        throw new IOException(Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    figures.put("cpu", cpu(Files.readAllLines(log)));
    return figures;
  }

  private static double cpu(List<String> log) {
    for (int i = log.size() - 1; i >= 0; i--) {
      String[] words = log.get(i).split(" ");
      if (words[0].equals("cpu")) {
        return (Double.parseDouble(words[1]) + Double.parseDouble(words[2])) * 1_000;
      }
    }
    throw new IllegalStateException("the shell did not tell: " + log);
  }
}
