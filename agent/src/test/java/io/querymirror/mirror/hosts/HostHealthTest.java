package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.message.TargetLog;
import io.querymirror.mirror.TestTarget;
import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.stats.TargetLedger;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostHealthTest {
  private static final SQLException REFUSED = new SQLException("Connection refused", "08S01", 0);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final TargetLedger ledger = new TargetLedger("t");
  private final List<State> states = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger probes = new AtomicInteger();
  private volatile SQLException failure;

  private HostHealth health() {
    HostHealth health =
        new HostHealth(
            "db:3306",
            ledger,
            new TargetLog("t"),
            () -> {
              probes.incrementAndGet();
              if (failure != null) {
                throw failure;
              }
            },
            timer,
            timer);
    health.start(() -> states.add(health.state()));
    return health;
  }

  private String told() {
    return ledger.snapshot().hosts().get("db:3306").state();
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @Test
  void upAtTheFirstSuccess() {
    HostHealth health = health();
    TestTarget.until(() -> health.state() == State.UP);
    TestTarget.until(() -> told().equals("up"));
    assertEquals(1, probes.get());
  }

  @Test
  void shunnedAfterAFewFailuresAndStillTried() {
    failure = REFUSED;
    HostHealth health = health();
    TestTarget.until(() -> health.state() == State.DOWN);
    assertEquals(HostHealth.SHUN_AFTER, probes.get());
    TestTarget.until(() -> told().equals("down"));
    failure = null;
    TestTarget.until(() -> health.state() == State.UP);
  }

  @Test
  void itIsToldWhyTheLinkFailed() {
    String link = "Communications link failure\n\nThe last packet sent …";
    assertEquals(
        "Communications link failure: Connection refused",
        HostHealth.words(
            new SQLException(
                link, new IllegalStateException(new ConnectException("Connection refused")))));
    assertEquals("Communications link failure", HostHealth.words(new SQLException(link)));
  }

  @Test
  void wrongPasswordIsShunnedAtOnce() {
    failure = new SQLException("Access denied", "28000", 1045);
    HostHealth health = health();
    TestTarget.until(() -> health.state() == State.DOWN);
    assertEquals(1, probes.get());
  }

  @Test
  void suspicionIsLookedIntoAtOnce() {
    HostHealth health = health();
    TestTarget.until(() -> health.state() == State.UP);
    health.suspect();
    TestTarget.until(() -> health.state() == State.UP && probes.get() == 2);
    assertTrue(states.contains(State.CONNECTING));
  }

  @Test
  void refusalIsAStateOfItsOwn() {
    failure = new RefusedException("it is the source");
    HostHealth health = health();
    TestTarget.until(() -> health.state() == State.REFUSED);
    TestTarget.until(() -> told().equals("refused"));
  }

  @Test
  void pausesGrowUpToABoundAndVary() {
    for (int i = 0; i < 100; i++) {
      assertTrue(HostHealth.pause(1) >= 100 && HostHealth.pause(1) <= 200);
      assertTrue(HostHealth.pause(4) >= 800 && HostHealth.pause(4) <= 1600);
      assertTrue(HostHealth.pause(1000) >= 5000 && HostHealth.pause(1000) <= 10_000);
    }
  }
}
