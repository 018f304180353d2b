package io.querymirror.mirror.hosts;

import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.message.TargetLog;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.TargetLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** The connections to all hosts of one target, and who ends what takes too long on them. */
public final class HostPools {
  /** Connections that a target takes at most where {@code connections} is {@code auto}. */
  public static final int MOST_CONNECTIONS = 128;

  /** How often {@link #look} is to be called. */
  public static final long LOOK_MILLIS = 200;

  private final List<HostPool> pools = new ArrayList<>();
  private final Watchdog watchdog;

  /**
   * @param threads for what takes a moment to close
   * @param live the application's connections that are open now
   * @param arrivals tells of new ones
   */
  public HostPools(
      TargetSettings target,
      TargetLog log,
      Executor workers,
      ScheduledExecutorService timer,
      ThreadFactory threads,
      TargetLedger ledger,
      Supplier<Collection<SourceConnection>> live,
      Arrivals arrivals) {
    SourceProof proof =
        target.writes() == Writes.DENY ? null : new SourceProof(target, live, arrivals);
    for (HostSettings host : target.hosts()) {
      pools.add(
          new HostPool(target, host, most(target), log, workers, timer, threads, ledger, proof));
    }
    this.watchdog = new Watchdog(pools, workers, log);
  }

  /** How many connections to each host. */
  public static int most(TargetSettings target) {
    return target.connections() > 0 ? target.connections() : MOST_CONNECTIONS;
  }

  /** In the order of the settings. */
  public List<TargetHost> all() {
    return List.copyOf(pools);
  }

  /** Looks for statements over their time. */
  public void look() {
    watchdog.look();
  }

  /** Lets go of connections that are closed; about once a second. */
  public void sweep() {
    pools.forEach(HostPool::sweep);
  }
}
