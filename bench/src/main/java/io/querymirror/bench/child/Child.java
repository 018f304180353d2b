package io.querymirror.bench.child;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that is up for the whole run and does something when it is asked: one line in, one line out
 * that begins with {@link #ANSWER}. What else it prints is in its log.
 */
public final class Child implements AutoCloseable {
  /** Begins what a child answers, as {@code @ name=number name=number}. */
  public static final String ANSWER = "@";

  private static final int EXIT_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts it and waits for its first answer. */
  public static Child start(String name, Jvm jvm, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve(name.replaceAll("[^A-Za-z0-9.-]+", "-") + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(jvm.command()).directory(directory.toFile()).redirectError(log.toFile());
    Jvm.clean(builder);
    Child child = new Child(name, builder.start(), log);
    try {
      child.answer();
    } catch (IOException e) {
      child.kill();
      throw e;
    }
    return child;
  }

  public long pid() {
    return process.pid();
  }

  /** Says a line and waits for the answer. */
  public Map<String, Double> ask(String line) throws IOException {
    say(line);
    return answer();
  }

  public void say(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  /** The next answer's names and numbers. */
  public Map<String, Double> answer() throws IOException {
    @Nullable String line;
    while ((line = out.readLine()) != null) {
      if (line.startsWith(ANSWER)) {
        return figures(line);
      }
    }
    throw new IOException(name + " ended: " + tail(log));
  }

  /** The names and numbers of an answer. */
  public static Map<String, Double> figures(String line) {
    Map<String, Double> values = new TreeMap<>();
    for (String word : line.substring(ANSWER.length()).trim().split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        values.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
      }
    }
    return values;
  }

  /** The end of what it printed on standard error. */
  public String log() {
    return tail(log);
  }

  private static String tail(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Ends it by closing its input, and by force where that does not help. */
  @Override
  public void close() {
    try {
      in.close();
      if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In the child: reads lines until its input ends, and answers each. */
  public static void serve(Answering answering) throws Exception {
    System.out.println(ANSWER);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      @Nullable String line;
      while ((line = lines.readLine()) != null) {
        StringBuilder answer = new StringBuilder(ANSWER);
        answering
            .answer(line.split(" "))
            .forEach((k, v) -> answer.append(' ').append(k).append('=').append(v));
        System.out.println(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a child does with the words of a line. */
  @FunctionalInterface
  public interface Answering {
    Map<String, Double> answer(String[] words) throws Exception;
  }
}
