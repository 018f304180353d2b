package io.querymirror.bench.child;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built jars lie. */
public final class Root {
  private Root() {}

  private static Path root() {
    return Path.of(System.getProperty("querymirror.bench.root", ".")).toAbsolutePath().normalize();
  }

  public static Path agent() {
    return existing("agent/target/querymirror-agent.jar");
  }

  public static Path shop() {
    return existing("sample-app/target/shop.jar");
  }

  public static Path openTelemetry() {
    return existing("bench/target/alternatives/opentelemetry-javaagent.jar");
  }

  /** For logs, configurations and reports of what is measured. */
  public static Path work() {
    return root().resolve("bench/target/work");
  }

  /** Where the results go. */
  public static Path results() {
    return Path.of(System.getProperty("querymirror.bench.results", "bench/results"));
  }

  private static Path existing(String path) {
    Path file = root().resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalStateException(path + " is missing: use bench/run");
    }
    return file;
  }
}
