package io.querymirror.mirror.observe;

import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.mirror.wire.OwnConnection;
import io.querymirror.stats.ResourceSeries;
import io.querymirror.stats.TargetLedger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the status counters of one host in each interval of the report, by one statement on a
 * connection of its own, which needs no right. A host that is gone is left in peace for a while.
 */
final class ResourceSampler {
  private static final String STATUS =
      Marker.OWN
          + "SHOW GLOBAL STATUS WHERE Variable_name IN ('"
          + String.join("', '", ResourceSeries.NAMES)
          + "')";

  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final TargetHost host;
  private final TargetLedger ledger;
  private volatile long everyNanos;
  private final TargetLog log;
  private final AtomicBoolean working = new AtomicBoolean();
  private final ServerStatements statements;
  private final OwnConnection connection = new OwnConnection();
  private volatile boolean closed;
  private volatile long next = System.nanoTime();

  /**
   * @param every the report's interval
   */
  ResourceSampler(TargetHost host, TargetLedger ledger, Duration every, TargetLog log) {
    this.host = host;
    this.ledger = ledger;
    this.everyNanos = every.toNanos();
    this.log = log;
    this.statements = new ServerStatements(host.address(), ledger.resources());
  }

  /** From the next time on. */
  void every(Duration every) {
    everyNanos = every.toNanos();
  }

  /** Reads them, on a worker, where it is time to. Called by one thread, more often than that. */
  void look(Executor workers) {
    long now = System.nanoTime();
    if (closed
        || now - next < 0
        || host.state() != TargetHost.State.UP
        || !working.compareAndSet(false, true)) {
      return;
    }
    next = now + everyNanos;
    workers.execute(
        () -> {
          try {
            read();
          } catch (SQLException e) {
            log.debug(host.address() + ": status: " + e.getMessage());
            ledger.resources().host(host.address()).failed();
            next = System.nanoTime() + Math.max(REST_NANOS, everyNanos);
            release();
          } catch (RuntimeException e) {
            log.internal("reading status", e);
            release();
          } finally {
            working.set(false);
          }
        });
  }

  private void read() throws SQLException {
    Connection c = connection.get();
    if (c == null) {
      c = connection.keep(host.own());
    }
    long ran = ledger.ran(host.address());
    Map<String, Long> values = new HashMap<>();
    try (Statement s = c.createStatement();
        ResultSet rows = s.executeQuery(STATUS)) {
      while (rows.next()) {
        values.put(rows.getString(1), rows.getLong(2));
      }
    }
    ledger.resources().host(host.address()).sample(Instant.now(), values, ran);
    statements.read(c);
  }

  private void release() {
    connection.drop();
  }

  /** Does not wait. */
  void close() {
    closed = true;
    connection.end();
  }
}
