package io.querymirror.inspect;

import io.querymirror.mirror.hosts.HostAccess;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Whether anybody on the way can read along. */
final class TlsCheck implements Check {
  private final Server server;
  private final HostAccess access;

  TlsCheck(Server server, HostAccess access) {
    this.server = server;
    this.access = access;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    String version = "";
    String cipher = "";
    for (List<String> row :
        Server.rows(
            server.connection(),
            "SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_version', 'Ssl_cipher')")) {
      if (row.get(0).equalsIgnoreCase("Ssl_version")) {
        version = row.get(1);
      } else {
        cipher = row.get(1);
      }
    }
    if (!cipher.isEmpty()) {
      found.accept(Point.ok("tls", (version.isEmpty() ? "in use" : version) + ", " + cipher));
    } else if (access.isLocal()) {
      found.accept(Point.ok("tls", "not in use, on this machine"));
    } else {
      found.accept(
          Point.warning(
              "tls",
              "not in use",
              "statements with their values cross the network for everybody to read",
              "switch TLS on at the server, and add properties: {sslMode: REQUIRED}"));
    }
  }
}
