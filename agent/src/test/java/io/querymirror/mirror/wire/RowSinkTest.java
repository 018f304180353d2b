package io.querymirror.mirror.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSinkTest {
  private static final List<ResultColumn> COLUMNS =
      List.of(new ResultColumn("n", FieldType.VAR_STRING, 0, 0, 45, 10));

  private static void rows(RowSink sink, int count, int size) {
    for (int i = 0; i < count; i++) {
      if (sink.takes(size)) {
        byte[] row = new byte[size];
        row[0] = (byte) (size - 1);
        sink.row(row);
      }
    }
  }

  @Test
  void letsAllGoWhereThereIsTooMuch() {
    RowSink exact = new RowSink(false, 10, 1000, false);
    exact.begin(COLUMNS);
    rows(exact, 10, 20);
    assertEquals(10, exact.rows().count());
    assertFalse(exact.capped());
    rows(exact, 1, 20);
    assertNull(exact.rows());
    assertTrue(exact.capped());
    RowSink large = new RowSink(false, 10, 1000, false);
    large.begin(COLUMNS);
    rows(large, 2, 600);
    assertNull(large.rows());
    assertTrue(large.capped());
    rows(large, 1, 1);
    assertNull(large.rows());
  }

  @Test
  void keepsAllResultsOfACallWithinTheSameLimits() {
    RowSink first = new RowSink(false, 10, 1000, true);
    first.begin(COLUMNS);
    rows(first, 6, 20);
    RowSink second = first.next();
    second.begin(COLUMNS);
    rows(second, 4, 20);
    RowSink end = second.next();
    assertEquals(10, first.rows().count());
    assertEquals(3, first.rows().columns().size());
    assertFalse(first.capped());
    end.begin(COLUMNS);
    rows(end, 1, 20);
    assertNull(first.rows());
    assertTrue(first.capped());
    assertNull(end.next());
    RowSink alone = new RowSink(false, 10, 1000, false);
    alone.begin(COLUMNS);
    assertNull(alone.next());
  }

  @Test
  void noRowsOfNoResultOrOfDamagedColumns() {
    assertNull(new RowSink(false, 10, 1000, false).rows());
    RowSink sink = new RowSink(false, 10, 1000, false);
    sink.begin(null);
    rows(sink, 1, 5);
    assertNull(sink.rows());
    assertFalse(sink.capped());
  }
}
