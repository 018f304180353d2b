package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.BatchEntries;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keys of a batch of which the driver holds the last. */
class DrawnKeysTest {
  private static final long NO = Outcome.NO_KEY;

  private final SessionTracker tracker = new SessionTracker();
  private final SourceConnection one = connection(1);
  private final SourceConnection other = connection(2);
  private final List<Execution> placed = new ArrayList<>();

  private static SourceConnection connection(long id) {
    return new SourceConnection(id, "connector-j", "app", "db:3306", "shop", Map.of(), id, -1);
  }

  private void place(SourceEvent event) {
    placed.clear();
    tracker.place(event, (e, missing) -> placed.add(e));
  }

  private void run(SourceConnection c, long start, long finish, String sql, long key) {
    Outcome outcome = Outcome.success(false, 1, key);
    place(
        SourceEvent.statement(
            c, start, finish, Form.TEXT, new StatementText(sql), Binds.NONE, outcome));
  }

  /** The keys that its entries end up with; its driver holds the last. */
  private List<Long> batch(long start, String sql, int n, long last) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      outcomes.add(Outcome.success(false, 1, i == n - 1 ? last : NO));
    }
    place(
        SourceEvent.batch(
            one,
            start,
            start + 10,
            0,
            0,
            false,
            Form.PREPARED,
            new StatementText(sql),
            new BatchEntries(null, Collections.nCopies(n, Binds.NONE), outcomes),
            null,
            null));
    return placed.stream().map(e -> e.outcome().generatedKey()).toList();
  }

  private List<Long> batch(long start, int n, long last) {
    return batch(start, "INSERT INTO t (v) VALUES (?)", n, last);
  }

  @Test
  void ofAnEmptyTableAndFromThereOn() {
    assertEquals(List.of(1L, 2L, 3L), batch(0, 3, 3));
    assertEquals(List.of(4L, 5L), batch(20, 2, 5));
    assertEquals(true, placed.get(0).assumesKey());
    assertEquals(false, placed.get(1).assumesKey());
  }

  @Test
  void followWhatWasDrawnBefore() {
    run(other, 0, 5, "INSERT INTO shop.t (v) VALUES (1)", 10);
    assertEquals(List.of(11L, 12L), batch(6, 2, 12));
  }

  @Test
  void theRowsOfOneInsertHaveTheirKeysInARow() {
    place(
        SourceEvent.statement(
            one,
            0,
            1,
            Form.TEXT,
            new StatementText("INSERT INTO t (v) VALUES (1), (2), (3)"),
            Binds.NONE,
            Outcome.success(false, 3, 10)));
    assertEquals(List.of(13L, 14L), batch(2, 2, 14));
  }

  @Test
  void areNotKnownWhereSomebodyMayHaveComeBetween() {
    run(other, 0, 5, "INSERT INTO t (v) VALUES (1)", 10);
    assertEquals(List.of(NO, 13L), batch(6, 2, 13), "one key is another's");
    run(other, 17, 22, "INSERT INTO t (v) VALUES (1)", 14);
    assertEquals(List.of(NO, 16L), batch(21, 2, 16), "14 may be of before and of between");
    assertEquals(List.of(17L, 18L), batch(32, 2, 18));
  }

  @Test
  void areNotKnownWhereCountersMayHaveGoneBack() {
    run(other, 0, 5, "INSERT INTO t (v) VALUES (1)", 10);
    run(other, 5, 6, "TRUNCATE TABLE t", NO);
    assertEquals(List.of(NO, 12L), batch(7, 2, 12));
  }

  @Test
  void areNotKnownWhereATableHasTheNameOfASessionsOwn() {
    run(other, 0, 1, "CREATE TEMPORARY TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)", NO);
    assertEquals(List.of(NO, 2L), batch(2, 2, 2));
  }

  @Test
  void areNotKnownOfWhatMayLeaveRowsOut() {
    assertEquals(List.of(NO, 2L), batch(0, "INSERT IGNORE INTO t (v) VALUES (?)", 2, 2));
    assertEquals(
        List.of(NO, 4L),
        batch(20, "INSERT INTO t (v) VALUES (?) ON DUPLICATE KEY UPDATE v = 1", 2, 4));
    assertEquals(List.of(NO, 6L), batch(40, "INSERT INTO t (v) SELECT ?", 2, 6));
    assertEquals(List.of(NO, 8L), batch(60, "REPLACE INTO t (v) VALUES (?)", 2, 8));
  }

  @Test
  void manyBeforeAreRememberedAsOne() {
    for (int i = 1; i <= 100; i++) {
      run(other, 10 * i, 10 * i + 5, "INSERT INTO t (v) VALUES (1)", i);
    }
    assertEquals(List.of(101L, 102L), batch(2000, 2, 102));
    assertEquals(List.of(NO, 1002L), batch(20, 2, 1002));
  }
}
