package io.querymirror.mirror.hosts;

import io.querymirror.config.HostSettings;
import io.querymirror.config.Order;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.plan.PlanServer;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One host of a target as the agent meets it, for who looks at it before any copy runs: the same
 * connections, and the same questions about rights.
 */
public final class HostAccess {
  /** Begins every statement of the agent's own. */
  public static final String OWN = Marker.OWN;

  /** Connections that a target takes at most where {@code connections} is {@code auto}. */
  public static final int MOST_CONNECTIONS = HostPools.MOST_CONNECTIONS;

  private final TargetSettings target;
  private final HostSettings host;

  public HostAccess(TargetSettings target, HostSettings host) {
    this.target = target;
    this.host = host;
  }

  /** A connection that the caller closes; gives up after some seconds, as its statements do. */
  public Connection open() throws SQLException {
    return TargetDataSource.own(target, host).getConnection();
  }

  /** Whether its address is one of this machine. Asks the DNS. */
  public boolean isLocal() {
    return Addresses.ofThisMachine(host.host());
  }

  /** Whether connections of other users are seen: what the proof before writes needs. */
  public static boolean seesEverybody(Connection c) throws SQLException {
    return ProcessList.of(c).whole();
  }

  /** What may not be pinned, and the cure; null where everything may. */
  public @Nullable String unpinned() throws SQLException {
    if (target.order() == Order.NONE) {
      return null;
    }
    // What was tried stands in its session, so the session ends.
    try (Connection c = open()) {
      PinRights rights = PinRights.of(c);
      return rights.all() ? null : rights.advice();
    }
  }

  /** {@code MySQL 8.0.36}. */
  public static String server(String version) {
    return new PlanServer(version).toString();
  }

  /** Whether the server explains in a form that is read. */
  public static boolean explains(String version) {
    return new PlanServer(version).explains();
  }

  /** Why plans are not analyzed there; null where they can be. */
  public static @Nullable String lacksAnalyze(String version) {
    PlanServer server = new PlanServer(version);
    return server.analyzes() ? null : server.lacksAnalyze();
  }
}
