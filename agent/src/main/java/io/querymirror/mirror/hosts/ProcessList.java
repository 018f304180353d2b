package io.querymirror.mirror.hosts;

import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who is connected to a server, and whether that list is whole. */
final class ProcessList {
  /** One connection, as the server sees it. */
  static final class Row {
    final long id;
    final String user;

    /** {@code host:port}, or a host alone. */
    final String client;

    Row(long id, String user, String client) {
      this.id = id;
      this.user = user;
      this.client = client;
    }

    /** Whether this is the server's end of one of the application's connections. */
    boolean is(SourceConnection source) {
      if (id != source.connectionId()) {
        return false;
      }
      if (!source.user().isEmpty() && !source.user().equals(user)) {
        return false;
      }
      int port = Addresses.portOrNone(client);
      // An address translation between the two changes the port, and the address with it.
      return port < 0
          || source.localPort() < 0
          || port == source.localPort()
          || !Addresses.ofThisMachine(Addresses.host(client));
    }
  }

  private final List<Row> rows;
  private final boolean whole;

  ProcessList(List<Row> rows, boolean whole) {
    this.rows = List.copyOf(rows);
    this.whole = whole;
  }

  static ProcessList of(Connection c) throws SQLException {
    try (Statement s = c.createStatement()) {
      boolean whole = false;
      try (ResultSet r = s.executeQuery(Marker.OWN + "SHOW GRANTS")) {
        while (r.next()) {
          whole |= givesProcess(r.getString(1));
        }
      }
      List<Row> rows = new ArrayList<>();
      try (ResultSet r = s.executeQuery(Marker.OWN + "SHOW PROCESSLIST")) {
        while (r.next()) {
          String user = text(r.getString(2));
          // Shown to those alone who see everybody; a role's grant is not in SHOW GRANTS.
          whole |= user.equals("event_scheduler") || user.equals("system user");
          rows.add(new Row(r.getLong(1), user, text(r.getString(3))));
        }
      }
      return new ProcessList(rows, whole);
    }
  }

  static boolean givesProcess(String grant) {
    String g = grant.toUpperCase(Locale.ROOT);
    int on = g.indexOf(" ON *.* ");
    if (!g.startsWith("GRANT ") || on < 0) {
      return false;
    }
    for (String privilege : g.substring("GRANT ".length(), on).split(",")) {
      String p = privilege.trim();
      if (p.equals("PROCESS") || p.startsWith("ALL PRIVILEGES")) {
        return true;
      }
    }
    return false;
  }

  private static String text(@Nullable String s) {
    return s == null ? "" : s;
  }

  /** Whether connections of other users are in it. */
  boolean whole() {
    return whole;
  }

  @Nullable Row find(SourceConnection source) {
    for (Row row : rows) {
      if (row.is(source)) {
        return row;
      }
    }
    return null;
  }
}
