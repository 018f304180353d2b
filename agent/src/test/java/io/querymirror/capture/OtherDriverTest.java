package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.bootstrap.Probe;
import io.querymirror.instrument.InstrumentedLoader;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.FastVerdict;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Type;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.RuleCounts;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A driver that nothing is known of, instrumented as in production: what it does becomes events.
 */
class OtherDriverTest {
  private static final Driver DRIVER = load();

  private final EventRing ring = new EventRing(1024);
  private final CaptureLedger ledger = new CaptureLedger();
  private final Capture capture = new Capture(ring, ledger);
  private Connection connection;

  private static Driver load() {
    try {
      return (Driver)
          Class.forName("org.h2.Driver", true, new InstrumentedLoader("org.h2."))
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void connect() throws SQLException {
    capture.switchOn();
    Properties properties = new Properties();
    properties.setProperty("user", "shop");
    properties.setProperty("password", "secret");
    connection = DRIVER.connect("jdbc:h2:mem:" + System.nanoTime(), properties);
    try (Statement s = connection.createStatement()) {
      s.execute("create table t (id int auto_increment primary key, v varchar(20))");
    }
    drain();
  }

  @AfterEach
  void disconnect() throws SQLException {
    capture.switchOff();
    connection.close();
  }

  private List<SourceEvent> drain() {
    List<SourceEvent> events = new ArrayList<>();
    SourceEvent e;
    while ((e = ring.poll()) != null) {
      events.add(e);
    }
    assertEquals(0, ledger.snapshot().internalErrors());
    return events;
  }

  private static List<Type> types(List<SourceEvent> events) {
    return events.stream().map(SourceEvent::type).collect(Collectors.toList());
  }

  @Test
  void everyFormOfATextIsOneEvent() throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("insert into t(v) values('a')");
      s.executeUpdate("insert into t(v) values('b')", Statement.RETURN_GENERATED_KEYS);
      s.executeLargeUpdate("insert into t(v) values('c')");
      try (ResultSet r = s.executeQuery("select * from t")) {
        while (r.next()) {
          r.getString(2);
        }
      }
    }
    List<SourceEvent> events = drain();
    assertEquals(4, events.size());
    assertEquals("insert into t(v) values('b')", events.get(1).text().sql());
    assertEquals(1, events.get(1).outcome().updateCount());
    assertTrue(events.get(3).outcome().rows());
    SourceEvent first = events.get(0);
    assertEquals("shop", first.connection().user());
    assertNull(first.connection().properties().get("password"));
    assertTrue(first.startNanos() <= first.finishNanos());
    assertTrue(capture.watermark() > events.get(3).finishNanos(), "nothing is in flight");
  }

  @Test
  void bindsAreTheOnesOfTheMomentOfExecution() throws SQLException {
    try (PreparedStatement p = connection.prepareStatement("insert into t(id, v) values(?, ?)")) {
      p.setInt(1, 7);
      p.setString(2, "x");
      p.executeUpdate();
      p.setObject(1, 8);
      p.executeUpdate();
      p.clearParameters();
      p.setLong(1, 9);
      p.setNull(2, Types.VARCHAR);
      p.execute();
    }
    List<SourceEvent> events = drain();
    assertEquals(3, events.size());
    assertEquals(7, events.get(0).binds().value(1));
    assertEquals(8, events.get(1).binds().value(1));
    assertEquals("x", events.get(1).binds().value(2));
    assertEquals(BindKind.NULL, events.get(2).binds().kind(2));
    assertEquals(Types.VARCHAR, events.get(2).binds().extra(2));
    assertEquals(SourceEvent.Form.PREPARED, events.get(2).form());
  }

  private void insert(int id, String v) throws SQLException {
    try (PreparedStatement p = connection.prepareStatement("insert into t(id, v) values(?, ?)")) {
      p.setInt(1, id);
      p.setString(2, v);
      p.executeUpdate();
    }
  }

  @Test
  void aStatementPreparedForEachExecutionFindsWhatWasFoundOutOfTheLast() throws SQLException {
    insert(1, "a");
    insert(2, "b");
    List<SourceEvent> events = drain();
    assertSame(events.get(0).text(), events.get(1).text());
    assertEquals(1, events.get(0).binds().value(1));
    assertEquals(2, events.get(1).binds().value(1));
    assertEquals("b", events.get(1).binds().value(2));
    RuleCounts rules = new RuleCounts(List.of());
    capture.configure(rules, 1 << 20);
    SourceEvent last = events.get(1);
    last.text()
        .fastVerdict(
            new FastVerdict(rules, last.connection(), last.sessionEpoch(), false, new int[0]));
    insert(3, "c");
    assertEquals(List.of(), drain());
    assertEquals(1, ledger.snapshot().unmatched());
  }

  @Test
  void ofAClosedStatementNothingIsLeft() throws SQLException {
    int before = capture.statements();
    for (int i = 1; i <= 100; i++) {
      insert(i, "a");
    }
    assertEquals(before, capture.statements());
    PreparedStatement open = connection.prepareStatement("select 1");
    insert(101, "b");
    assertEquals(before + 1, capture.statements());
    open.executeQuery();
    open.close();
    assertEquals(before, capture.statements());
  }

  @Test
  void anArrayThatChangesAfterwardsDoesNotChangeTheEvent() throws SQLException {
    byte[] bytes = {1, 2};
    try (PreparedStatement p = connection.prepareStatement("select length(?)")) {
      p.setBytes(1, bytes);
      p.executeQuery();
    }
    bytes[0] = 9;
    assertEquals(1, ((byte[]) drain().get(0).binds().value(1))[0]);
  }

  @Test
  void whatEveryTargetWouldRefuseIsNotCopied() throws SQLException {
    try (PreparedStatement p = connection.prepareStatement("select length(?)")) {
      p.setBytes(1, new byte[(1 << 20) + 1]);
      p.executeQuery();
    }
    assertSame(Binds.OVERSIZED, drain().get(0).binds());
  }

  @Test
  void streamsAreLeftAloneAndNamed() throws SQLException {
    try (PreparedStatement p = connection.prepareStatement("select length(?)")) {
      p.setBinaryStream(1, new ByteArrayInputStream(new byte[] {65}));
      p.executeQuery();
    }
    assertEquals("setBinaryStream", drain().get(0).unsupported());
  }

  @Test
  void aBatchIsOneEventWithAnEntryForEachStatement() throws SQLException {
    try (PreparedStatement p = connection.prepareStatement("insert into t(id, v) values(?, ?)")) {
      for (int i = 1; i <= 3; i++) {
        p.setInt(1, i == 3 ? 1 : i);
        p.setString(2, "v" + i);
        p.addBatch();
      }
      assertThrows(SQLException.class, p::executeBatch);
    }
    List<SourceEvent> events = drain();
    assertEquals(List.of(Type.BATCH), types(events));
    SourceEvent batch = events.get(0);
    assertEquals(3, batch.statements());
    assertEquals("v2", batch.batch().binds(1).value(2));
    assertTrue(batch.batch().outcome(1).ok());
    assertEquals("23505", batch.batch().outcome(2).sqlState());
  }

  @Test
  void aBatchOfTextsKeepsItsTexts() throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.addBatch("insert into t(v) values('never')");
      s.clearBatch();
      s.addBatch("insert into t(v) values('a')");
      s.addBatch("insert into t(v) values('b')");
      s.executeBatch();
    }
    SourceEvent batch = drain().get(0);
    assertEquals(2, batch.statements());
    assertEquals("insert into t(v) values('b')", batch.batch().text(1));
  }

  @Test
  void methodsOfTheConnectionBecomeControls() throws SQLException {
    connection.setAutoCommit(false);
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("insert into t(v) values('a')");
    }
    Savepoint named = connection.setSavepoint("sp");
    connection.rollback(named);
    Savepoint unnamed = connection.setSavepoint();
    connection.rollback(unnamed);
    connection.commit();
    connection.rollback();
    connection.setAutoCommit(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setReadOnly(true);
    connection.close();
    List<SourceEvent> events = drain();
    assertEquals(
        List.of(
            Type.AUTOCOMMIT,
            Type.STATEMENT,
            Type.SAVEPOINT,
            Type.ROLLBACK_TO,
            Type.SAVEPOINT,
            Type.ROLLBACK_TO,
            Type.COMMIT,
            Type.ROLLBACK,
            Type.AUTOCOMMIT,
            Type.ISOLATION,
            Type.READ_ONLY,
            Type.CLOSE),
        types(events));
    assertEquals("sp", events.get(2).argument());
    assertEquals(events.get(4).argument(), events.get(5).argument());
    assertEquals(Connection.TRANSACTION_SERIALIZABLE, events.get(9).number());
  }

  @Test
  void anErrorIsAnOutcome() throws SQLException {
    try (Statement s = connection.createStatement()) {
      assertThrows(SQLException.class, () -> s.executeQuery("select nope from t"));
    }
    assertEquals("42S22", drain().get(0).outcome().sqlState());
  }

  @Test
  void metaDataIsNoStatementOfTheApplication() throws SQLException {
    try (ResultSet r = connection.getMetaData().getTables(null, null, "%", null)) {
      while (r.next()) {
        r.getString(1);
      }
    }
    connection.isValid(1);
    connection.getTransactionIsolation();
    assertEquals(List.of(), types(drain()));
  }

  @Test
  void marksOfOurOwnAreNotCaptured() throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.executeQuery("/* querymirror */ select 1");
      s.executeQuery("/* querymirror:own */ select 1");
    }
    assertEquals(List.of(), types(drain()));
  }

  @Test
  void offIsOffAndOnAgainBeginsWithWhereTheSessionStands() throws SQLException {
    PreparedStatement p = connection.prepareStatement("insert into t(id, v) values(?, 'a')");
    p.setInt(1, 1);
    capture.switchOff();
    connection.setAutoCommit(false);
    p.setInt(1, 2);
    p.executeUpdate();
    assertEquals(List.of(), types(drain()));
    capture.switchOn();
    try (Statement s = connection.createStatement()) {
      s.executeUpdate("insert into t(id) values(99)");
    }
    List<SourceEvent> events = drain();
    assertEquals(List.of(Type.AUTOCOMMIT, Type.STATEMENT), types(events));
    assertEquals(0, events.get(0).number());
    assertTrue(events.get(0).joinedInTransaction());
  }

  @Test
  void bindsThatChangedUnseenAreNotSent() throws SQLException {
    PreparedStatement p = connection.prepareStatement("insert into t(id, v) values(?, ?)");
    p.setInt(1, 1);
    p.setString(2, "a");
    capture.switchOff();
    p.setInt(1, 2);
    capture.switchOn();
    p.setString(2, "b");
    p.executeUpdate();
    SourceEvent e = drain().stream().filter(x -> x.type() == Type.STATEMENT).findFirst().get();
    assertNull(e.binds().kind(1));
    assertEquals("b", e.binds().value(2));
  }

  @Test
  void aBatchWhoseEntriesWereNotAllSeenIsCountedWholeAndNotSent() throws SQLException {
    PreparedStatement p = connection.prepareStatement("insert into t(v) values(?)");
    p.setString(1, "a");
    p.addBatch();
    capture.switchOff();
    p.setString(1, "b");
    p.addBatch();
    capture.switchOn();
    p.setString(1, "c");
    p.addBatch();
    p.executeBatch();
    List<SourceEvent> events = drain();
    SourceEvent batch = events.get(events.size() - 1);
    assertEquals(3, batch.statements());
    assertEquals("batch added before mirroring was on", batch.unsupported());
    p.setString(1, "d");
    p.addBatch();
    p.executeBatch();
    assertNull(drain().get(0).unsupported());
  }

  @Test
  void aStatementThatOutlivesItsSessionBelongsToTheNext() throws SQLException {
    PreparedStatement p = connection.prepareStatement("insert into t(v) values('a')");
    connection.setAutoCommit(false);
    p.executeUpdate();
    Object token = capture.enterControl(connection, Probe.CONTROL_RESET, null, 0, true);
    capture.exitControl(token, connection, null, null);
    p.executeUpdate();
    List<SourceEvent> events = drain();
    assertEquals(
        List.of(Type.AUTOCOMMIT, Type.STATEMENT, Type.CLOSE, Type.AUTOCOMMIT, Type.STATEMENT),
        types(events));
    assertNotSame(events.get(1).connection(), events.get(4).connection());
    assertSame(events.get(3).connection(), events.get(4).connection());
    assertFalse(events.get(3).joinedInTransaction(), "a reset leaves no transaction open");
  }

  @Test
  void whatEndsAfterItsConnectionWasClosedLeavesNoSessionBehind() throws SQLException {
    try (Statement s = connection.createStatement()) {
      Object token = capture.enterText(s, "select 1", true);
      Thread other =
          new Thread(
              () ->
                  capture.exitControl(
                      capture.enterControl(connection, Probe.CONTROL_CLOSE, null, 0, true),
                      connection,
                      null,
                      null));
      other.start();
      other.join();
      capture.exitCount(token, s, 0, new SQLException("gone", "08S01"));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertEquals(List.of(Type.CLOSE, Type.STATEMENT, Type.CLOSE), types(drain()));
  }

  @Test
  void afterALossTheFirstWordIsWhereTheSessionStands() throws SQLException {
    EventRing small = new EventRing(4);
    CaptureLedger counts = new CaptureLedger();
    Capture full = new Capture(small, counts);
    full.switchOn();
    connection.setAutoCommit(false);
    try (Statement s = connection.createStatement()) {
      for (int i = 0; i < 10; i++) {
        s.executeUpdate("insert into t(v) values('a')");
      }
      // Room comes while a call runs that found none when it began.
      Object token = full.enterText(s, "insert into t(v) values('b')", true);
      while (small.poll() != null) {}
      full.exitCount(token, s, 1, null);
      assertNull(small.poll());
      s.executeUpdate("insert into t(v) values('c')");
    }
    SourceEvent first = small.poll();
    assertEquals(Type.AUTOCOMMIT, first.type());
    assertTrue(first.joinedInTransaction());
    assertTrue(first.lostBefore() > 0);
    SourceEvent next = small.poll();
    assertEquals("insert into t(v) values('c')", next.text().sql());
    assertEquals(0, next.lostBefore());
    assertEquals(0, counts.snapshot().internalErrors());
    capture.switchOn();
  }

  @Test
  void anEndThatFoundTheRingFullIsToldLater() throws SQLException {
    EventRing small = new EventRing(4);
    Capture full = new Capture(small, ledger);
    full.switchOn();
    try (Statement s = connection.createStatement()) {
      for (int i = 0; i < 10; i++) {
        s.executeUpdate("insert into t(v) values('a')");
      }
    }
    connection.close();
    while (small.poll() != null) {}
    full.purge();
    assertEquals(Type.CLOSE, small.poll().type());
    assertNull(small.poll());
    capture.switchOn();
  }

  @Test
  void aConnectionOfSeveralNodesIsNoSession() {
    int before = capture.liveConnections().size();
    Object several =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> null);
    String url = "jdbc:mysql:loadbalance://a,b/shop";
    capture.exitConnect(capture.enterArguments(true, url, null, null, null), several, null);
    assertEquals(before, capture.liveConnections().size());
  }

  @Test
  void theEndOfTheStackStopsNoThreadFromBeingCaptured() throws Exception {
    Statement s = connection.createStatement();
    CaptureLedger counts = new CaptureLedger();
    Capture deep = new Capture(ring, counts);
    // Load what the path needs, also to tell an error.
    deep.exitCount(deep.enterText(s, "select 1", true), s, 1, null);
    deep.exitCount(deep.enterText(null, "select 1", true), s, 1, null);
    boolean[] stuck = new boolean[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              int deepest = depth(deep, s, Integer.MAX_VALUE);
              for (int d = Math.max(0, deepest - 300); d < deepest + 20; d++) {
                depth(deep, s, d);
                Object token = deep.enterGuard(true);
                stuck[0] |= token == null;
                if (token != null) {
                  deep.exitGuard(token);
                }
              }
            },
            "deep",
            1 << 18);
    thread.start();
    thread.join();
    assertFalse(stuck[0]);
    while (ring.poll() != null) {}
  }

  /** Answers how deep it came; makes a call at the depth that is asked for. */
  private static int depth(Capture deep, Statement s, int wanted) {
    int[] reached = new int[1];
    try {
      descend(deep, s, wanted, reached);
    } catch (StackOverflowError expected) {
      // As in an application that recurses with a statement at each level.
    }
    return reached[0];
  }

  private static void descend(Capture deep, Statement s, int wanted, int[] reached) {
    if (wanted == 0) {
      Object token = deep.enterText(s, "select 1", true);
      if (token != null) {
        deep.exitCount(token, s, 1, null);
      }
      return;
    }
    reached[0]++;
    descend(deep, s, wanted - 1, reached);
  }

  @Test
  void aVerdictEndsWithTheSchemaThatItWasMadeIn() throws SQLException {
    RuleCounts rules = new RuleCounts(List.of());
    capture.configure(rules, 1000);
    try (Statement s = connection.createStatement()) {
      s.execute("create schema other");
    }
    PreparedStatement p = connection.prepareStatement("select 1");
    for (String use : List.of("set schema other", "select 1; set schema other")) {
      drain();
      run(p);
      SourceEvent e = drain().get(0);
      e.text()
          .fastVerdict(new FastVerdict(rules, e.connection(), e.sessionEpoch(), false, new int[0]));
      run(p);
      assertEquals(List.of(), types(drain()));
      if (use.startsWith("set")) {
        run(connection.prepareStatement(use));
      } else {
        Statement s = connection.createStatement();
        capture.exitFlag(capture.enterText(s, use, true), s, true, null);
      }
      drain();
      run(p);
      assertEquals(List.of(Type.STATEMENT), types(drain()));
    }
  }

  /** As a known driver's statement runs: only these know verdicts. */
  private void run(PreparedStatement p) {
    capture.exitFlag(capture.enterPrepared(p, true), p, false, null);
  }

  @Test
  void nothingOfTheApplicationsClassesIsKept() throws SQLException {
    class Own implements java.io.Serializable {}
    Own value = new Own();
    PreparedStatement p = connection.prepareStatement("select ?");
    Object token = capture.enterArguments(true, 1, value, null, null);
    capture.exitBind(token, p, BindKind.OBJECT.ordinal(), null, null);
    run(p);
    SourceEvent e = drain().get(0);
    assertEquals("setObject with " + Own.class.getName(), e.unsupported());
  }
}
