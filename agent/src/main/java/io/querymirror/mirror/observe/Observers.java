package io.querymirror.mirror.observe;

import io.querymirror.config.PlanMode;
import io.querymirror.config.PlanSettings;
import io.querymirror.config.Role;
import io.querymirror.config.TargetSettings;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.hosts.TextMap;
import io.querymirror.stats.TargetLedger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What looks at a target from the side, on connections and in time of its own: its plans, and what
 * its hosts have to do.
 */
public final class Observers {
  private final @Nullable Plans plans;
  private final List<ResourceSampler> samplers = new ArrayList<>();
  private final Executor workers;

  /**
   * @param every how often the report is written
   * @param offers shared by all targets
   */
  public Observers(
      TargetSettings settings,
      List<TargetHost> hosts,
      TextMap texts,
      TargetLedger ledger,
      TargetLog log,
      Executor workers,
      Duration every,
      PlanOffers offers) {
    this.workers = workers;
    for (TargetHost host : hosts) {
      samplers.add(new ResourceSampler(host, ledger, every, log));
    }
    boolean takesPlans = settings.compare().plans().mode() != PlanMode.OFF;
    this.plans = takesPlans ? plans(settings, hosts, texts, ledger, log, workers, offers) : null;
  }

  private static Plans plans(
      TargetSettings settings,
      List<TargetHost> hosts,
      TextMap texts,
      TargetLedger ledger,
      TargetLog log,
      Executor workers,
      PlanOffers offers) {
    PlanSettings how = settings.compare().plans();
    if (settings.role() == Role.CONTROL) {
      ledger.plans().reference();
    }
    PlanSide own =
        new PlanSide(
            how,
            how.mode(),
            ledger.plans(),
            new PlanAsker(texts),
            new PlanConnections((host, variant, source) -> host(hosts, host).own(variant)),
            log);
    PlanSide source = null;
    if (how.source()) {
      source =
          new PlanSide(
              how,
              PlanMode.EXPLAIN, // Production does no work twice for a plan.
              ledger.sourcePlans(),
              new PlanAsker(null),
              new PlanConnections(new SourceServer(how)),
              log);
    }
    return new Plans(how, own, source, ledger.plans(), offers, workers);
  }

  private static TargetHost host(List<TargetHost> hosts, String address) throws SQLException {
    TargetHost any = null;
    for (TargetHost host : hosts) {
      boolean up = host.state() == TargetHost.State.UP;
      if (up && host.address().equals(address)) {
        return host;
      }
      any = up ? host : any;
    }
    if (any == null) {
      throw new SQLException("no host is up", "08001");
    }
    return any;
  }

  public @Nullable Plans plans() {
    return plans;
  }

  /** How often the report is written from now on. */
  public void every(Duration every) {
    for (ResourceSampler sampler : samplers) {
      sampler.every(every);
    }
  }

  /** To be called once a second, by one thread. */
  public void look() {
    for (ResourceSampler sampler : samplers) {
      sampler.look(workers);
    }
    if (plans != null) {
      plans.look();
    }
  }

  /** Does not wait. */
  public void close() {
    for (ResourceSampler sampler : samplers) {
      sampler.close();
    }
    if (plans != null) {
      plans.close();
    }
  }
}
