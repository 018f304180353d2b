package io.querymirror.mirror.wire;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection for the agent's own questions, which one worker uses again and again. It can be
 * ended from any thread and at any moment, also while the worker connects: nothing stays open.
 */
public final class OwnConnection {
  private @Nullable Connection connection;
  private boolean ended;

  /** The one that is there. */
  public synchronized @Nullable Connection get() {
    return connection;
  }

  /** Keeps a new one; where the end came meanwhile it is closed. */
  public Connection keep(Connection opened) throws SQLException {
    synchronized (this) {
      if (!ended) {
        connection = opened;
        return opened;
      }
    }
    opened.close();
    throw new SQLException("this target was closed", "08003");
  }

  /** Closes the one that is there, as it is broken or too old. By its worker. */
  public void drop() {
    Connection c = take(false);
    if (c != null) {
      try {
        c.close();
      } catch (SQLException e) {
        // It was gone already.
      }
    }
  }

  /** Breaks it off, whatever it is at; there is none any more. Does not wait. */
  public void end() {
    Connection c = take(true);
    if (c != null) {
      try {
        c.abort(Runnable::run);
      } catch (SQLException | RuntimeException e) {
        // It was gone already.
      }
    }
  }

  private synchronized @Nullable Connection take(boolean atEnd) {
    Connection c = connection;
    connection = null;
    ended |= atEnd;
    return c;
  }
}
