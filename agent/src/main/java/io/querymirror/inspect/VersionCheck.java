package io.querymirror.inspect;

import io.querymirror.mirror.hosts.HostAccess;
import java.util.function.Consumer;

/** Which server it is, and whether it is one whose plans are read. */
final class VersionCheck implements Check {
  private final Server server;

  VersionCheck(Server server) {
    this.server = server;
  }

  @Override
  public void look(Consumer<Point> found) {
    String version = server.variable("version");
    boolean known = HostAccess.explains(version);
    found.accept(
        Point.of(
            known ? Level.OK : Level.WARNING,
            "version",
            HostAccess.server(version) + " (" + server.variable("version_comment") + ")",
            "plans are not taken from a server of this version",
            "compare: {plans: off} says so; MySQL 5.6 and MariaDB 10.1 are the oldest for plans"));
  }
}
