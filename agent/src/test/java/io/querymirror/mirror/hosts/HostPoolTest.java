package io.querymirror.mirror.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.querymirror.config.TargetSettings;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.TestTarget;
import io.querymirror.mirror.hosts.TargetHost.State;
import io.querymirror.model.SourceConnection;
import io.querymirror.stats.TargetLedger;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection, and more that want it. */
class HostPoolTest {
  private static final SourceConnection SOURCE =
      new SourceConnection(1, "connector-j", "app", "source:3306", "shop", Map.of(), -1, -1);

  private final List<State> states = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private FakeServer server;
  private HostPool pool;

  @BeforeEach
  void start() throws Exception {
    server = new FakeServer();
    String hosts = "hosts: ['" + server.address() + "'], username: u, order: none";
    TargetSettings target =
        TestTarget.load("targets: {t: {" + hosts + "}}\nrules: [{mirror: t}]\n").targets().get("t");
    pool =
        new HostPool(
            target,
            target.hosts().get(0),
            1,
            new TargetLog("t"),
            timer,
            timer,
            Thread::new,
            new TargetLedger("t"),
            null);
    pool.start(() -> states.add(pool.state()));
    TestTarget.until(() -> states.contains(State.UP));
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    timer.shutdownNow();
    server.close();
  }

  private TargetConnection connect() throws SQLException {
    return pool.connect(ConnectionVariant.PLAIN, SOURCE, "");
  }

  /** Gets in line, so many at once. */
  private List<FutureTask<TargetConnection>> wait(int many) {
    List<FutureTask<TargetConnection>> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      FutureTask<TargetConnection> waits = new FutureTask<>(this::connect);
      all.add(waits);
      threads.add(new Thread(waits));
    }
    threads.forEach(Thread::start);
    TestTarget.until(
        () -> threads.stream().allMatch(t -> t.getState() == Thread.State.TIMED_WAITING));
    return all;
  }

  private static Throwable failure(FutureTask<TargetConnection> of) {
    return assertThrows(ExecutionException.class, of::get).getCause();
  }

  @Test
  void aWaitInItsOwnLineIsNoFailureWhereAnotherIsServed() throws Exception {
    TargetConnection held = connect();
    List<FutureTask<TargetConnection>> both = wait(2);
    held.release("");
    TestTarget.until(() -> both.get(0).isDone() || both.get(1).isDone());
    int served = both.get(0).isDone() ? 0 : 1;
    TargetConnection next = both.get(served).get();
    assertInstanceOf(SQLTransientConnectionException.class, failure(both.get(1 - served)));
    assertEquals(List.of(State.UP), states);
    next.release("");
    connect().release("");
  }

  @Test
  void aHostOfWhichNobodyGetsOneIsLookedAt() throws Exception {
    TargetConnection held = connect();
    assertInstanceOf(SQLTransientConnectionException.class, failure(wait(1).get(0)));
    TestTarget.until(() -> states.equals(List.of(State.UP, State.CONNECTING, State.UP)));
    held.release("");
  }
}
