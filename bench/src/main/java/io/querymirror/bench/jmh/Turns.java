package io.querymirror.bench.jmh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link PointSelect} in a JVM of its own, which idles between its turns. */
final class Turns implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;

  Turns(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xms256m", "-Xmx256m"));
    command.addAll(arguments);
    command.add("-cp");
    command.add(System.getProperty("java.class.path", ""));
    command.add(PointSelect.class.getName());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answer("ready");
  }

  /** The java of this JVM. */
  static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  /** {@code n}, {@code p50}, {@code p99}, {@code cpu}, {@code bytes}. */
  Map<String, Double> turn(long millis) throws IOException {
    in.println(millis);
    String[] words = answer("turn").split(" ");
    return Map.of(
        "n", Double.valueOf(words[1]),
        "p50", Double.valueOf(words[2]),
        "p99", Double.valueOf(words[3]),
        "cpu", Double.valueOf(words[4]),
        "bytes", Double.valueOf(words[5]));
  }

  void off() throws IOException {
    in.println("off");
    answer("off");
  }

  private String answer(String expected) throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      if (line.startsWith(expected)) {
        return line;
      }
    }
    throw new IOException("the application ended before it said " + expected);
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
