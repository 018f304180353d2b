package io.querymirror.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
  @TempDir Path dir;

  private Settings settings(String target) throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("querymirror.yaml"),
            "targets: {a: {username: u, password: hunter2, "
                + target
                + "}}\n"
                + "rules: [{mirror: a}]\n");
    return ConfigLoader.load(file, Map.of());
  }

  /** One host that refuses, one without a name, and one that accepts and is silent: at once. */
  @Test
  void whatIsOutOfReachIsToldInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int closed = free.getLocalPort();
      free.close();
      Settings settings =
          settings(
              "hosts: ['127.0.0.1:"
                  + closed
                  + "', 'no-such-host.invalid:1', '127.0.0.1:"
                  + silent.getLocalPort()
                  + "']");
      Inspection inspection = new Inspection(settings, new SeenTables(List.of()));
      long begin = System.nanoTime();
      List<HostState> states = inspection.look(Duration.ofSeconds(1));
      long took = (System.nanoTime() - begin) / 1_000_000;
      assertTrue(took < 20_000, took + " ms");
      assertEquals(3, states.size());
      for (HostState state : states) {
        assertEquals(Level.ERROR, state.level(), state.address());
        assertEquals(1, state.points().size(), state.points().toString());
        assertEquals("reachable", state.points().get(0).check());
        assertFalse(state.points().get(0).cause().isEmpty());
        assertFalse(state.points().get(0).cure().isEmpty());
      }
      assertTrue(
          inspection.unchecked().toString().contains("no table was compared"),
          inspection.unchecked().toString());
    }
  }

  @Test
  void aPropertyThatTheDriverDoesNotKnowIsTold() throws Exception {
    TargetSettings target =
        settings(
                "hosts: h, properties: {sslMode: REQUIRED, sslMod: REQUIRED, SSLMODE: REQUIRED, quite: other}")
            .targets()
            .get("a");
    List<Point> points = new ArrayList<>();
    new PropertiesCheck(target).look(points::add);
    assertEquals(
        List.of(
            "properties.sslMod WARNING write sslMode",
            "properties.SSLMODE WARNING write sslMode",
            "properties.quite WARNING compare it with Connector/J's manual"),
        points.stream()
            .map(p -> p.check() + " " + p.level() + " " + p.cure())
            .collect(Collectors.toList()));
  }

  @Test
  void aPasswordIsNeverQuoted() throws Exception {
    TargetSettings target = settings("hosts: db").targets().get("a");
    SQLException quoting = new SQLException("login with hunter2 failed\nmore", "28000", 1045);
    Point point = Reach.failed(quoting, target);
    assertEquals("1045 login with *** failed", point.found());
    assertEquals(Level.ERROR, point.level());
  }

  private static HostState host(String target, String address, String mode) {
    return new HostState(
        target,
        address,
        1,
        List.of(Point.ok("reachable", "in 1 ms")),
        mode.isEmpty() ? Map.of() : Map.of("sql_mode", mode, "version", "8.0.36"));
  }

  @Test
  void hostsOfOneTargetAreComparedWithTheFirstThatAnswers() {
    List<HostState> states =
        Inspection.compared(
            List.of(
                host("a", "down", ""),
                host("a", "one", "STRICT_TRANS_TABLES"),
                host("a", "two", "STRICT_TRANS_TABLES"),
                host("a", "three", "ANSI"),
                host("b", "four", "ANSI")));
    assertEquals(
        "[OK, OK, OK, WARNING, OK]",
        states.stream().map(HostState::level).collect(Collectors.toList()).toString());
    assertEquals(
        "warning alike.sql_mode: ANSI, and STRICT_TRANS_TABLES on one",
        states.get(3).points().get(1).toString());
  }

  private String needs(String target) throws Exception {
    return NeededRights.of(settings("hosts: db, " + target).targets().get("a")).stream()
        .map(n -> (n.level == Level.ERROR ? "!" : "") + n.right)
        .collect(Collectors.joining(" "));
  }

  @Test
  void rightsFollowTheModes() throws Exception {
    assertEquals("!SELECT EXECUTE", needs("order: none, compare: {plans: 'off', results: false}"));
    assertEquals("!SELECT EXECUTE SHOW VIEW TRIGGER", needs("order: session"));
    assertEquals(
        "!SELECT !INSERT !UPDATE !DELETE CREATE TEMPORARY TABLES EXECUTE SHOW VIEW",
        needs("order: none, writes: rollback"));
    assertTrue(needs("order: commit, writes: apply").contains("CREATE ALTER DROP"));
  }
}
