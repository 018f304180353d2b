package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Connector/J asks a MariaDB server for the parameters of what a CallableStatement calls. */
final class RoutinesCheck implements Check {
  private final Server server;
  private final TargetSettings target;

  RoutinesCheck(Server server, TargetSettings target) {
    this.server = server;
    this.target = target;
  }

  @Override
  public void look(Consumer<Point> found) {
    if (target.writes() != Writes.APPLY
        || !server.isMariaDb()
        || "true".equals(target.properties().get("noAccessToProcedureBodies"))) {
      return;
    }
    try {
      server.ask("SELECT COUNT(*) FROM mysql.proc WHERE 0");
      found.accept(Point.ok("routines", "parameters of procedures are readable"));
    } catch (SQLException e) {
      found.accept(
          Point.warning(
              "routines",
              Reach.words(e, target),
              "a CALL by a CallableStatement fails, as the driver may not read the parameters",
              "GRANT SELECT ON mysql.proc TO the user, or properties:"
                  + " {noAccessToProcedureBodies: true}"));
    }
  }
}
