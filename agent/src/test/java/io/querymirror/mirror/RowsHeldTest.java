package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import io.querymirror.stats.DropReason;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Production's rows are kept as long as a copy needs them, count while they are, and then go. */
class RowsHeldTest {
  /** Rows of so many bytes, of which only the holds matter. */
  private static final class Rows implements HeldRows {
    private final long bytes;
    private final AtomicInteger keepers = new AtomicInteger(1);

    Rows(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public ResultRows rows() {
      return null;
    }

    @Override
    public boolean keep() {
      return keepers.getAndIncrement() > 0;
    }

    @Override
    public void release() {
      assertTrue(keepers.decrementAndGet() >= 0, "released once too often");
    }

    boolean free() {
      return keepers.get() == 0;
    }
  }

  private static CountDownLatch gate(FakeHost host) {
    CountDownLatch gate = new CountDownLatch(1);
    host.reply(
        sql -> {
          try {
            gate.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return sql.contains("wrong") ? Outcome.error("42000", 1064, "wrong") : Outcome.ROWS;
        });
    return gate;
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "session", "commit"})
  void rowsAreKeptUntilTheEndAndCountAsLong(String order) {
    try (TestTarget t = new TestTarget("compare: {results: true}", "order: " + order)) {
      CountDownLatch gate = gate(t.host());
      Rows[] rows = {new Rows(5_000), new Rows(6_000), new Rows(7_000)};
      TestApp.Session s = t.app.connect();
      s.held("SELECT 1", rows[0]).held("SELECT wrong", rows[1]).held("SELECT 3", rows[2]);
      assertTrue(t.target.account().bytes() > 18_000);
      assertTrue(!rows[0].free() && !rows[1].free() && !rows[2].free());
      gate.countDown();
      t.settle();
      assertEquals(0, t.target.account().bytes());
      assertTrue(rows[0].free() && rows[1].free() && rows[2].free());
    }
  }

  @Test
  void whereThereIsNoRoomForRowsTheStatementGoesAlone() {
    try (TestTarget t = new TestTarget("compare: {results: true}", "queue: {size: 10KB}")) {
      CountDownLatch gate = gate(t.host());
      Rows large = new Rows(20_000);
      Rows small = new Rows(100);
      t.app.connect().held("SELECT 1", large).held("SELECT 2", small);
      assertTrue(large.free());
      assertTrue(!small.free());
      gate.countDown();
      t.settle();
      assertEquals(2, t.snapshot().executed());
      assertTrue(small.free());
    }
  }

  @Test
  void whatIsDroppedLetsGo() {
    try (TestTarget t = new TestTarget("compare: {results: true}")) {
      CountDownLatch gate = gate(t.host());
      Rows first = new Rows(5_000);
      Rows second = new Rows(5_000);
      t.app.connect().held("SELECT 1", first).held("SELECT 2", second);
      t.target.end(DropReason.SHUTDOWN);
      assertTrue(second.free());
      gate.countDown();
      t.settle();
      assertTrue(first.free());
      assertEquals(0, t.target.account().bytes());
    }
  }

  @Test
  void nothingIsKeptWhereNothingIsCompared() {
    for (String compare : new String[] {"{results: false}", "{results: true, data: own}"}) {
      try (TestTarget t = new TestTarget("compare: " + compare)) {
        CountDownLatch gate = gate(t.host());
        Rows rows = new Rows(5_000);
        t.app.connect().held("SELECT 1", rows);
        assertTrue(rows.free());
        gate.countDown();
        t.settle();
      }
    }
  }
}
