package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.HostAccess;
import java.util.function.Consumer;

/** Whether all connections and all statements of the target get through. */
final class LimitsCheck implements Check {
  /** Beside those of copies: health, status, plans, round trips, kills, proof of one writer. */
  private static final int OWN_CONNECTIONS = 10;

  private final Server server;
  private final TargetSettings target;
  private final long statementSize;

  LimitsCheck(Server server, TargetSettings target, long statementSize) {
    this.server = server;
    this.target = target;
    this.statementSize = statementSize;
  }

  @Override
  public void look(Consumer<Point> found) {
    connections(found);
    packet(found);
  }

  private void connections(Consumer<Point> found) {
    int wanted =
        (target.connections() == 0 ? HostAccess.MOST_CONNECTIONS : target.connections())
            + OWN_CONNECTIONS;
    long most = server.number("max_connections");
    long own = server.number("max_user_connections");
    long limit = own > 0 ? Math.min(own, most) : most;
    String limits = "max_connections " + most + (own > 0 ? ", for this user " + own : "");
    found.accept(
        Point.of(
            limit >= wanted || limit < 0 ? Level.OK : Level.WARNING,
            "connections",
            limits,
            "connections: "
                + (target.connections() == 0 ? "auto" : String.valueOf(target.connections()))
                + " takes up to "
                + wanted
                + " with the agent's own; lanes then wait for one",
            "connections: " + Math.max(1, limit - OWN_CONNECTIONS) + ", or raise the limit"));
  }

  private void packet(Consumer<Point> found) {
    long packet = server.number("max_allowed_packet");
    found.accept(
        Point.of(
            packet < 0 || packet >= statementSize ? Level.OK : Level.WARNING,
            "max_allowed_packet",
            packet + " bytes",
            "limits.statement_size lets " + statementSize + " bytes through, which fail here",
            "raise max_allowed_packet to the source's, or lower limits.statement_size"));
  }
}
