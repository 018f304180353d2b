package io.querymirror.bench.startup;

import io.querymirror.bench.child.Jvm;
import io.querymirror.bench.child.Memory;
import io.querymirror.it.server.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Spring Boot application: started, looked at from outside when it says that it is up, ended.
 */
final class Spring {
  private static final double TICKS_PER_SECOND = 100;

  private Spring() {}

  private static Path target() {
    Path target =
        Path.of(System.getProperty("querymirror.bench.root", "."), "bench", "spring", "target");
    if (!Files.exists(target.resolve("classpath"))) {
      throw new IllegalStateException("bench/spring is not built: use bench/run startup");
    }
    return target;
  }

  static String classPath() throws IOException {
    return target().resolve("classes")
        + ":"
        + Files.readString(target().resolve("classpath")).strip();
  }

  static String version() throws IOException {
    Matcher jar = Pattern.compile("/spring-boot-(\\d[^/]*)\\.jar").matcher(classPath());
    return jar.find() ? jar.group(1) : "unknown";
  }

  static Map<String, Double> run(Jvm jvm, Path directory, String url) throws Exception {
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(jvm.command()).directory(directory.toFile()).redirectError(log.toFile());
    Jvm.clean(builder);
    builder.environment().put("STORE_URL", url);
    builder.environment().put("STORE_PASSWORD", EmbeddedServer.PASSWORD);
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder said = new StringBuilder();
      @Nullable String line;
      while ((line = out.readLine()) != null) {
        said.append(line).append('\n');
        if (line.contains("Started Store in")) {
          double ready = (System.nanoTime() - start) / 1e6;
          double cpu = cpu(process.pid());
          double peak = Memory.peak(process.pid());
          return Map.of(
              "cpu", cpu, "ready", ready, "peak", peak, "classes", classes(process.pid()));
        }
      }
      throw new IOException(said + Files.readString(log));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** User and system time of all threads so far, ended ones too, in milliseconds. */
  private static double cpu(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1_000 / TICKS_PER_SECOND;
  }

  /** Loaded classes, from the figures that the JVM keeps in shared memory. */
  private static double classes(long pid) throws IOException {
    Path jstat = Path.of(System.getProperty("java.home"), "bin", "jstat");
    Process process =
        new ProcessBuilder(List.of(jstat.toString(), "-class", Long.toString(pid)))
            .redirectErrorStream(true)
            .start();
    String[] lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
    return Double.parseDouble(lines[1].strip().split("\\s+")[0]);
  }
}
