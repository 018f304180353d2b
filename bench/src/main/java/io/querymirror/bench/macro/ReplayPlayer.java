package io.querymirror.bench.macro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.bench.child.Child;
import io.querymirror.bench.child.Cpu;
import io.querymirror.it.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A turn: sessions contend at the source while the target's process stands still, then the target
 * goes on and the queue is run down. Only the second half is measured: there the order is all that
 * keeps connections from being busy.
 */
final class ReplayPlayer extends Player {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE = 60_000;

  /** Of the backlog: its end is a few long lanes. */
  private static final double MOST = 0.9;

  private final Child child;
  private final EmbeddedServer target;
  private final Path report;
  private boolean warm;

  ReplayPlayer(String name, Child child, EmbeddedServer target, Path directory) {
    super(name);
    this.child = child;
    this.target = target;
    this.report = directory.resolve("report").resolve("report.json");
  }

  @Override
  Map<String, Double> turn(long millis) throws Exception {
    if (!warm) {
      // Connections are made, and shown not to be the source's.
      child.ask("run 500");
      await(System.currentTimeMillis());
      warm = true;
    }
    double before = ran();
    double retried = fidelity("retried");
    double lost = lost();
    double made;
    target.pause();
    try {
      made = child.ask("run " + millis).getOrDefault("statements", 0.0);
    } finally {
      target.resume();
    }
    long start = System.currentTimeMillis();
    Cpu cpu = Cpu.of(child.pid());
    double backlog = made - (ran() - before);
    double[] most = until(start, backlog * (1 - MOST));
    double used = Cpu.of(child.pid()).since(cpu) / 1e3;
    double run = most[1] - before;
    await(System.currentTimeMillis());
    return Map.of(
        "rate",
        run / most[0],
        "cpu",
        used / run,
        "statements",
        made,
        "retried",
        fidelity("retried") - retried,
        "lost",
        lost() - lost);
  }

  /** Until all is run of what is in the ring, too. */
  private void await(long since) throws IOException, InterruptedException {
    // The ring is drained long before the second report.
    until(since + 150, 0);
  }

  /** Until a report has so little pending: its seconds since then, and the statements that ran. */
  private double[] until(long since, double pending) throws IOException, InterruptedException {
    while (true) {
      Thread.sleep(10);
      if (Files.exists(report)) {
        long written = Files.getLastModifiedTime(report).toMillis();
        if (written > since + 50 && ledger().path("pending").asLong() <= pending) {
          return new double[] {(written - since) / 1e3, ran()};
        }
      }
      if (System.currentTimeMillis() > since + PATIENCE) {
        throw new IOException(name + " does not drain: " + ledger() + child.log());
      }
    }
  }

  private JsonNode node() throws IOException {
    return JSON.readTree(Files.readAllBytes(report)).path("targets").path("target");
  }

  private JsonNode ledger() throws IOException {
    return node().path("ledger");
  }

  private double ran() throws IOException {
    return ledger().path("executed").asDouble() + ledger().path("failed").asDouble();
  }

  private double fidelity(String count) throws IOException {
    return node().path("fidelity").path(count).asDouble();
  }

  /** Dropped for other reasons than that there is no session. */
  private double lost() throws IOException {
    double sum = 0;
    for (Map.Entry<String, JsonNode> drop : ledger().path("dropped").properties()) {
      sum += drop.getKey().equals("unsupported") ? 0 : drop.getValue().asDouble();
    }
    return sum;
  }
}
