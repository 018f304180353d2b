package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindMask;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceEvent.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that copies beside the first have: those of earlier statements, whole. */
class VariationTest {
  private final Variation variation = new Variation();

  /** What an application ran, and the copies of each. */
  private static final class Ran {
    final List<Execution> all = new ArrayList<>();
    final List<List<Execution>> copies = new ArrayList<>();
    final TestApp app;

    Ran(Variation variation, int number) {
      app =
          new TestApp(
              e -> {
                all.add(e);
                copies.add(variation.further(e, number));
              },
              e -> {});
    }

    List<Execution> last() {
      return copies.get(copies.size() - 1);
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      copies.forEach(list -> list.forEach(e -> texts.add(e.sql())));
      return texts;
    }
  }

  @Test
  void theFirstOfItsDigestRunsAsItIs() {
    Ran ran = new Ran(variation, 2);
    TestApp.Session s = ran.app.connect();
    s.run("SELECT a FROM t WHERE id = 1");
    assertSame(ran.all.get(0), ran.last().get(0));
    assertSame(ran.all.get(0), ran.last().get(1));
    s.run("SELECT b FROM t WHERE id = 2");
    assertSame(ran.all.get(1), ran.last().get(0));
    s.run("SELECT a FROM t WHERE id = 3");
    assertEquals("SELECT a FROM t WHERE id = 1", ran.last().get(0).sql());
    assertEquals("SELECT a FROM t WHERE id = 1", ran.last().get(1).sql(), "there is no other");
  }

  @Test
  void valuesOfOneStatementStayTogether() {
    Ran ran = new Ran(variation, 3);
    TestApp.Session s = ran.app.connect();
    for (int i = 1; i <= 500; i++) {
      s.prepared(
          Form.PREPARED, "SELECT a FROM t WHERE id = ? AND k = ? LIMIT ?", i, "k" + i, 10 * i);
    }
    Set<Object> seen = new HashSet<>();
    for (int i = 3; i < 500; i++) {
      Set<Object> each = new HashSet<>();
      for (Execution e : ran.copies.get(i)) {
        Object id = e.binds().value(1);
        each.add(id);
        assertEquals("k" + id, e.binds().value(2));
        assertEquals(10 * (Integer) id, e.binds().value(3));
        assertTrue((Integer) id <= i, "of an earlier one");
      }
      assertEquals(3, each.size(), "copies of one statement differ");
      seen.addAll(each);
    }
    assertTrue(seen.size() > 100, () -> "" + seen.size());
    assertEquals(500, ran.all.get(499).binds().value(1), "the first copy's are its own");
  }

  @Test
  void theCopyStaysInItsPlaceOfItsSession() {
    Ran ran = new Ran(variation, 1);
    ran.app.connect().autocommit(false).run("SELECT 1").commit();
    TestApp.Session s = ran.app.connect().autocommit(false);
    s.run("SELECT 2").commit();
    Execution first = ran.all.get(1);
    Execution copy = ran.last().get(0);
    assertNotSame(first, copy);
    assertEquals("SELECT 1", copy.sql());
    assertSame(first, copy.original());
    assertSame(s.connection(), copy.connection());
    assertEquals(first.transaction(), copy.transaction());
    assertEquals(first.sequence(), copy.sequence());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO a VALUES (#)",
        "REPLACE INTO a VALUES (#)",
        "SELECT @a + #",
        "SELECT LAST_INSERT_ID() + #",
        "SELECT a FROM t WHERE id = # INTO @b",
        "SELECT SQL_CALC_FOUND_ROWS a FROM t WHERE id > #",
        "SELECT CONNECTION_ID() + #",
        "SELECT #; SELECT 2",
        "SHOW TABLES LIKE '#'",
        "SELECT a FROM t",
        "SET @a = #",
        "CALL look(#)"
      })
  void whatHangsOnItsSessionOrMakesKeysRunsAsItIs(String text) {
    Ran ran = new Ran(variation, 1);
    TestApp.Session s = ran.app.takesControl().connect();
    for (int i = 0; i < 5; i++) {
      s.run(text.replace("#", "" + i));
      assertSame(ran.all.get(i), ran.last().get(0));
    }
    assertEquals(0, variation.bytes());
  }

  @Test
  void nothingComesFromAFailedOneOrGoesToOne() {
    Ran ran = new Ran(variation, 1);
    TestApp.Session s = ran.app.connect();
    s.run("UPDATE a SET v = 1", TestApp.error(1062));
    s.run("UPDATE a SET v = 2");
    assertSame(ran.all.get(1), ran.last().get(0));
    s.run("UPDATE a SET v = 3", TestApp.error(1062));
    assertSame(ran.all.get(2), ran.last().get(0));
    s.run("UPDATE a SET v = 4");
    assertEquals("UPDATE a SET v = 2", ran.last().get(0).sql());
  }

  @Test
  void onlyWhatIsAlikeStandsIn() {
    Ran ran = new Ran(variation, 1);
    TestApp.Session s = ran.app.connect("shop");
    s.run("SELECT a FROM t WHERE id = 1");
    ran.app.connect("other").run("SELECT a FROM t WHERE id = 2");
    assertSame(ran.all.get(1), ran.last().get(0), "another schema");
    s.prepared(Form.SERVER_PREPARED, "SELECT a FROM t WHERE id = ?", 3);
    assertSame(ran.all.get(2), ran.last().get(0), "another protocol");
    ran.app.connect("shop").autocommit(false).run("SELECT a FROM t WHERE id = 4");
    assertSame(ran.all.get(3), ran.last().get(0), "in a transaction");
    ran.app.connect("shop").run("SELECT a FROM t WHERE id = 5");
    assertEquals("SELECT a FROM t WHERE id = 1", ran.last().get(0).sql());
  }

  /** Each transaction reads, then changes what it read, twice. */
  @Test
  void aTransactionsCopyFollowsOneOtherTransactionInItsOrder() {
    Ran ran = new Ran(variation, 2);
    TestApp.Session s = ran.app.connect().autocommit(false);
    for (int i = 0; i < 40; i++) {
      for (int part = 0; part < 2; part++) {
        s.run("SELECT a FROM t WHERE id = " + i + part);
        s.run("UPDATE t SET a = 1 WHERE id = " + i + part);
      }
      s.commit();
    }
    for (int i = 1; i < 40; i++) {
      for (int copy = 0; copy < 2; copy++) {
        Set<String> others = new HashSet<>();
        for (int n = 0; n < 4; n++) {
          String sql = ran.copies.get(4 * i + n).get(copy).sql();
          String id = sql.replaceAll(".* = ", "");
          assertEquals(n % 2 == 0 ? 'S' : 'U', sql.charAt(0));
          assertEquals(n / 2, id.charAt(id.length() - 1) - '0', "in order");
          others.add(id.substring(0, id.length() - 1));
        }
        assertEquals(1, others.size(), "one other");
        assertNotEquals(Set.of("" + i), others);
      }
    }
  }

  @Test
  void whatTheOtherTransactionLacksRunsAsItIs() {
    Ran ran = new Ran(variation, 1);
    TestApp.Session s = ran.app.connect().autocommit(false);
    s.run("SELECT a FROM t WHERE id = 1").commit();
    s.run("UPDATE t SET a = 1 WHERE id = 2").commit();
    s.run("SELECT a FROM t WHERE id = 3", "UPDATE t SET a = 1 WHERE id = 3").commit();
    assertEquals("SELECT a FROM t WHERE id = 1", ran.copies.get(2).get(0).sql());
    assertSame(ran.all.get(3), ran.copies.get(3).get(0));
  }

  @Test
  void theSameStatementsMakeTheSameCopies() {
    Ran one = new Ran(variation, 2);
    Ran two = new Ran(new Variation(), 2);
    for (Ran ran : List.of(one, two)) {
      TestApp.Session s = ran.app.connect();
      for (int i = 0; i < 2_000; i++) {
        s.run("SELECT a FROM t WHERE id = " + i);
      }
    }
    assertEquals(one.texts(), two.texts());
  }

  /** What is in every cache because it ran a moment ago would be no other value. */
  @Test
  void itReachesBackByFarMoreThanItRemembers() {
    Ran ran = new Ran(variation, 1);
    TestApp.Session s = ran.app.connect();
    long back = 0;
    int from = 4 * Variation.REMEMBERED * Variation.EVERY;
    for (int i = 0; i < 2 * from; i++) {
      s.run("SELECT a FROM t WHERE id = " + i);
      back += i < from ? 0 : i - Long.parseLong(ran.last().get(0).sql().replaceAll("\\D", ""));
    }
    double mean = (double) back / from;
    int half = Variation.REMEMBERED * Variation.EVERY / 2;
    assertEquals(half, mean, half * 0.2);
  }

  @Test
  void memoryIsBounded() {
    Ran ran = new Ran(variation, 0);
    TestApp.Session s = ran.app.connect();
    String wide = "x".repeat(2_000);
    for (int digest = 0; digest < 3_000; digest++) {
      s.run("SELECT a" + digest + " FROM t WHERE v = '" + wide + "'");
    }
    assertTrue(variation.bytes() <= Variation.MOST_BYTES, () -> "" + variation.bytes());
    assertTrue(variation.bytes() > Variation.MOST_BYTES / 2);
    variation.clear();
    assertEquals(0, variation.bytes());
    s.run("SELECT a FROM t WHERE v = '" + "x".repeat((int) Variation.LARGEST) + "'");
    assertEquals(0, variation.bytes(), "too large to be remembered");
  }

  /** A long prepared text counts once for all its values. */
  @Test
  void aTextThatComesAgainIsHeldOnce() {
    Ran ran = new Ran(variation, 0);
    TestApp.Session s = ran.app.connect();
    String text = "SELECT /* " + "x".repeat(5_000) + " */ a FROM t WHERE id = ?";
    for (int i = 0; i < Variation.REMEMBERED; i++) {
      s.prepared(Form.PREPARED, new String(text), i);
    }
    assertTrue(variation.bytes() < 60_000, () -> "" + variation.bytes());
  }

  @Test
  void maskedValuesAreThoseThatTheCopyHas() {
    List<Execution> copies = new ArrayList<>();
    TestApp app =
        new TestApp(
            e -> copies.addAll(variation.further(e.hiding(BindMask.of(Set.of(1))), 1)), e -> {});
    TestApp.Session s = app.connect();
    s.prepared(Form.PREPARED, "SELECT a FROM t WHERE card = ? AND n = ?", "4111-1111", 1);
    s.prepared(Form.PREPARED, "SELECT a FROM t WHERE card = ? AND n = ?", "5500-0000", 2);
    assertEquals(List.of("4111-1111"), copies.get(1).hiddenValues());
  }
}
