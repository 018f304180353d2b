package io.querymirror.mirror.observe;

import com.mysql.cj.jdbc.JdbcConnection;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.SourceConnection;
import io.querymirror.plan.PlanServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections on which plans are asked for: the agent's own, each in the state of the session
 * that it stands for as far as a plan hangs on it. A few at most, and none for long. For one thread
 * at a time.
 */
final class PlanConnections {
  private static final int MOST = 4;
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Where to connect to. */
  interface Server {
    /** A connection that the caller closes. */
    Connection open(String host, ConnectionVariant variant, SourceConnection source)
        throws SQLException;
  }

  /** One connection. */
  static final class Session {
    private final String host;
    private final PlanRequest of;
    private final boolean reads;
    private final PlanServer server;
    final JdbcConnection raw;
    private @Nullable String schema;
    private long lastUse = System.nanoTime();

    private Session(String host, PlanRequest of, boolean reads, JdbcConnection raw)
        throws SQLException {
      this.host = host;
      this.of = of;
      this.reads = reads;
      this.raw = raw;
      this.server = PlanServer.of(raw);
    }

    PlanServer server() {
      return server;
    }

    private boolean suits(String wantedHost, PlanRequest r, boolean wantedReads) {
      return host.equals(wantedHost)
          && reads == wantedReads
          && of.variant().equals(r.variant())
          && of.settings().equals(r.settings());
    }

    private void use(@Nullable String wanted) throws SQLException {
      if (wanted != null && !Objects.equals(wanted, schema)) {
        try (Statement s = raw.createStatement()) {
          s.execute(Marker.OWN + "USE `" + wanted.replace("`", "``") + "`");
        }
        schema = wanted;
      }
    }

    private void close() {
      try {
        raw.close();
      } catch (SQLException e) {
        // It was gone already.
      }
    }
  }

  private final Server server;
  private final List<Session> sessions = new ArrayList<>();

  PlanConnections(Server server) {
    this.server = server;
  }

  /**
   * @param reads whether the session may not write
   * @param schema by this server's name; null for any
   */
  Session get(String host, PlanRequest r, boolean reads, @Nullable String schema)
      throws SQLException {
    Session found = null;
    for (Session s : sessions) {
      if (s.suits(host, r, reads)) {
        found = s;
      }
    }
    if (found == null) {
      if (sessions.size() == MOST) {
        sessions.remove(0).close();
      }
      found = open(host, r, reads);
    } else {
      sessions.remove(found);
    }
    sessions.add(found);
    found.lastUse = System.nanoTime();
    found.use(schema);
    return found;
  }

  private Session open(String host, PlanRequest r, boolean reads) throws SQLException {
    Connection c = server.open(host, r.variant(), r.source());
    boolean whole = false;
    try {
      Session session = new Session(host, r, reads, c.unwrap(JdbcConnection.class));
      try (Statement s = c.createStatement()) {
        for (String setting : r.variant().initial()) {
          set(s, setting);
        }
        for (String setting : r.settings()) {
          set(s, setting);
        }
        for (String limit : session.server.limits()) {
          set(s, limit);
        }
        if (reads) {
          s.execute(Marker.OWN + "SET SESSION TRANSACTION READ ONLY");
        }
      }
      whole = true;
      return session;
    } finally {
      if (!whole) {
        c.close();
      }
    }
  }

  /** What one server knows another may refuse; the plan is then that of a session without it. */
  private static void set(Statement s, String setting) throws SQLException {
    try {
      s.execute(Marker.OWN + setting);
    } catch (SQLException e) {
      if (lost(e)) {
        throw e;
      }
    }
  }

  static boolean lost(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08");
  }

  /** Gives up one that does not answer, and what it may still be at. */
  void abandon(Session session) {
    sessions.remove(session);
    long id = session.raw.getSession().getThreadId();
    try {
      session.raw.abortInternal();
    } catch (SQLException | RuntimeException e) {
      // It was gone already.
    }
    try (Connection c = server.open(session.host, ConnectionVariant.PLAIN, session.of.source());
        Statement s = c.createStatement()) {
      s.execute(Marker.OWN + "KILL QUERY " + id);
    } catch (SQLException e) {
      // The server is gone, or the statement was over.
    }
  }

  boolean isEmpty() {
    return sessions.isEmpty();
  }

  /** Closes what was not used for a while. */
  void expire() {
    for (Iterator<Session> i = sessions.iterator(); i.hasNext(); ) {
      Session s = i.next();
      if (System.nanoTime() - s.lastUse > IDLE_NANOS) {
        i.remove();
        s.close();
      }
    }
  }

  void close() {
    for (Session s : sessions) {
      try {
        s.raw.abortInternal();
      } catch (SQLException | RuntimeException e) {
        // It was gone already.
      }
    }
    sessions.clear();
  }
}
