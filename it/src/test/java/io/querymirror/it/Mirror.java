package io.querymirror.it;

import com.example.contend.Contend;
import io.querymirror.it.server.EmbeddedServer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An application that says {@code done} and what it did, and keeps a connection until its input
 * ends: it is run with the agent until all that it did has run on the targets, or was given up.
 */
final class Mirror {
  private static final Duration PATIENCE = Duration.ofMinutes(LongRun.ON ? 20 : 2);

  private Mirror() {}

  /** Its last words, what it printed on standard error, and the last report. */
  record Ended(String said, String err, Report report) {
    /** A number that it said: {@code statements=5}. */
    long number(String name) {
      Matcher found = Pattern.compile("\\b" + name + "=(\\d+)").matcher(said);
      if (!found.find()) {
        throw new AssertionError("no " + name + " in " + said);
      }
      return Long.parseLong(found.group(1));
    }

    @Override
    public String toString() {
      return said + err + report.brief();
    }
  }

  /** The contended application; more words as in {@code com.example.contend.Settings}. */
  static App contend(EmbeddedServer source, String schema, String... words) {
    Driver driver = Driver.of(source.kind());
    return App.of(Contend.class)
        .library(driver.library())
        .option("-Xmx1g")
        .argument(driver.url(source.address(), schema, ""), "app", EmbeddedServer.PASSWORD)
        .argument((Object[]) words);
  }

  static Ended run(App app, Config config) {
    try (App.Running running = app.agent(config.write()).start()) {
      Await.until(
          PATIENCE,
          () -> running.out().contains("done ") || !running.alive(),
          () -> running.out() + running.err());
      String said = running.out();
      if (!said.contains("done ")) {
        throw new AssertionError("gone: " + said + running.err());
      }
      drained(running, config, Pattern.compile("\\bstatements=(\\d+)").matcher(said));
      App.Finished finished = running.await(PATIENCE).ok();
      return new Ended(said, finished.err(), config.report().balanced());
    }
  }

  private static void drained(App.Running running, Config config, Matcher statements) {
    long wanted = statements.find() ? Long.parseLong(statements.group(1)) : 0;
    config.drained(PATIENCE, wanted, running::err);
  }
}
