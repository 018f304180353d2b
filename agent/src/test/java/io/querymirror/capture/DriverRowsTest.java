package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.HeldRows;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DriverRowsTest {
  private static final RowSource SOURCE =
      new RowSource() {
        @Override
        HeldRows take(Object statement, RowBudget budget) {
          throw new AssertionError();
        }

        @Override
        ResultRows read(Object rows, int count, boolean binary, Object columns) {
          if (rows.equals("broken")) {
            throw new IllegalStateException("not what was expected");
          }
          return new PacketRows(List.of(), binary, List.of());
        }
      };

  private final RowBudget budget = new RowBudget(10_000, 100);

  private DriverRows held(long bytes, Object rows) {
    assertTrue(budget.take(bytes));
    return new DriverRows(SOURCE, budget, bytes, rows, 0, false, "columns");
  }

  @Test
  void theLastToReleaseLetsGo() {
    DriverRows rows = held(4_000, "rows");
    assertTrue(rows.keep());
    rows.release();
    assertNotNull(rows.rows());
    assertEquals(4_000, budget.taken());
    rows.release();
    assertNull(rows.rows());
    assertEquals(0, budget.taken());
    assertFalse(rows.keep());
    assertEquals(4_000, rows.bytes());
  }

  @Test
  void whatCannotBeReadIsNoError() {
    assertNull(held(4_000, "broken").rows());
  }

  @Test
  void roomIsGivenUpToTheLimitAndSmallResultsNeedNone() {
    assertTrue(budget.take(6_000));
    assertFalse(budget.take(6_000));
    assertTrue(budget.take(4_000));
    assertTrue(budget.take(RowBudget.SMALL));
    assertEquals(10_000, budget.taken());
    budget.give(RowBudget.SMALL);
    budget.give(6_000);
    assertEquals(4_000, budget.taken());
  }

  @Test
  void manyThreadsLetGoOnce() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 500; round++) {
        DriverRows rows = held(4_000, "rows");
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(
              threads.submit(
                  () -> {
                    if (rows.keep()) {
                      rows.release();
                    }
                  }));
        }
        rows.release();
        for (Future<?> f : all) {
          f.get();
        }
        assertNull(rows.rows());
        assertEquals(0, budget.taken());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void onlyVersionsThatWereTriedAreRead() {
    assertTrue(VerifiedDrivers.has("connector-j", "8.0.33"));
    assertTrue(VerifiedDrivers.has("connector-j", "26.10.0"));
    assertTrue(VerifiedDrivers.has("connector-j-5", "5.1.49"));
    assertTrue(VerifiedDrivers.has("mariadb", "3.5.6"));
    assertFalse(VerifiedDrivers.has("connector-j", "8.0.10"));
    assertFalse(VerifiedDrivers.has("connector-j", "26.10.1"));
    assertFalse(VerifiedDrivers.has("connector-j-5", "5.1.43"));
    assertFalse(VerifiedDrivers.has("mariadb", "5.0.0"));
    assertFalse(VerifiedDrivers.has("mariadb", null));
    assertFalse(VerifiedDrivers.has("mariadb", "next"));
    assertFalse(VerifiedDrivers.has("other", "1.2.3"));
  }
}
