package io.querymirror.mirror.observe;

import io.querymirror.mirror.wire.Marker;
import io.querymirror.stats.Resources;
import io.querymirror.stats.ServerStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a host's performance_schema counts for each of its digests since the agent started, read
 * once a minute at most. Where the account may not read it, or the server does not keep it, that is
 * said, and it is not asked again for an hour.
 */
final class ServerStatements {
  private static final int READ = 200;
  private static final int TOLD = 20;
  private static final int LONGEST_TEXT = 1_000;
  private static final long EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long REFUSED_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final String OFF = "performance_schema is off";

  private static final String DIGESTS =
      Marker.OWN
          + "SELECT SCHEMA_NAME, DIGEST, DIGEST_TEXT, COUNT_STAR, SUM_ROWS_EXAMINED,"
          + " SUM_ROWS_SENT, SUM_NO_INDEX_USED, SUM_CREATED_TMP_DISK_TABLES, SUM_TIMER_WAIT,"
          + " FIRST_SEEN FROM performance_schema.events_statements_summary_by_digest"
          + " WHERE DIGEST IS NOT NULL AND SCHEMA_NAME IS NOT NULL"
          + " ORDER BY SUM_TIMER_WAIT DESC LIMIT "
          + READ;

  private final String address;
  private final Resources to;
  private final Map<String, ServerStatement> before = new HashMap<>();
  private @Nullable Timestamp since;
  private long next = System.nanoTime();

  ServerStatements(String address, Resources to) {
    this.address = address;
    this.to = to;
  }

  /** Throws where the connection is lost. */
  void read(Connection c) throws SQLException {
    long now = System.nanoTime();
    if (now - next < 0) {
      return;
    }
    next = now + EVERY_NANOS;
    try (Statement s = c.createStatement()) {
      if (since == null) {
        since = begin(s);
        if (since == null) {
          to.noStatements(OFF);
          next = now + REFUSED_NANOS;
          return;
        }
      }
      try (ResultSet rows = s.executeQuery(DIGESTS)) {
        read(rows, since);
      }
    } catch (SQLException e) {
      if (PlanConnections.lost(e)) {
        throw e;
      }
      to.noStatements("no right to read performance_schema (error " + e.getErrorCode() + ")");
      next = now + REFUSED_NANOS;
    }
  }

  /** The server's time, or null where it keeps nothing. */
  private static @Nullable Timestamp begin(Statement s) throws SQLException {
    try (ResultSet row = s.executeQuery(Marker.OWN + "SELECT @@performance_schema, NOW(6)")) {
      return row.next() && row.getBoolean(1) ? row.getTimestamp(2) : null;
    }
  }

  private void read(ResultSet rows, Timestamp start) throws SQLException {
    List<ServerStatement> told = new ArrayList<>();
    while (rows.next()) {
      String text = rows.getString(3);
      ServerStatement now =
          new ServerStatement(
              rows.getString(1),
              text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…",
              rows.getLong(4),
              rows.getLong(5),
              rows.getLong(6),
              rows.getLong(7),
              rows.getLong(8),
              rows.getLong(9) / 1_000_000);
      String key = rows.getString(1) + ' ' + rows.getString(2);
      ServerStatement then = before.get(key);
      Timestamp firstSeen = rows.getTimestamp(10);
      if (then == null && firstSeen != null && firstSeen.before(start)) {
        // It is older than the agent; only what comes from here on is the mirror's.
        before.put(key, now);
      } else {
        ServerStatement own = then == null ? now : now.since(then);
        if (own.count() > 0) {
          told.add(own);
        } else if (own.count() < 0) {
          before.remove(key); // The table was emptied.
        }
      }
    }
    told.sort(Comparator.comparingLong(ServerStatement::micros).reversed());
    to.statements(address, told.size() <= TOLD ? told : told.subList(0, TOLD));
  }
}
