package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The real jar's command line, in this JVM and in the loader that {@code java -jar} gives it: a JVM
 * for each command would take most of a test's time.
 */
final class CommandLine {
  private static final Method RUN = command();

  private CommandLine() {}

  /** What a command printed and how it ended. */
  record Result(int exit, String out, String err) {
    Result ok() {
      assertEquals(0, exit, this::toString);
      return this;
    }

    Result refused() {
      assertEquals(2, exit, this::toString);
      return this;
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(toString(), e);
      }
    }
  }

  private static Method command() {
    try {
      File jar = Libraries.agent().toFile();
      URLClassLoader outer =
          new URLClassLoader(new URL[] {jar.toURI().toURL()}, ClassLoader.getPlatformClassLoader());
      Constructor<?> loader =
          outer
              .loadClass("io.querymirror.entry.AgentClassLoader")
              .getDeclaredConstructor(File.class);
      loader.setAccessible(true);
      ClassLoader inner = (ClassLoader) loader.newInstance(jar);
      return inner
          .loadClass("io.querymirror.cli.Main")
          .getMethod("run", String[].class, PrintStream.class, PrintStream.class);
    } catch (ReflectiveOperationException | MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Result run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
    try {
      int exit =
          (int)
              RUN.invoke(
                  null,
                  texts,
                  new PrintStream(out, true, StandardCharsets.UTF_8),
                  new PrintStream(err, true, StandardCharsets.UTF_8));
      return new Result(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a user does, in a process of its own. */
  static Process start(Object... words) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
              Needs.java(17).toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-jar",
              Libraries.agent().toString());
      Arrays.stream(words).map(String::valueOf).forEach(builder.command()::add);
      return builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
