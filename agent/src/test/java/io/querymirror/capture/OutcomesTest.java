package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  /** As seen of Connector/J: three chunks, of which the last failed. */
  @Test
  void ofTheRowsOfOneInsertNoneIsRepeated() {
    int failed = Statement.EXECUTE_FAILED;
    BatchUpdateException e =
        new BatchUpdateException("dup", "23000", 1062, new int[] {0, 0, 1, failed, failed});
    assertFalse(Outcomes.ofTexts(e));
    List<String> codes =
        Outcomes.ofRows(Outcomes.batch(null, e, 5, null)).stream()
            .map(o -> o.ok() ? "ok" + o.updateCount() : o.vendorCode() + " " + o.message())
            .toList();
    // It is known not to have run; see OutOfStep.
    assertFalse(
        Outcomes.ofRows(Outcomes.batch(null, e, 5, null)).get(4).sqlState().equals("HY000"));
    String together = "0 failed with the rest of its batch";
    assertEquals(List.of("ok-1", "ok-1", "ok-1", together, together), codes);
  }

  @Test
  void ofSeveralTextsInOneTheCountsTellNothing() {
    int failed = Statement.EXECUTE_FAILED;
    assertTrue(
        Outcomes.ofTexts(new BatchUpdateException("dup", "23000", 1062, new int[] {-1, failed})));
  }

  @Test
  void theEndOfATransactionIsKeptForWhoFollowsIt() {
    BatchUpdateException e =
        new BatchUpdateException("deadlock", "40001", 1213, new int[] {Statement.EXECUTE_FAILED});
    assertEquals(1213, Outcomes.ofRows(Outcomes.batch(null, e, 1, null)).get(0).vendorCode());
  }

  @Test
  void whatIsNoSqlExceptionComesFromTheDriver() {
    Outcome outcome = Outcomes.error(new IllegalStateException("closed"));
    assertEquals(0, outcome.vendorCode());
    assertEquals("HY000", outcome.sqlState());
  }
}
