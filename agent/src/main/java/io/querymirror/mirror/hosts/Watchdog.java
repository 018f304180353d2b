package io.querymirror.mirror.hosts;

import io.querymirror.message.TargetLog;
import io.querymirror.mirror.wire.Errors;
import io.querymirror.mirror.wire.Marker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Ends what runs over a target's time-out: KILL QUERY from another connection, and where that does
 * not help, the connection is broken off. One look at all connections now and then, in place of the
 * driver's own way, a timer thread for each connection.
 */
final class Watchdog {
  private static final long GRACE_NANOS = 2_000_000_000L;

  private final List<HostPool> hosts;
  private final Executor workers;
  private final TargetLog log;

  Watchdog(List<HostPool> hosts, Executor workers, TargetLog log) {
    this.hosts = List.copyOf(hosts);
    this.workers = workers;
    this.log = log;
  }

  void look() {
    long now = System.nanoTime();
    for (HostPool host : hosts) {
      for (JdbcTargetConnection c : host.connections()) {
        long overdue = c.running().overdue(now);
        if (overdue > 0 && c.running().kill()) {
          workers.execute(() -> kill(c));
        } else if (overdue > GRACE_NANOS && c.running().abort()) {
          c.abort();
        }
      }
    }
  }

  private void kill(JdbcTargetConnection c) {
    try (Connection own = c.pool().own();
        Statement s = own.createStatement()) {
      if (c.running().overdue(System.nanoTime()) > 0) {
        s.execute(Marker.OWN + "KILL QUERY " + c.connectionId());
      }
    } catch (SQLException | RuntimeException e) {
      log.debug("kill of a statement over its time: " + Errors.words(e));
    }
  }
}
