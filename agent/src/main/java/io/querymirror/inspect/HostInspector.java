package io.querymirror.inspect;

import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.HostAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at one host of one target; changes nothing there. For one thread, once. */
final class HostInspector {
  private static final long SLOW_MILLIS = 1_000;

  private final TargetSettings target;
  private final HostSettings host;
  private final HostAccess access;
  private final SeenTables seen;
  private final Set<String> named;
  private final long statementSize;
  private final List<Point> points = new ArrayList<>();

  /**
   * @param named schemas by the source's names that the file names, beside those under schemas
   * @param statementSize in bytes
   */
  HostInspector(
      TargetSettings target,
      HostSettings host,
      SeenTables seen,
      Set<String> named,
      long statementSize) {
    this.target = target;
    this.host = host;
    this.access = new HostAccess(target, host);
    this.seen = seen;
    this.named = named;
    this.statementSize = statementSize;
  }

  HostState look() {
    long begin = System.nanoTime();
    Map<String, String> variables = Map.of();
    try (Connection c = access.open()) {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      if (millis >= SLOW_MILLIS) {
        // The first one may have waited for this process, which is new.
        millis = Math.min(millis, again());
      }
      points.add(
          Point.of(
              millis < SLOW_MILLIS ? Level.OK : Level.WARNING,
              Reach.CHECK,
              "in " + millis + " ms",
              "logging in takes long",
              "look at the name service of the server (skip_name_resolve) and at the network"));
      try {
        Server server = Server.of(c);
        variables = server.variables();
        ask(server);
      } catch (SQLException e) {
        points.add(
            Point.error(
                "answers",
                Reach.words(e, target),
                "the server answered the log-in and not what came after",
                "look at the server; the points below this one were not looked at"));
      }
    } catch (SQLException e) {
      points.add(Reach.failed(e, target));
    } catch (RuntimeException e) {
      // The driver's own, for properties that it does not take.
      points.add(
          Point.error(
              Reach.CHECK,
              Reach.words(e, target),
              "the driver does not take the properties of the target",
              "compare properties with those of Connector/J"));
    }
    long took = (System.nanoTime() - begin) / 1_000_000;
    return new HostState(target.name(), host.address(), took, points, variables);
  }

  /** How long one more connection takes, in milliseconds. */
  private long again() throws SQLException {
    long begin = System.nanoTime();
    access.open().close();
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private void ask(Server server) throws SQLException {
    look(
        new PropertiesCheck(target),
        new VersionCheck(server),
        new TlsCheck(server, access),
        found ->
            found.accept(
                Point.ok("user", server.ask("SELECT CURRENT_USER()") + ", as the server sees it")));
    Grants grants = Grants.of(server.connection());
    look(
        new SchemaCheck(server, target, named, seen.of(target), grants),
        new ReadOnlyCheck(server, target, host, grants),
        new ProofCheck(server, target),
        new PinsCheck(target, access),
        new RoutinesCheck(server, target),
        new PlansCheck(server, target),
        new StatusCheck(server, target),
        new ClockCheck(server),
        new LimitsCheck(server, target, statementSize),
        new SettingsCheck(server));
  }

  private void look(Check... checks) throws SQLException {
    for (Check check : checks) {
      check.look(points::add);
    }
  }
}
