package io.querymirror.inspect;

import io.querymirror.config.HostRole;
import io.querymirror.config.HostSettings;
import io.querymirror.config.Order;
import io.querymirror.config.PlanMode;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.HostAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks at one host of one target; changes nothing there. For one thread, once. */
final class HostInspector {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);
  private static final long SLOW_MILLIS = 1_000;

  /** The agent promises that columns filled from the clock agree within this. */
  private static final Duration CLOCK = Duration.ofSeconds(1);

  /** Beside those of copies: health, status, plans, round trips, kills, proof of one writer. */
  private static final int OWN_CONNECTIONS = 10;

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
    version(server);
    tls(server);
    points.add(Point.ok("user", server.ask("SELECT CURRENT_USER()") + ", as the server sees it"));
    Grants grants = Grants.of(server.connection());
    Map<String, Map<String, Long>> tables = seen.of(target);
    schemas(server, grants, tables);
    readOnly(server, grants);
    proof(server);
    pins();
    routines(server);
    plans(server);
    resources(server);
    clock(server);
    zones(server);
    limits(server);
    settings(server);
  }

  private void version(Server server) {
    String version = server.variable("version");
    boolean known = HostAccess.explains(version);
    points.add(
        Point.of(
            known ? Level.OK : Level.WARNING,
            "version",
            HostAccess.server(version) + " (" + server.variable("version_comment") + ")",
            "plans are not taken from a server of this version",
            "compare: {plans: off} says so; MySQL 5.6 and MariaDB 10.1 are the oldest for plans"));
  }

  private void tls(Server server) throws SQLException {
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
      points.add(Point.ok("tls", (version.isEmpty() ? "in use" : version) + ", " + cipher));
    } else if (access.isLocal()) {
      points.add(Point.ok("tls", "not in use, on this machine"));
    } else {
      points.add(
          Point.warning(
              "tls",
              "not in use",
              "statements with their values cross the network for everybody to read",
              "switch TLS on at the server, and add properties: {sslMode: REQUIRED}"));
    }
  }

  /** Schemas by the target's names: configured ones, those of rules, and those that were seen. */
  private void schemas(Server server, Grants grants, Map<String, Map<String, Long>> tables)
      throws SQLException {
    boolean anyCase = server.number("lower_case_table_names") != 0;
    Set<String> wanted = new LinkedHashSet<>(target.schemas().values());
    for (String source : named) {
      wanted.add(target.schemas().getOrDefault(source, source));
    }
    wanted.addAll(tables.keySet());
    if (wanted.isEmpty()) {
      List<String> all = server.schemas();
      points.add(
          Point.of(
              all.isEmpty() ? Level.ERROR : Level.OK,
              "schemas",
              all.isEmpty() ? "this user sees none" : "this user sees " + String.join(", ", all),
              "there is nothing that this user may read",
              "GRANT SELECT on the schemas of the service; see docs/grants.md"));
      wanted.addAll(all);
    }
    for (String schema : wanted) {
      Map<String, String> there = server.tables(schema);
      if (there == null) {
        points.add(
            Point.error(
                "schemas." + schema,
                "it is not there, or not seen by this user",
                "copies that go there fail",
                "create and fill it, or GRANT rights on it: see docs/grants.md"));
        continue;
      }
      points.add(
          Point.of(
              there.isEmpty() ? Level.WARNING : Level.OK,
              "schemas." + schema,
              there.size() + " tables and views, collation " + collation(server, schema),
              "no table is in it that this user sees",
              "fill it, or GRANT SELECT on it"));
      rights(grants, schema, tables.getOrDefault(schema, Map.of()));
      if (tables.containsKey(schema)) {
        points.add(SeenTables.compare(schema, tables.get(schema), there, anyCase));
      }
      engines(server, schema);
    }
  }

  private static String collation(Server server, String schema) throws SQLException {
    List<List<String>> rows =
        Server.rows(
            server.connection(),
            "SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA"
                + " WHERE SCHEMA_NAME = ?",
            schema);
    return rows.isEmpty() ? "unknown" : rows.get(0).get(0);
  }

  /** A right that is on the tables that were seen, if not on all, is enough. */
  private void rights(Grants grants, String schema, Map<String, Long> tables) {
    List<String> there = new ArrayList<>();
    List<NeededRights.Need> missing = new ArrayList<>();
    boolean onSome = tables.isEmpty() && grants.onTables(schema);
    for (NeededRights.Need need : NeededRights.of(target)) {
      boolean onAllSeen =
          !tables.isEmpty()
              && tables.keySet().stream().allMatch(t -> grants.on(need.right, schema, t));
      if (grants.on(need.right, schema) || onAllSeen) {
        there.add(need.right);
      } else {
        missing.add(need);
      }
    }
    if (!there.isEmpty()) {
      points.add(Point.ok("rights." + schema, String.join(", ", there)));
    }
    lacking(schema, missing, Level.ERROR, onSome ? Level.WARNING : Level.ERROR);
    lacking(schema, missing, Level.WARNING, Level.WARNING);
  }

  /**
   * @param told as what it is told: who has rights on some tables may have them on all that matter
   */
  private void lacking(String schema, List<NeededRights.Need> missing, Level level, Level told) {
    Set<String> rights = new LinkedHashSet<>();
    Set<String> causes = new LinkedHashSet<>();
    for (NeededRights.Need need : missing) {
      if (need.level == level) {
        rights.add(need.right);
        causes.add(need.cause);
      }
    }
    if (!rights.isEmpty()) {
      String list = String.join(", ", rights);
      points.add(
          Point.of(
              told,
              "rights." + schema,
              "lacks " + list,
              String.join("; ", causes),
              "GRANT " + list + " ON `" + schema + "`.* TO the user; see docs/grants.md"));
    }
  }

  /** Tables without transactions keep what a rollback should undo, and know no commit order. */
  private void engines(Server server, String schema) throws SQLException {
    if (target.writes() != Writes.ROLLBACK && target.order() != Order.COMMIT) {
      return;
    }
    List<String> plain = server.withoutTransactions(schema);
    if (!plain.isEmpty()) {
      points.add(
          Point.warning(
              "engines." + schema,
              "tables that are not InnoDB: " + String.join(", ", plain),
              target.writes() == Writes.ROLLBACK
                  ? "a rollback does not undo what is written there, so such writes are denied"
                  : "order: commit does not hold for them",
              "ALTER TABLE … ENGINE = InnoDB, if the source has them so"));
    }
  }

  private void readOnly(Server server, Grants grants) {
    List<String> modes = new ArrayList<>();
    for (String name : List.of("read_only", "super_read_only", "innodb_read_only")) {
      if (server.on(name)) {
        modes.add(name);
      }
    }
    if (modes.isEmpty()) {
      points.add(Point.ok("read_only", "off"));
      return;
    }
    boolean exempt =
        modes.equals(List.of("read_only"))
            && (grants.everywhere("SUPER")
                || grants.everywhere("CONNECTION_ADMIN")
                || grants.everywhere("READ_ONLY ADMIN"));
    boolean writes = target.writes() != Writes.DENY && host.role() == HostRole.WRITER;
    points.add(
        Point.of(
            writes && !exempt ? Level.ERROR : Level.OK,
            "read_only",
            String.join(", ", modes) + (writes ? "" : ", and nothing is written here"),
            "writes: " + NeededRights.word(target.writes()) + " runs writes, and all of them fail",
            "SET GLOBAL read_only = OFF, if this is no replica; else give the host role: reader"));
  }

  /** What must be shown before anything is written: that this is not the application's database. */
  private void proof(Server server) throws SQLException {
    String expected = target.serverUuid();
    String uuid = server.variable("server_uuid");
    if (expected != null) {
      boolean same = uuid.equalsIgnoreCase(expected);
      points.add(
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
    points.add(
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

  private void pins() throws SQLException {
    if (target.order() == Order.NONE) {
      return;
    }
    String advice = access.unpinned();
    if (advice == null) {
      points.add(Point.ok("pins", "clock, keys and random seed of a session may be set"));
    } else {
      points.add(
          Point.warning(
              "pins",
              advice.substring(0, advice.indexOf(':')),
              "statements that need it are counted unpinned, and their tables out of step",
              advice.substring(advice.indexOf("; ") + 2)));
    }
  }

  /** Connector/J asks a MariaDB server for the parameters of what a CallableStatement calls. */
  private void routines(Server server) {
    if (target.writes() != Writes.APPLY
        || !server.isMariaDb()
        || "true".equals(target.properties().get("noAccessToProcedureBodies"))) {
      return;
    }
    try {
      server.ask("SELECT COUNT(*) FROM mysql.proc WHERE 0");
      points.add(Point.ok("routines", "parameters of procedures are readable"));
    } catch (SQLException e) {
      points.add(
          Point.warning(
              "routines",
              Reach.words(e, target),
              "a CALL by a CallableStatement fails, as the driver may not read the parameters",
              "GRANT SELECT ON mysql.proc TO the user, or properties:"
                  + " {noAccessToProcedureBodies: true}"));
    }
  }

  private void plans(Server server) {
    if (target.compare().plans().mode() != PlanMode.ANALYZE) {
      return;
    }
    String lacks = HostAccess.lacksAnalyze(server.variable("version"));
    if (lacks != null) {
      points.add(
          Point.warning(
              "plans", lacks, "plans: analyze becomes explain here", "compare: {plans: explain}"));
    }
  }

  private void resources(Server server) {
    try {
      String uptime = server.ask("SHOW GLOBAL STATUS LIKE 'Uptime'");
      points.add(Point.ok("status", uptime == null ? "empty" : "readable"));
    } catch (SQLException e) {
      points.add(
          Point.warning(
              "status",
              Reach.words(e, target),
              "what the target had to do is not reported",
              "let the user read SHOW GLOBAL STATUS"));
    }
    if (!server.on("performance_schema")) {
      points.add(
          Point.ok("performance_schema", "off: the server's own view of digests is not reported"));
      return;
    }
    try {
      server.ask(
          "SELECT COUNT(*) FROM performance_schema.events_statements_summary_by_digest WHERE 0");
      points.add(Point.ok("performance_schema", "readable"));
    } catch (SQLException e) {
      points.add(
          Point.warning(
              "performance_schema",
              Reach.words(e, target),
              "the server's own view of digests is not reported",
              "GRANT SELECT ON performance_schema.events_statements_summary_by_digest TO the"
                  + " user"));
    }
  }

  private void clock(Server server) throws SQLException {
    Duration best = null;
    long trip = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = System.nanoTime();
      long at = System.currentTimeMillis();
      String said = server.ask("SELECT UTC_TIMESTAMP(6)");
      long took = System.nanoTime() - before;
      if (said != null && took < trip) {
        trip = took;
        long there = LocalDateTime.parse(said, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        best = Duration.ofMillis(there - at - took / 2_000_000);
      }
    }
    if (best == null) {
      return;
    }
    boolean near = best.abs().compareTo(CLOCK) < 0;
    points.add(
        Point.of(
            near ? Level.OK : Level.WARNING,
            "clock",
            best.toMillis() + " ms from this machine's",
            "what a server's clock fills by itself (SYSDATE(), events) differs by as much",
            "let both synchronize their clocks (NTP)"));
  }

  private void zones(Server server) throws SQLException {
    boolean loaded =
        server.ask("SELECT CONVERT_TZ('2024-07-01 12:00:00', 'UTC', 'Europe/Berlin')") != null;
    points.add(
        Point.of(
            loaded ? Level.OK : Level.WARNING,
            "time_zones",
            loaded ? "named zones are known" : "named zones are not known",
            "CONVERT_TZ with a name is NULL, and SET time_zone with a name fails",
            "mysql_tzinfo_to_sql /usr/share/zoneinfo | mysql mysql, if the source has them"));
  }

  private void limits(Server server) {
    int wanted =
        (target.connections() == 0 ? HostAccess.MOST_CONNECTIONS : target.connections())
            + OWN_CONNECTIONS;
    long most = server.number("max_connections");
    long own = server.number("max_user_connections");
    long limit = own > 0 ? Math.min(own, most) : most;
    String found = "max_connections " + most + (own > 0 ? ", for this user " + own : "");
    points.add(
        Point.of(
            limit >= wanted || limit < 0 ? Level.OK : Level.WARNING,
            "connections",
            found,
            "connections: "
                + (target.connections() == 0 ? "auto" : String.valueOf(target.connections()))
                + " takes up to "
                + wanted
                + " with the agent's own; lanes then wait for one",
            "connections: " + Math.max(1, limit - OWN_CONNECTIONS) + ", or raise the limit"));
    long packet = server.number("max_allowed_packet");
    points.add(
        Point.of(
            packet < 0 || packet >= statementSize ? Level.OK : Level.WARNING,
            "max_allowed_packet",
            packet + " bytes",
            "limits.statement_size lets " + statementSize + " bytes through, which fail here",
            "raise max_allowed_packet to the source's, or lower limits.statement_size"));
  }

  /** What must be as at the source, which is not in the file: to be read by people. */
  private void settings(Server server) throws SQLException {
    points.add(Point.ok("sql_mode", server.variable("sql_mode")));
    points.add(
        Point.ok(
            "charset",
            server.variable("character_set_server") + ", " + server.variable("collation_server")));
    points.add(Point.ok("lower_case_table_names", server.variable("lower_case_table_names")));
    String isolation = server.variable("transaction_isolation");
    points.add(
        Point.ok("isolation", isolation.isEmpty() ? server.variable("tx_isolation") : isolation));
    String zone = server.variable("time_zone");
    points.add(
        Point.ok(
            "time_zone",
            zone
                + (zone.equals("SYSTEM") ? " (" + server.variable("system_time_zone") + ")" : "")));
    events(server);
  }

  private void events(Server server) throws SQLException {
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
      points.add(
          Point.warning(
              "events",
              String.join(", ", names),
              "events that run here write what no statement of the source wrote",
              "SET GLOBAL event_scheduler = OFF, if what they do is mirrored"));
    }
  }
}
