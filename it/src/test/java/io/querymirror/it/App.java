package io.querymirror.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application in a JVM of its own: how to start it, with the agent or without. */
final class App {
  private final String main;
  private final String own;
  private final List<String> libraries = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Path java = Needs.java(17);
  private Path directory;

  private App(String main, String own) {
    this.main = main;
    this.own = own;
  }

  static App of(Class<?> main) {
    return new App(main.getName(), Libraries.place(main));
  }

  /** A program that is none of the tests', with the places of its own classes. */
  static App of(String main, Path... places) {
    return new App(
        main,
        Stream.of(places).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
  }

  App java(int feature) {
    java = Needs.java(feature);
    return this;
  }

  App library(String... names) {
    libraries.addAll(List.of(names));
    return this;
  }

  App libraries(List<String> names) {
    libraries.addAll(names);
    return this;
  }

  App argument(Object... values) {
    for (Object value : values) {
      arguments.add(String.valueOf(value));
    }
    return this;
  }

  App option(String... values) {
    options.addAll(List.of(values));
    return this;
  }

  App environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  App in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /** With the agent and this configuration file. */
  App agent(Path configuration) {
    return option("-javaagent:" + Libraries.agent() + "=" + configuration);
  }

  /** With the agent, that has to find its configuration by itself. */
  App agent() {
    return option("-javaagent:" + Libraries.agent());
  }

  Running start() {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    // The machine is shared by two servers and this JVM: a small, quickly started application.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.add("-Duser.timezone=UTC");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dstdout.encoding=UTF-8");
    command.addAll(options);
    // For a look at what goes wrong: -Dquerymirror.it.options=-Dquerymirror.log=debug
    String more = System.getProperty("querymirror.it.options", "");
    if (!more.isEmpty()) {
      command.addAll(List.of(more.split(" ")));
    }
    command.add("-cp");
    command.add(Libraries.classPath(own, libraries));
    command.add(main);
    command.addAll(arguments);
    try {
      Path work = Path.of(System.getProperty("querymirror.it.work"));
      Files.createDirectories(work);
      Path out = Files.createTempFile(work, "out-", ".txt");
      Path err = Files.createTempFile(work, "err-", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory == null ? work.toFile() : directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      for (String name :
          List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "QUERYMIRROR_CONFIG")) {
        builder.environment().remove(name);
      }
      builder.environment().putAll(environment);
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  Finished run() {
    return run(Duration.ofSeconds(120));
  }

  Finished run(Duration limit) {
    try (Running running = start()) {
      return running.await(limit);
    }
  }

  /** A started application. Closing it kills it. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;
    private final long started = System.nanoTime();

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    long pid() {
      return process.pid();
    }

    boolean alive() {
      return process.isAlive();
    }

    String out() {
      return read(out);
    }

    String err() {
      return read(err);
    }

    /** Says a line to the program's standard input. */
    void say(String line) {
      try {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new IllegalStateException("the application is gone: " + err(), e);
      }
    }

    /** Waits until the program has printed the text. */
    void awaitOut(String text) {
      Await.until(
          Duration.ofSeconds(60),
          () -> out().contains(text) || !alive(),
          () -> "\"" + text + "\" in " + out() + "\n" + err());
      if (!out().contains(text)) {
        throw new AssertionError("ended without \"" + text + "\": " + out() + "\n" + err());
      }
    }

    Finished await(Duration limit) {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It ended by itself.
      }
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "still running after " + limit + "\n" + threads() + "\n" + out() + "\n" + err());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
      return new Finished(
          process.exitValue(), out(), err(), Duration.ofNanos(System.nanoTime() - started));
    }

    private String threads() {
      try {
        Process jstack =
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                    Long.toString(pid()))
                .redirectErrorStream(true)
                .start();
        return new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "no thread dump: " + e.getMessage();
      }
    }

    private static String read(Path file) {
      try {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      try {
        process.waitFor();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What an application printed on standard error, without the agent's lines. */
  static String foreign(String err) {
    return err.lines()
        .filter(line -> !line.startsWith("[querymirror]"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** What was left of it. */
  record Finished(int exit, String out, String err, Duration took) {
    Finished ok() {
      if (exit != 0) {
        throw new AssertionError("exit " + exit + "\n" + out + "\n" + err);
      }
      return this;
    }
  }
}
