package io.querymirror.inspect;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What must be as at the source, which is not in the file: to be read by people. */
final class SettingsCheck implements Check {
  private final Server server;

  SettingsCheck(Server server) {
    this.server = server;
  }

  @Override
  public void look(Consumer<Point> found) throws SQLException {
    found.accept(Point.ok("sql_mode", server.variable("sql_mode")));
    found.accept(
        Point.ok(
            "charset",
            server.variable("character_set_server") + ", " + server.variable("collation_server")));
    found.accept(Point.ok("lower_case_table_names", server.variable("lower_case_table_names")));
    String isolation = server.variable("transaction_isolation");
    found.accept(
        Point.ok("isolation", isolation.isEmpty() ? server.variable("tx_isolation") : isolation));
    String zone = server.variable("time_zone");
    found.accept(
        Point.ok(
            "time_zone",
            zone
                + (zone.equals("SYSTEM") ? " (" + server.variable("system_time_zone") + ")" : "")));
    events(found);
  }

  private void events(Consumer<Point> found) throws SQLException {
    if (!server.variable("event_scheduler").equalsIgnoreCase("ON")) {
      return;
    }
    Set<String> names = new TreeSet<>();
    for (List<String> row :
        Server.rows(
            server.connection(),
            "SELECT EVENT_SCHEMA, EVENT_NAME FROM information_schema.EVENTS"
                + " WHERE STATUS = 'ENABLED' AND EVENT_SCHEMA NOT IN ('mysql', 'sys')")) {
      names.add(row.get(0) + "." + row.get(1));
    }
    if (!names.isEmpty()) {
      found.accept(
          Point.warning(
              "events",
              String.join(", ", names),
              "events that run here write what no statement of the source wrote",
              "SET GLOBAL event_scheduler = OFF, if what they do is mirrored"));
    }
  }
}
