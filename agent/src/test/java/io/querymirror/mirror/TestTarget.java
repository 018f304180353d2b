package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.message.TargetLog;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetLedger;
import io.querymirror.stats.TargetSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.BooleanSupplier;

/** A target whose hosts are in memory, with an application in front of it. */
public final class TestTarget implements AutoCloseable {
  final List<FakeHost> hosts = new ArrayList<>();
  final TargetLedger ledger = new TargetLedger("t");
  final Target target;
  final TestApp app;
  private final ScheduledThreadPoolExecutor timer = AgentThreads.timer();
  private final TestApp[] live = new TestApp[1];

  /**
   * @param yaml keys of the target
   */
  TestTarget(String... yaml) {
    this(List.of(new FakeHost("db:3306", 1, true)), yaml);
  }

  TestTarget(List<FakeHost> hosts, String... yaml) {
    this.hosts.addAll(hosts);
    TargetSettings settings = settings(yaml);
    TargetLog log = new TargetLog("t");
    this.target =
        new Target(
            settings,
            1 << 20,
            ledger,
            timer,
            () -> live[0] == null ? List.of() : live[0].live(),
            Target.workers(settings),
            List.copyOf(hosts),
            log,
            () -> {},
            () -> {});
    this.app = new TestApp(target);
    live[0] = app;
    target.start();
  }

  public static TargetSettings settings(String... yaml) {
    String text =
        "targets:\n  t:\n    hosts: [\"db:3306\"]\n    username: u\n    "
            + String.join("\n    ", yaml)
            + "\nrules: [{name: all, mirror: [t]}]\n";
    return load(text).targets().get("t");
  }

  public static Settings load(String yaml) {
    try {
      Path file = Files.createTempFile("mirror", ".yaml");
      Files.writeString(file, yaml);
      Settings settings = ConfigLoader.load(file, Map.of());
      Files.delete(file);
      return settings;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  FakeHost host() {
    return hosts.get(0);
  }

  /** Waits until nothing is queued. */
  TestTarget settle() {
    until(
        () -> {
          target.advance(System.nanoTime());
          return target.idle();
        });
    return this;
  }

  /** Every statement has its end, and what was queued has left no trace. */
  void balances() {
    TargetSnapshot s = snapshot();
    long ends = s.sampledOut() + s.notRepeated() + s.executed() + s.failed();
    for (long dropped : s.dropped().values()) {
      ends += dropped;
    }
    assertEquals(s.matched() + s.amplified(), ends);
    assertEquals(0, s.pending());
    // What a deferred transaction kept is given back behind its end.
    until(() -> target.account().bytes() == 0 && target.account().statements() == 0);
  }

  public static void until(BooleanSupplier what) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not come to be in time");
      }
      Thread.onSpinWait();
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  TargetSnapshot snapshot() {
    return ledger.snapshot();
  }

  long dropped(DropReason reason) {
    return snapshot().dropped().getOrDefault(reason, 0L);
  }

  long fidelity(String key) {
    return snapshot().fidelity().getOrDefault(key, 0L);
  }

  @Override
  public void close() {
    target.end(DropReason.SHUTDOWN);
    target.close();
    timer.shutdownNow();
  }
}
