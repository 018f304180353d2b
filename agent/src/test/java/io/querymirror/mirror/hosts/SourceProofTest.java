package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.HostSettings;
import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.TestTarget;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.model.SourceConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whether a target is shown not to be the source. */
class SourceProofTest {
  private static final String ALL = "GRANT ALL PRIVILEGES ON *.* TO `m`@`%`";
  private static final String PROCESS = "GRANT SELECT, PROCESS ON *.* TO `m`@`%`";
  private static final String NOT = "GRANT SELECT ON *.* TO `m`@`%`";

  private final List<SourceConnection> live = new CopyOnWriteArrayList<>();
  private Arrivals arrivals = new Arrivals(1_000_000);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HostSettings host = settings().hosts().get(0);
  private String grant = PROCESS;
  private List<List<Object>> processes = List.of(List.of(9L, "m", "localhost:5"));
  private String uuid;

  private SourceConnection source(String host, long id, int port) {
    return new SourceConnection(1, "connector-j", "app", host, null, Map.of(), id, port);
  }

  private SourceProof proof(String... yaml) {
    return new SourceProof(settings(yaml), () -> List.copyOf(live), arrivals);
  }

  private static TargetSettings settings(String... yaml) {
    return TestTarget.settings(yaml);
  }

  private HostSettings host() {
    return host;
  }

  /** A server that answers the three questions. */
  private Connection server() {
    return proxy(
        Connection.class, (name, args) -> name.equals("createStatement") ? statement() : null);
  }

  private Statement statement() {
    return proxy(
        Statement.class,
        (name, args) -> {
          if (!name.equals("executeQuery")) {
            return null;
          }
          String sql = (String) args[0];
          asked.add(sql);
          assertTrue(sql.startsWith(Marker.OWN), sql);
          if (sql.contains("GRANTS")) {
            return rows(List.of(List.of(grant)));
          }
          if (sql.contains("PROCESSLIST")) {
            return rows(processes);
          }
          if (uuid == null) {
            throw new SQLException("Unknown system variable", "HY000", 1193);
          }
          return rows(List.of(List.of(uuid)));
        });
  }

  private static ResultSet rows(List<List<Object>> rows) {
    Iterator<List<Object>> all = rows.iterator();
    List<Object> row = new ArrayList<>();
    return proxy(
        ResultSet.class,
        (name, args) -> {
          switch (name) {
            case "next":
              row.clear();
              if (!all.hasNext()) {
                return false;
              }
              row.addAll(all.next());
              return true;
            case "getString":
              return String.valueOf(row.get((int) args[0] - 1));
            case "getLong":
              return row.get((int) args[0] - 1);
            default:
              return null;
          }
        });
  }

  private interface Answer {
    Object to(String name, Object[] args) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (p, method, args) -> answer.to(method.getName(), args)));
  }

  private void assertRefused(SourceProof proof, String words) {
    SourceConnection one = live.isEmpty() ? null : live.get(0);
    RefusedException e =
        assertThrows(RefusedException.class, () -> proof.check(host(), server(), one, true));
    assertTrue(e.getMessage().contains(words), e.getMessage());
    assertTrue(e.getMessage().contains("PROCESS"), e.getMessage());
    assertTrue(e.getMessage().contains("server_uuid"), e.getMessage());
  }

  @Test
  void processListWithoutTheApplicationIsAProof() throws SQLException {
    live.add(source("source.invalid:3306", 7, 40_000));
    for (String g : List.of(PROCESS, ALL)) {
      grant = g;
      proof().check(host(), server(), live.get(0), true);
    }
  }

  @Test
  void processListWithTheApplicationIsTheSource() {
    live.add(source("source.invalid:3306", 7, 40_000));
    processes = List.of(List.of(7L, "app", "localhost:40000"));
    assertRefused(proof(), "own connection 7");
    processes = List.of(List.of(7L, "app", "10.99.1.2:51000")); // behind an address translation
    assertRefused(proof(), "own connection 7");
    processes = List.of(List.of(7L, "app", "localhost"));
    assertRefused(proof(), "own connection 7");
  }

  @Test
  void aNodeThatTheDriverMayTurnToIsTheSource() {
    HostSettings node = host();
    List<String> nodes = List.of("first.invalid:3306", node.host() + ":" + node.port());
    live.add(
        new SourceConnection(
            1, "mariadb", "app", nodes.get(0), null, Map.of(), 7, 40_000, true, true, nodes));
    assertRefused(proof(), "its address is the application's own " + nodes.get(1));
  }

  @Test
  void sameIdOfAnotherUserOrPortIsSomebodyElse() throws SQLException {
    live.add(source("source.invalid:3306", 7, 40_000));
    processes = List.of(List.of(7L, "other", "localhost:40000"));
    proof().check(host(), server(), live.get(0), true);
    processes = List.of(List.of(7L, "app", "localhost:40001"));
    proof().check(host(), server(), live.get(0), true);
  }

  @Test
  void listThatShowsOnlyItsReaderProvesNothing() {
    live.add(source("source.invalid:3306", 7, 40_000));
    grant = NOT;
    assertRefused(proof(), "only the target's own user");
  }

  @Test
  void systemThreadsInTheListTellThatItIsWhole() throws SQLException {
    live.add(source("source.invalid:3306", 7, 40_000));
    grant = NOT;
    processes = List.of(List.of(4L, "event_scheduler", "localhost"));
    proof().check(host(), server(), live.get(0), true);
  }

  @Test
  void nothingToCompareWithIsNoProofAndNoRefusal() {
    SourceConnection closed = source("source.invalid:3306", 7, 1);
    SQLException e =
        assertThrows(SQLException.class, () -> proof().check(host(), server(), closed, true));
    assertFalse(e instanceof RefusedException);
  }

  @Test
  void connectionThatIsOpenForAMomentIsEnough() throws Exception {
    arrivals = new Arrivals(60_000_000_000L);
    Thread application =
        new Thread(
            () -> {
              while (asked.isEmpty()) {
                Thread.onSpinWait();
              }
              live.add(source("source.invalid:3306", 7, 40_000));
              arrivals.opened();
            });
    application.start();
    SourceConnection closed = source("source.invalid:3306", 6, 1);
    proof().check(host(), server(), closed, true);
    application.join();
  }

  @Test
  void nobodyWaitsForAnApplicationThatEnds() {
    arrivals = new Arrivals(60_000_000_000L);
    arrivals.end();
    SourceConnection closed = source("source.invalid:3306", 7, 1);
    assertThrows(RefusedException.class, () -> proof().check(host(), server(), closed, true));
  }

  @Test
  void driverWithoutIdsNeedsTheUuid() throws SQLException {
    live.add(new SourceConnection(1, "x.Driver", "app", "s.invalid:3306", null, Map.of(), -1, -1));
    assertRefused(proof(), "does not tell its connection ids");
    uuid = "AB-1";
    proof("server_uuid: ab-1").check(host(), server(), live.get(0), true);
  }

  @Test
  void uuidMustBeTrue() throws SQLException {
    live.add(source("source.invalid:3306", 7, 40_000));
    uuid = "AB-2";
    assertRefused(proof("server_uuid: ab-1"), "AB-2");
    uuid = null;
    assertRefused(proof("server_uuid: ab-1"), "no server_uuid");
  }

  @Test
  void addressOfTheApplicationIsRefusedWhateverElseIsTrue() {
    uuid = "AB-1";
    live.add(source("DB:3306", 7, 40_000));
    assertRefused(proof("server_uuid: ab-1"), "its address");
  }

  @Test
  void isAskedAgainOnlyForNewSourcesAndNewConnections() throws SQLException {
    live.add(source("a.invalid:3306", 7, 40_000));
    SourceProof proof = proof();
    proof.check(host(), server(), live.get(0), true);
    int first = asked.size();
    proof.check(host(), server(), live.get(0), false);
    assertEquals(first, asked.size());
    assertTrue(proof.covers(host()));
    live.add(source("b.invalid:3306", 8, 40_001));
    assertFalse(proof.covers(host()));
    proof.check(host(), server(), live.get(1), false);
    assertTrue(asked.size() > first);
    assertTrue(proof.covers(host()));
  }

  @Test
  void whatWasShownHoldsUntilTheHostIsInDoubt() throws SQLException {
    SourceConnection a = source("a.invalid:3306", 7, 40_000);
    live.add(a);
    SourceProof proof = proof();
    proof.check(host(), server(), a, true);
    live.clear();
    live.add(source("b.invalid:3306", 8, 40_001));
    proof.check(host(), server(), a, true);
    proof.doubt(host());
    assertThrows(SQLException.class, () -> proof.check(host(), server(), a, true));
  }

  @Test
  void aliasesOfOneAddress() {
    assertTrue(Addresses.same("127.0.0.1", 3306, "localhost:3306"));
    assertTrue(Addresses.same("localhost", 3306, "[::1]:3306"));
    assertTrue(Addresses.same("localhost", 3306, "localhost"));
    assertTrue(Addresses.same("Db.Invalid", 3307, "db.invalid:3307"));
    assertFalse(Addresses.same("127.0.0.1", 3307, "localhost:3306"));
    assertFalse(Addresses.same("a.invalid", 3306, "b.invalid:3306"));
    assertEquals("::1", Addresses.host("[::1]:3306"));
    assertEquals(3307, Addresses.port("[::1]:3307"));
    assertEquals(3306, Addresses.port("db"));
  }
}
