package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.FieldType;
import io.querymirror.model.HeldRows;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.ResultRows;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldCallTest {
  /** A driver whose results are the numbers of their bytes, and whose statement is its OUT. */
  private static final RowSource SOURCE =
      new RowSource() {
        @Override
        HeldRows take(Object statement, RowBudget budget) {
          throw new AssertionError();
        }

        @Override
        HeldRows result(Object held, boolean limited, RowBudget budget) {
          long bytes = (Integer) held;
          return budget.take(bytes)
              ? new DriverRows(this, budget, bytes, held, 0, false, "columns")
              : NoRows.NO_ROOM;
        }

        @Override
        Object outOf(Object statement) {
          if (statement.equals("broken")) {
            throw new IllegalStateException("not what was expected");
          }
          return statement.equals("none") ? null : statement;
        }

        @Override
        ResultRows read(Object rows, int count, boolean binary, Object columns) {
          ResultColumn column = new ResultColumn("n" + rows, FieldType.LONG, 0, 0, 63, 11);
          return new PacketRows(List.of(column), binary, List.of());
        }
      };

  private final RowBudget budget = new RowBudget(20_000, 100);

  private DriverRows first() {
    return (DriverRows) SOURCE.result(4_000, false, budget);
  }

  private static List<String> labels(HeldRows held) {
    return held.rows().columns().stream().map(ResultColumn::label).toList();
  }

  @Test
  void allOfItIsKeptAndReleasedTogether() {
    HeldRows call = SOURCE.whole(first(), List.of(5_000), 2_000, false, budget);
    assertEquals(11_000, call.bytes());
    assertEquals(11_000, budget.taken());
    assertEquals(List.of("result", "n4000", "2.n5000", "OUT n2000"), labels(call));
    assertTrue(call.keep());
    call.release();
    assertNotNull(call.rows());
    assertEquals(11_000, budget.taken());
    call.release();
    assertNull(call.rows());
    assertFalse(call.keep());
    assertEquals(0, budget.taken());
  }

  @Test
  void oneResultAloneIsItself() {
    DriverRows first = first();
    assertSame(first, SOURCE.whole(first, List.of(), null, false, budget));
  }

  @Test
  void whereOneResultHasNoRoomNoneIsKept() {
    assertSame(NoRows.NO_ROOM, SOURCE.whole(first(), List.of(3_000, 30_000), 2_000, false, budget));
    assertEquals(0, budget.taken());
  }

  @Test
  void parametersWithoutRoomAreLeftOut() {
    HeldRows call = SOURCE.whole(first(), List.of(5_000), 30_000, false, budget);
    assertEquals(List.of("result", "n4000", "2.n5000"), labels(call));
    assertNull(SOURCE.parameters(30_000, budget));
  }

  @Test
  void parametersAlone() {
    HeldRows call = SOURCE.parameters(2_000, budget);
    assertEquals(List.of("OUT n2000"), labels(call));
    call.release();
    assertNull(call.rows());
    assertEquals(0, budget.taken());
    assertNull(SOURCE.parameters("none", budget));
    assertNull(SOURCE.parameters("broken", budget));
    assertNull(RowSource.NONE.parameters("any", budget));
  }
}
