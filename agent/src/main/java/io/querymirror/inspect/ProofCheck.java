package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.hosts.HostAccess;
import java.sql.SQLException;
import java.util.function.Consumer;

/** What must be shown before anything is written: that this is not the application's database. */
final class ProofCheck implements Check {
  private final Server server;
  private final TargetSettings target;

  ProofCheck(Server server, TargetSettings target) {
    this.server = server;
    this.target = target;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    String expected = target.serverUuid();
    String uuid = server.variable("server_uuid");
    if (expected != null) {
      boolean same = uuid.equalsIgnoreCase(expected);
      found.accept(
          Point.of(
              same ? Level.OK : Level.ERROR,
              "server_uuid",
              uuid.isEmpty() ? "this server has none" : uuid,
              "server_uuid of the target says " + expected + ": nothing would run here",
              uuid.isEmpty()
                  ? "take server_uuid out, and GRANT PROCESS ON *.* TO the user"
                  : "look whether this is the right server; if so, write its server_uuid"));
      return;
    }
    if (target.writes() == Writes.DENY) {
      return;
    }
    boolean whole = HostAccess.seesEverybody(server.connection());
    found.accept(
        Point.of(
            whole ? Level.OK : Level.ERROR,
            "process",
            whole ? "sees all connections of the server" : "sees its own connections alone",
            "writes: "
                + NeededRights.word(target.writes())
                + " starts only where the process list shows that this is not the application's"
                + " own database",
            "GRANT PROCESS ON *.* TO the user, or"
                + (uuid.isEmpty() ? "" : " server_uuid: " + uuid + " in the target,")
                + " see docs/grants.md"));
  }
}
