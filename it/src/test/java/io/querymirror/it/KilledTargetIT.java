package io.querymirror.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.contend.Tables;
import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A target that is killed in the middle of transactions, and comes back: double-entry bookkeeping
 * shows each half of a transaction, at every instant.
 */
class KilledTargetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SCHEMA = "contend";
  private static final long BALANCES = 300 * 1000;

  @TempDir Path directory;

  /** Looks at the sums as often as it can, on connections of its own. */
  private static final class Auditor extends Thread implements AutoCloseable {
    private final EmbeddedServer target;
    private final List<String> wrong = new ArrayList<>();
    private volatile boolean ended;
    private int looks;

    Auditor(EmbeddedServer target) {
      this.target = target;
      start();
    }

    @Override
    public void run() {
      while (!ended) {
        try (Connection connection = target.connect(SCHEMA);
            PreparedStatement look =
                connection.prepareStatement(
                    "SELECT (SELECT SUM(balance) FROM account),"
                        + " (SELECT COALESCE(SUM(value), 0) FROM journal)")) {
          while (!ended) {
            try (ResultSet sums = look.executeQuery()) {
              sums.next();
              looks++;
              if (sums.getLong(1) != BALANCES || sums.getLong(2) != 0) {
                wrong.add(sums.getLong(1) + " and " + sums.getLong(2));
              }
            }
            sleep(5);
          }
        } catch (SQLException e) {
          // It is down, or going.
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    @Override
    public void close() {
      ended = true;
      try {
        join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static Stream<Arguments> targets() {
    List<Arguments> all =
        List.of(
            Arguments.of(ServerKind.MYSQL8, "commit"),
            Arguments.of(ServerKind.MARIADB, "session"),
            Arguments.of(ServerKind.MYSQL8, "session"),
            Arguments.of(ServerKind.MARIADB, "commit"));
    return all.stream().limit(LongRun.ON ? 4 : 2);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noHalfOfATransactionIsSeen(ServerKind kind, String order) {
    EmbeddedServer source = Servers.source(kind);
    source.execute(Tables.of(SCHEMA).toArray(new String[0]));
    Config config;
    Report report;
    App.Finished app;
    Auditor auditor;
    try (EmbeddedServer target = EmbeddedServer.start(kind)) {
      target.execute(Tables.of(SCHEMA).toArray(new String[0]));
      config =
          Config.in(directory)
              .target("twin", target, "writes: apply", "order: " + order)
              .rule("all", "mirror: twin")
              .line("shutdown: {drain: 30s}");
      App contend = Mirror.contend(source, SCHEMA, "mix=transfers", "millis=300000");
      auditor = new Auditor(target);
      try (App.Running running = contend.agent(config.write()).start();
          auditor) {
        goesOn(running, config, 0);
        for (int kill = 0; kill < (LongRun.ON ? 10 : 2); kill++) {
          long dropped = config.report().dropped("twin");
          target.kill();
          // Its connections break, and what comes finds nobody.
          Await.until(
              PATIENCE,
              () -> config.report().dropped("twin") > dropped && running.alive(),
              () -> config.report() + running.err());
          target.restart();
          goesOn(running, config, config.report().ledger("twin", "executed"));
        }
        running.say("stop");
        running.awaitOut("done ");
        app = running.await(PATIENCE).ok();
      }
      report = config.report().balanced();
    }
    assertAll(
        app.out() + app.err() + report.brief(),
        () -> assertEquals(List.of(), auditor.wrong),
        () -> assertTrue(auditor.looks > 50, "looked only " + auditor.looks + " times"),
        () -> assertTrue(app.out().contains("trouble=[]")),
        () -> assertEquals(0, report.ledger("twin", "pending")));
  }

  private static void goesOn(App.Running running, Config config, long executed) {
    Await.until(
        PATIENCE,
        () ->
            Files.exists(config.reports().resolve("report.json"))
                && config.report().ledger("twin", "executed") > executed + 400,
        () -> running.out() + running.err());
  }
}
