package io.querymirror.mirror.wire;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import io.querymirror.stats.TargetLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long the target takes for next to nothing: a few times {@code SELECT 1} a second while copies
 * run, over a connection of its own, by the same workers and read in the same way as copies. What
 * of a copy's time is the way to the target and the crowd on this machine, shows in it.
 */
public final class RoundTrips implements AutoCloseable {
  /** Where to ask. */
  public interface Server {
    /** A connection of the agent's own, that the caller closes. */
    Connection open() throws SQLException;
  }

  private static final int AT_ONCE = 3;
  private static final String NOTHING = Marker.OWN + "SELECT 1";

  private final Server server;
  private final TargetLedger ledger;
  private final LongSupplier copies;
  private final Executor workers;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final OwnConnection connection = new OwnConnection();
  private @Nullable Wire wire;
  private volatile boolean closed;
  private long seen;

  /**
   * @param copies how many have run
   */
  public RoundTrips(Server server, TargetLedger ledger, LongSupplier copies, Executor workers) {
    this.server = server;
    this.ledger = ledger;
    this.copies = copies;
    this.workers = workers;
  }

  /** Asks, on a worker, where copies ran since the last look. Called by one thread. */
  public void look() {
    long now = copies.getAsLong();
    if (now == seen || !asking.compareAndSet(false, true)) {
      return;
    }
    seen = now;
    workers.execute(
        () -> {
          try {
            ask();
          } finally {
            asking.set(false);
          }
        });
  }

  private synchronized void ask() {
    if (closed) {
      return;
    }
    try {
      Wire open = wire();
      for (int i = 0; i < AT_ONCE; i++) {
        long start = System.nanoTime();
        open.run(open.command(NOTHING), null);
        ledger.roundTrip(System.nanoTime() - start);
      }
    } catch (SQLException | RuntimeException e) {
      // The target's health is for others to look at.
      disconnect();
    }
  }

  private Wire wire() throws SQLException {
    Wire open = wire;
    if (open == null) {
      Connection c = connection.keep(server.open());
      open = new Wire((NativeSession) c.unwrap(JdbcConnection.class).getSession());
      wire = open;
      open.run(open.command(NOTHING), null); // the first one is never as the others are
    }
    return open;
  }

  private void disconnect() {
    wire = null;
    connection.drop();
  }

  /** Does not wait for a question that is under way: it is broken off. */
  @Override
  public void close() {
    closed = true;
    connection.end();
  }
}
