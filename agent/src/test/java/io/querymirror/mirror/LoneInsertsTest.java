package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.capture.SessionTracker;
import io.querymirror.catalog.Catalogs;
import io.querymirror.catalog.FakeSchema;
import io.querymirror.catalog.Reach;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LoneInsertsTest {
  private static final String MANY = "INSERT INTO t (v) SELECT v FROM a";

  private final Catalogs catalogs =
      new Catalogs(
          new FakeSchema().table("t", "id int auto", "v int").table("a", "v int"),
          Runnable::run,
          line -> {});
  private final List<String> late = new ArrayList<>();
  private final LoneInserts lone =
      new LoneInserts(
          new Reach(catalogs, UnaryOperator.identity()),
          table -> late.add(table.schema() + "." + table.name()));
  private final SessionTracker tracker = new SessionTracker();
  private final SourceConnection one = connection(1);
  private final SourceConnection other = connection(2);

  private static SourceConnection connection(long id) {
    return new SourceConnection(id, "connector-j", "app", "db:3306", "shop", Map.of(), id, -1);
  }

  private Execution ran(SourceConnection c, long start, long finish, String sql, Outcome outcome) {
    catalogs.await("shop", "t");
    List<Execution> all = new ArrayList<>();
    tracker.place(
        SourceEvent.statement(
            c, start, finish, Form.TEXT, new StatementText(sql), Binds.NONE, outcome),
        (e, missing) -> all.add(e));
    lone.saw(all.get(0));
    return all.get(0);
  }

  private Execution many(long start, long finish) {
    return ran(one, start, finish, MANY, Outcome.success(false, 3, 10));
  }

  private void others(long start, long finish, String sql) {
    ran(other, start, finish, sql, Outcome.success(false, 1, Outcome.NO_KEY));
  }

  @Test
  void itsKeysAreCertainWhereNobodyElseInserts() {
    others(0, 10, "INSERT INTO t (v) VALUES (1)");
    ran(one, 12, 14, "INSERT INTO t (v) VALUES (1)", Outcome.ROWS);
    others(20, 90, "INSERT INTO a (v) VALUES (1)");
    others(20, 91, "UPDATE t SET v = 2");
    others(20, 92, "SELECT v FROM t");
    Execution e = many(30, 100);
    assertTrue(lone.alone(e));
    lone.repeated(e);
    others(101, 110, "INSERT INTO t (v) VALUES (1)");
    assertTrue(lone.alone(e));
    assertEquals(List.of(), late);
  }

  @Test
  void theyAreNotWhereAnotherInsertedMeanwhile() {
    others(20, 30, "INSERT INTO t (v) VALUES (1)");
    assertFalse(lone.alone(many(30, 100)));
    others(110, 120, "CALL anything()");
    assertFalse(lone.alone(many(115, 200)));
  }

  @Test
  void whoFailedHasDrawnKeysToo() {
    ran(other, 20, 90, "INSERT INTO t (v) VALUES (1)", TestApp.error(1205));
    assertFalse(lone.alone(many(30, 100)));
  }

  @Test
  void whoEndsLaterIsFoundLater() {
    Execution e = many(30, 100);
    assertTrue(lone.alone(e));
    lone.repeated(e);
    others(99, 300, "INSERT INTO t (v) VALUES (1)");
    others(99, 310, "INSERT INTO t (v) VALUES (1)");
    assertFalse(lone.alone(e));
    assertEquals(List.of("shop.t"), late);
  }

  @Test
  void whatWasNotRepeatedYetIsCountedWhenItIs() {
    Execution e = many(30, 100);
    assertTrue(lone.alone(e));
    others(99, 300, "REPLACE INTO t (v) VALUES (1)");
    assertEquals(List.of(), late);
    lone.repeated(e);
    assertEquals(List.of("shop.t"), late);
  }

  @Test
  void twoOfItsSortAreBothNot() {
    Execution first = many(30, 100);
    Execution second = ran(other, 50, 120, MANY, Outcome.success(false, 3, 20));
    assertFalse(lone.alone(first));
    assertFalse(lone.alone(second));
  }

  @Test
  void whatIsTooFarBackToBeKnownIsNot() {
    for (int i = 0; i < 1100; i++) {
      others(10, 20 + i, "INSERT INTO a (v) VALUES (1)");
    }
    assertFalse(lone.alone(many(30, 2000)));
    assertTrue(lone.alone(many(1500, 2000)));
  }

  @Test
  void aFirstKeyThatNeedNotBeTheFirstSaysNothing() {
    Outcome three = Outcome.success(false, 3, 10);
    for (String sql :
        List.of(
            "INSERT IGNORE INTO t (v) SELECT v FROM a",
            MANY + " ON DUPLICATE KEY UPDATE v = 1",
            "REPLACE INTO t (v) SELECT v FROM a")) {
      assertFalse(LoneInserts.isOfMany(ran(one, 1, 2, sql, three)), sql);
    }
  }
}
