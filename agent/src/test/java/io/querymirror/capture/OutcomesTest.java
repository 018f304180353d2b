package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.Outcome;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static List<String> codes(Object counts, Throwable thrown, int entries) {
    return Outcomes.batch(counts, thrown, entries, null).stream()
        .map(o -> o.ok() ? "ok" + o.updateCount() : "" + o.vendorCode())
        .collect(Collectors.toList());
  }

  @Test
  void countsAreTheEntries() {
    assertEquals(List.of("ok1", "ok-1"), codes(new int[] {1, Statement.SUCCESS_NO_INFO}, null, 2));
    assertEquals(List.of("ok3"), codes(new long[] {3}, null, -1));
  }

  @Test
  void aDriverThatGoesOnMarksTheFailedOnes() {
    BatchUpdateException e =
        new BatchUpdateException("dup", "23000", 1062, new int[] {1, Statement.EXECUTE_FAILED, 1});
    assertEquals(List.of("ok1", "1062", "ok1"), codes(null, e, 3));
  }

  @Test
  void aDriverThatStopsGivesTheCountsBefore() {
    BatchUpdateException e = new BatchUpdateException("dup", "23000", 1062, new int[] {1});
    assertEquals(List.of("ok1", "1062", "0"), codes(null, e, 3));
  }

  @Test
  void anyOtherExceptionBelongsToTheFirst() {
    assertEquals(List.of("1213", "0"), codes(null, new SQLException("deadlock", "40001", 1213), 2));
  }

  @Test
  void whatIsNoSqlExceptionComesFromTheDriver() {
    Outcome outcome = Outcomes.error(new IllegalStateException("closed"));
    assertEquals(0, outcome.vendorCode());
    assertEquals("HY000", outcome.sqlState());
  }
}
