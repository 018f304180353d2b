package io.querymirror.inspect;

import io.querymirror.config.PlanMode;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.HostAccess;
import java.util.function.Consumer;

/** Whether the server can give the plans that are wanted. */
final class PlansCheck implements Check {
  private final Server server;
  private final TargetSettings target;

  PlansCheck(Server server, TargetSettings target) {
    this.server = server;
    this.target = target;
  }

  @Override
  public void look(Consumer<Point> found) {
    if (target.compare().plans().mode() != PlanMode.ANALYZE) {
      return;
    }
    String lacks = HostAccess.lacksAnalyze(server.variable("version"));
    if (lacks != null) {
      found.accept(
          Point.warning(
              "plans", lacks, "plans: analyze becomes explain here", "compare: {plans: explain}"));
    }
  }
}
