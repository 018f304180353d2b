package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.load.Console;
import io.querymirror.it.server.EmbeddedServer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link Console} in a JVM of its own, led by a test. */
final class Shell implements AutoCloseable {
  private final App.Running running;
  private int commands;
  private long pauseMillis = 20;

  private Shell(App.Running running) {
    this.running = running;
  }

  /** The newest Connector/J on this server and schema. */
  static App app(EmbeddedServer server, String schema) {
    return app(Driver.CONNECTOR_J, server, schema, "");
  }

  static App app(Driver driver, EmbeddedServer server, String schema, String properties) {
    return App.of(Console.class)
        .library(driver.library())
        .argument(driver.url(server.address(), schema, properties), "app", EmbeddedServer.PASSWORD);
  }

  static Shell start(App app) {
    return new Shell(app.start());
  }

  /** For hundreds of commands of one session: each follows its predecessor's answer at once. */
  Shell quick() {
    pauseMillis = 1;
    return this;
  }

  /** The answer to one command: {@code ok …} or {@code error …}. */
  String ask(String command) {
    return ask(command, Duration.ofSeconds(100));
  }

  String ask(String command, Duration limit) {
    running.say(command);
    Pattern answer = Pattern.compile("(?m)^#" + ++commands + " (.*)$");
    Matcher[] found = new Matcher[1];
    Await.until(
        limit,
        pauseMillis,
        () -> {
          found[0] = answer.matcher(running.out());
          return found[0].find() || !running.alive();
        },
        () -> "an answer to " + command + "\n" + running.out() + running.err());
    found[0] = answer.matcher(running.out());
    assertTrue(found[0].find(), () -> "gone at " + command + "\n" + running.err());
    return found[0].group(1);
  }

  /** Commands that must succeed. */
  Shell done(String... lines) {
    for (String line : lines) {
      String answer = ask(line);
      assertTrue(answer.startsWith("ok "), () -> line + ": " + answer);
    }
    return this;
  }

  /** Ends load, and holds that the application saw no trouble; the number of its statements. */
  long loaded(String command) {
    String answer = ask(command);
    Matcher counts =
        Pattern.compile("ok statements=(\\d+) failed=\\d+ worst_ms=\\d+ trouble=\\[(.*)\\]")
            .matcher(answer);
    assertTrue(counts.matches(), answer);
    assertEquals("", counts.group(2), () -> running.err());
    return Long.parseLong(counts.group(1));
  }

  App.Running running() {
    return running;
  }

  String err() {
    return running.err();
  }

  /** Ends the application's main, and waits for the end of its JVM. */
  App.Finished exit(Duration limit) {
    return running.await(limit);
  }

  App.Finished exit() {
    return exit(Duration.ofSeconds(30)).ok();
  }

  @Override
  public void close() {
    running.close();
  }
}
