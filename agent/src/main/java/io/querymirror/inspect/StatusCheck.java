package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import java.sql.SQLException;
import java.util.function.Consumer;

/** Whether the server tells what it had to do. */
final class StatusCheck implements Check {
  private final Server server;
  private final TargetSettings target;

  StatusCheck(Server server, TargetSettings target) {
    this.server = server;
    this.target = target;
  }

  @Override
  public void look(Consumer<Point> found) {
    status(found);
    digests(found);
  }

  private void status(Consumer<Point> found) {
    try {
      String uptime = server.ask("SHOW GLOBAL STATUS LIKE 'Uptime'");
      found.accept(Point.ok("status", uptime == null ? "empty" : "readable"));
    } catch (SQLException e) {
      found.accept(
          Point.warning(
              "status",
              Reach.words(e, target),
              "what the target had to do is not reported",
              "let the user read SHOW GLOBAL STATUS"));
    }
  }

  private void digests(Consumer<Point> found) {
    if (!server.on("performance_schema")) {
      found.accept(
          Point.ok("performance_schema", "off: the server's own view of digests is not reported"));
      return;
    }
    try {
      server.ask(
          "SELECT COUNT(*) FROM performance_schema.events_statements_summary_by_digest WHERE 0");
      found.accept(Point.ok("performance_schema", "readable"));
    } catch (SQLException e) {
      found.accept(
          Point.warning(
              "performance_schema",
              Reach.words(e, target),
              "the server's own view of digests is not reported",
              "GRANT SELECT ON performance_schema.events_statements_summary_by_digest TO the"
                  + " user"));
    }
  }
}
