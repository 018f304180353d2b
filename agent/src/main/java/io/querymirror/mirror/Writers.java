package io.querymirror.mirror;

import io.querymirror.message.Message;
import io.querymirror.stats.OutOfStep.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether another agent applies writes in commit order to the same server: each holds a user lock
 * there, on a connection of its own, for as long as it runs. Two of them keep no order among each
 * other, so neither may claim that the tables are equal.
 */
final class Writers implements AutoCloseable {
  /** Where to take the lock. */
  interface Server {
    /** A connection of the agent's own, that the caller closes. */
    Connection open() throws SQLException;
  }

  /** One lock for each agent, so that all of them see each other. */
  private static final int AGENTS = 4;

  private static final String LOCK = "'querymirror.writer.";
  private static final long EVERY_NANOS = 2_000_000_000L;

  private final TargetContext target;
  private final Server server;
  private final Executor workers;
  private final AtomicBoolean looking = new AtomicBoolean();
  private @Nullable Connection connection;
  private int own;
  private boolean others;
  private boolean closed;
  private boolean looked;
  private long last;

  Writers(TargetContext target, Server server, Executor workers) {
    this.target = target;
    this.server = server;
    this.workers = workers;
  }

  /** Looks, on a worker, where it is time to. Called by one thread. */
  void look() {
    long now = System.nanoTime();
    if (looked && now - last < EVERY_NANOS || !looking.compareAndSet(false, true)) {
      return;
    }
    looked = true;
    last = now;
    workers.execute(
        () -> {
          try {
            lookNow();
          } finally {
            looking.set(false);
          }
        });
  }

  private synchronized void lookNow() {
    if (closed) {
      return;
    }
    try {
      Connection c = connection;
      if (c == null) {
        c = server.open();
        connection = c;
        own = take(c);
      }
      boolean now = own == 0 || othersOn(c);
      if (now && !others) {
        target.ledger.fidelity().severalWriters();
        target.ledger.outOfStep().everything(Reason.SEVERAL_WRITERS);
        target.log.say(Message.SEVERAL_WRITERS);
      }
      others = now;
    } catch (SQLException | RuntimeException e) {
      target.log.debug("look for other writers: " + Errors.words(e));
      release();
    }
  }

  /** The number of the lock that is this agent's now; 0 where all are others'. */
  private static int take(Connection c) throws SQLException {
    for (int i = 1; i <= AGENTS; i++) {
      if (number(c, "SELECT GET_LOCK(" + LOCK + i + "', 0)") == 1) {
        return i;
      }
    }
    return 0;
  }

  private boolean othersOn(Connection c) throws SQLException {
    StringBuilder held = new StringBuilder("SELECT 0");
    for (int i = 1; i <= AGENTS; i++) {
      if (i != own) {
        held.append(" + (IS_USED_LOCK(").append(LOCK).append(i).append("') IS NOT NULL)");
      }
    }
    return number(c, held.toString()) > 0;
  }

  private static long number(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet row = s.executeQuery(Marker.OWN + sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private void release() {
    Connection c = connection;
    connection = null;
    own = 0;
    if (c != null) {
      try {
        c.close();
      } catch (SQLException e) {
        // It was gone already.
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    release();
  }
}
