package io.querymirror.compare;

import static io.querymirror.compare.TestRows.column;
import static io.querymirror.compare.TestRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.FieldType;
import io.querymirror.model.PacketRows;
import io.querymirror.model.ResultColumn;
import io.querymirror.model.RowOrder;
import io.querymirror.model.RowOrder.Term;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultComparerTest {
  private static final ResultColumn ID =
      column("id", FieldType.LONG, FieldType.PRIMARY_KEY_FLAG | FieldType.AUTO_INCREMENT_FLAG);
  private static final ResultColumn NAME = text("name");
  private static final ResultColumn PRICE =
      new ResultColumn("price", FieldType.NEWDECIMAL, 0, 2, FieldType.BYTES, 12);
  private static final RowOrder BY_NAME = by(false, false, "name");

  private static RowOrder by(boolean limited, boolean skips, String... labels) {
    List<Term> terms = List.of(labels).stream().map(l -> new Term(l, 0, false)).toList();
    return new RowOrder(true, terms, true, limited, skips);
  }

  private static ResultDifference compare(TestRows source, TestRows target, RowOrder order) {
    return ResultComparer.compare(source.rows(), target.rows(), order, CompareOptions.DEFAULT);
  }

  private static ResultDifference compare(TestRows source, TestRows target) {
    return compare(source, target, RowOrder.NONE);
  }

  private static TestRows shop(int rows) {
    TestRows shop = TestRows.of(ID, NAME, PRICE);
    for (int i = 0; i < rows; i++) {
      shop.row(i, "thing " + i, new BigDecimal(i + ".50"));
    }
    return shop;
  }

  private static boolean sameValue(ResultColumn s, Object a, ResultColumn t, Object b) {
    return compare(TestRows.of(s).row(a), TestRows.of(t).row(b)).same();
  }

  @Test
  void anyOrderWhereNoneIsFixed() {
    assertTrue(compare(shop(50), shop(50)).same());
    assertTrue(compare(shop(50), shop(50).shuffled(1)).same());
    assertTrue(compare(shop(0), shop(0)).same());
  }

  @Test
  void saysWhatDiffersWithoutValues() {
    TestRows changed = shop(10);
    changed.at(3)[2] = new BigDecimal("3.51");
    changed.at(7)[2] = new BigDecimal("0.07");
    ResultDifference d = compare(shop(10), changed.shuffled(2));
    assertFalse(d.same());
    assertNull(d.undecided());
    assertEquals("2 of 10 rows differ in price", d.description());
    assertEquals(List.of("price"), d.columns());
    RowExample first = d.examples().get(0);
    assertEquals(List.of("id", "name", "price"), first.columns());
    assertEquals(List.of(false, false, true), first.differs());
    assertEquals("3.50", first.source().get(2).text());
    assertEquals("3.51", first.target().get(2).text());
    assertEquals("decimal with 2 digits", first.source().get(2).type());
    assertEquals(first.source().get(0).hash(), first.target().get(0).hash());
  }

  @Test
  void missingAndExtraRows() {
    assertEquals("1 row missing", compare(shop(10), shop(10).without(4)).description());
    assertEquals("2 rows extra", compare(shop(10), shop(12)).description());
    assertEquals("1 row missing", compare(shop(1), shop(0)).description());
    ResultDifference d = compare(shop(3), shop(3).without(1));
    assertEquals("1", d.examples().get(0).source().get(0).text());
    assertNull(d.examples().get(0).target());
    assertEquals(List.of(), d.columns());
  }

  @Test
  void countsRowsThatAreThereMoreThanOnce() {
    TestRows twice = TestRows.of(NAME).row("a").row("a").row("b");
    assertTrue(compare(twice, TestRows.of(NAME).row("b").row("a").row("a")).same());
    assertEquals(
        "1 of 3 rows differs in name",
        compare(twice, TestRows.of(NAME).row("b").row("a").row("b")).description());
  }

  @Test
  void orderCountsWhereItIsFixedAndTiesAreFree() {
    TestRows a = TestRows.of(ID, NAME).row(1, "a").row(2, "b").row(3, "b").row(4, "c");
    TestRows tie = TestRows.of(ID, NAME).row(1, "a").row(3, "b").row(2, "b").row(4, "c");
    TestRows other = TestRows.of(ID, NAME).row(2, "b").row(1, "a").row(3, "b").row(4, "c");
    assertTrue(compare(a, tie, BY_NAME).same());
    assertTrue(compare(a, other).same());
    assertEquals("rows in another order", compare(a, other, BY_NAME).description());
    RowOrder byPosition = new RowOrder(true, List.of(new Term(null, 2, false)), true, false, false);
    assertTrue(compare(a, tie, byPosition).same());
    assertFalse(compare(a, other, byPosition).same());
    assertTrue(compare(a, other, by(false, false, "no such")).same());
    assertFalse(compare(a, tie, by(false, false, "name", "id")).same());
  }

  @Test
  void whatACollationTakesForEqualIsATie() {
    TestRows a = TestRows.of(ID, NAME).row(1, "a").row(2, "Ä").row(3, "b").row(4, "ß");
    TestRows b = TestRows.of(ID, NAME).row(2, "Ä").row(1, "a").row(4, "ß").row(3, "b");
    assertTrue(compare(a, b, BY_NAME).same());
    TestRows upper = TestRows.of(ID, NAME).row(3, "B").row(1, "a");
    TestRows lower = TestRows.of(ID, NAME).row(1, "a").row(3, "B");
    assertFalse(compare(upper, lower, BY_NAME).same(), "sorted by another collation");
    ResultColumn bin = text("name", TestRows.BIN);
    TestRows c = TestRows.of(ID, bin).row(1, "A").row(2, "a");
    TestRows d = TestRows.of(ID, bin).row(2, "a").row(1, "A");
    assertFalse(compare(c, d, BY_NAME).same());
  }

  @Test
  void aLimitMayCutAmongEqualRows() {
    ResultColumn sum = column("n", FieldType.LONGLONG);
    TestRows a = TestRows.of(NAME, sum).row("a", 9).row("b", 5).row("c", 5);
    TestRows b = TestRows.of(NAME, sum).row("a", 9).row("d", 5).row("b", 5);
    assertEquals("limit_tie", compare(a, b, by(true, false, "n")).undecided());
    assertFalse(compare(a, b, by(false, false, "n")).same());
    assertNull(compare(a, b, by(false, false, "n")).undecided());
    TestRows changed = TestRows.of(NAME, sum).row("x", 9).row("b", 5).row("c", 5);
    assertNull(compare(a, changed, by(true, false, "n")).undecided());
    assertEquals("limit_tie", compare(a, changed, by(true, true, "n")).undecided());
    TestRows keyed = TestRows.of(ID, sum, NAME).row(1, 5, "a");
    TestRows other = TestRows.of(ID, sum, NAME).row(1, 5, "b");
    assertNull(compare(keyed, other, by(true, false, "n")).undecided(), "one row, changed");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0, true",
    "1, 1.00000, true",
    "100, 1e2, true",
    "-0, 0, true",
    "0.10, 0.1, true",
    "12345678901234567890.50, 12345678901234567890.5, true",
    "12345678901234567890.50, 12345678901234567890.51, false",
    "1000000000000000000, 1e18, true",
    "00042, 42, true",
    "1.01, 1.02, false",
    "1, -1, false",
    "0.000000000000000000000001, 0, false"
  })
  void numbersByValue(String a, String b, boolean same) {
    assertEquals(same, sameValue(PRICE, a, PRICE, b));
  }

  @Test
  void numbersOfOtherTypesByValue() {
    ResultColumn big = column("price", FieldType.LONGLONG, FieldType.UNSIGNED_FLAG);
    TestRows source = TestRows.of(PRICE).row("18446744073709551615").row("7.00");
    TestRows target = TestRows.of(big).row(-1L).row(7).binary();
    ResultDifference d = compare(source, target);
    assertTrue(d.same(), d.description());
    assertEquals("[price: decimal with 2 digits → bigint unsigned]", d.typeDrift().toString());
    assertTrue(sameValue(PRICE, "5.0", text("price"), "5"));
    assertFalse(sameValue(PRICE, "5.0", text("price"), "five"));
    assertFalse(sameValue(NAME, "5.0", NAME, "5"), "texts are no numbers");
    assertTrue(sameValue(column("b", FieldType.BIT), new byte[] {1, 2}, column("b", 3), 258));
  }

  @Test
  void approximateNumbersWithinATolerance() {
    ResultColumn real = column("d", FieldType.DOUBLE);
    ResultColumn single = column("f", FieldType.FLOAT);
    assertTrue(sameValue(real, 0.1 + 0.2, real, 0.3));
    assertTrue(sameValue(real, -0.0, real, 0.0));
    assertTrue(sameValue(real, 2.7e-17, real, 0.0));
    assertTrue(sameValue(real, "NaN", real, "NaN"));
    assertFalse(sameValue(real, 0.3, real, 0.3001));
    assertFalse(sameValue(real, 1e-20, real, 2e-20));
    assertTrue(sameValue(single, "16777200", single, "16777200"));
    TestRows exact = TestRows.of(single).row(16777216f).row(1.2345678f).binary();
    assertTrue(compare(TestRows.of(single).row("16777200").row("1.23457"), exact).same());
    assertFalse(compare(TestRows.of(single).row("16777200").row("1.2346"), exact).same());
    assertTrue(sameValue(column("f", FieldType.DOUBLE), 19.99, single, "19.99"));
    assertFalse(sameValue(column("f", FieldType.DOUBLE), 1234567.891, single, "1234570"));
    ResultColumn rounded = new ResultColumn("d", FieldType.DOUBLE, 0, 2, FieldType.BYTES, 9);
    assertTrue(
        compare(TestRows.of(rounded).row("2.35"), TestRows.of(rounded).row(2.345001).binary())
            .same());
    assertTrue(sameValue(column("price", FieldType.DOUBLE), 5.0, PRICE, "5.00"));
  }

  @Test
  void nearRowsFindEachOtherInAnyOrder() {
    ResultColumn real = column("d", FieldType.DOUBLE);
    ResultColumn more = column("e", FieldType.DOUBLE);
    TestRows a = TestRows.of(real, more);
    TestRows b = TestRows.of(real, more);
    for (int i = 0; i < 3000; i++) {
      a.row(i / 7.0, i % 10 / 3.0);
      b.row(i / 7.0 * (1 + 1e-13), i % 10 / 3.0 * (1 - 1e-13));
    }
    assertTrue(compare(a, b.shuffled(3)).same());
    b.at(77)[1] = 99.0;
    assertEquals("1 of 3000 rows differs in e", compare(a, b.shuffled(3)).description());
  }

  @Test
  void textsExactlyWhateverTheirEncoding() {
    assertTrue(sameValue(text("s", TestRows.LATIN1), "Straße", text("s"), "Straße"));
    assertFalse(sameValue(NAME, "Ä", NAME, "a"));
    assertFalse(sameValue(NAME, "a ", NAME, "a"));
    ResultColumn fixed = new ResultColumn("name", FieldType.STRING, 0, 0, TestRows.UTF8, 40);
    assertTrue(sameValue(fixed, "a   ", fixed, "a"));
    assertTrue(sameValue(fixed, "a   ", NAME, "a"));
    CompareOptions loose = CompareOptions.DEFAULT.exactStrings(false);
    assertTrue(
        ResultComparer.compare(
                TestRows.of(NAME).row("Ärger").rows(),
                TestRows.of(NAME).row("arger ").rows(),
                RowOrder.NONE,
                loose)
            .same());
    ResultColumn bin = text("name", TestRows.BIN);
    assertFalse(
        ResultComparer.compare(
                TestRows.of(bin).row("a").rows(),
                TestRows.of(bin).row("A").rows(),
                RowOrder.NONE,
                loose)
            .same());
    ResultColumn bytes = column("b", FieldType.BLOB);
    assertTrue(sameValue(bytes, new byte[] {0, -1}, bytes, new byte[] {0, -1}));
    assertFalse(sameValue(bytes, new byte[] {0, -1}, bytes, new byte[] {0, -1, 0}));
  }

  @Test
  void datesAndTimesByValue() {
    ResultColumn moment = column("t", FieldType.DATETIME);
    ResultColumn time = column("t", FieldType.TIME);
    assertTrue(sameValue(moment, "2026-01-31 10:00:00", moment, "2026-01-31 10:00:00.000000"));
    assertFalse(sameValue(moment, "2026-01-31 10:00:00", moment, "2026-01-31 11:00:00"));
    assertFalse(sameValue(moment, "2026-01-31 10:00:00", moment, "2026-01-31 10:00:00.5"));
    assertTrue(sameValue(column("t", 10), "2026-01-31", moment, "2026-01-31 00:00:00"));
    assertTrue(sameValue(moment, "2026-01-31 00:00:00", text("t"), "2026-01-31"));
    assertTrue(sameValue(time, "-00:00:00", time, "00:00:00.0"));
    assertFalse(sameValue(time, "-01:00:00", time, "01:00:00"));
    ResultColumn stamp = column("t", FieldType.TIMESTAMP);
    TestRows zero = TestRows.of(stamp).row("0000-00-00 00:00:00");
    PacketRows empty = new PacketRows(List.of(stamp), true, List.of(new byte[] {0, 0, 0}));
    assertTrue(
        ResultComparer.compare(zero.rows(), empty, RowOrder.NONE, CompareOptions.DEFAULT).same());
  }

  @Test
  void jsonByValueWhereASideHasTheType() {
    ResultColumn json = new ResultColumn("j", FieldType.JSON, 0, 0, FieldType.BYTES, 80);
    String a = "{\"b\": [1, 2.50, null], \"a\": \"x\\u0041\"}";
    String b = "{\"a\":\"xA\",\"b\":[1.0,2.5,null]}";
    assertTrue(sameValue(json, a, json, b));
    ResultColumn longText = new ResultColumn("j", FieldType.BLOB, 0, 0, TestRows.BIN, 80);
    ResultDifference d = compare(TestRows.of(json).row(a), TestRows.of(longText).row(b));
    assertTrue(d.same());
    assertEquals("[j: json → text]", d.typeDrift().toString());
    assertFalse(sameValue(longText, a, longText, b));
    assertFalse(sameValue(json, "[1, 2]", json, "[2, 1]"));
    assertFalse(sameValue(json, "{\"a\": 1}", json, "{\"a\": \"1\"}"));
    assertFalse(sameValue(json, "{\"a\": 1", json, "{\"a\": 1}"));
  }

  @Test
  void nullIsNothingElse() {
    assertFalse(sameValue(NAME, null, NAME, ""));
    assertFalse(sameValue(column("n", FieldType.DOUBLE), null, column("n", FieldType.DOUBLE), 0.0));
    assertTrue(sameValue(column("n", FieldType.NULL), null, text("n"), null));
  }

  @Test
  void columnsByLabelAndPosition() {
    TestRows source = TestRows.of(ID, NAME, PRICE).row(1, "a", "1.5");
    TestRows lacking = TestRows.of(ID, PRICE).row(1, "1.5");
    assertEquals("column name missing", compare(source, lacking).description());
    assertEquals("column name extra", compare(lacking, source).description());
    TestRows moved = TestRows.of(ID, PRICE, NAME).row(1, "1.5", "a");
    assertEquals("columns in another order", compare(source, moved).description());
    TestRows named = TestRows.of(ID, text("title"), PRICE).row(1, "a", "1.5");
    assertEquals("column name is named title", compare(source, named).description());
    TestRows cased = TestRows.of(ID, text("NAME"), PRICE).row(1, "a", "1.5");
    assertTrue(compare(source, cased).same());
    TestRows both = TestRows.of(ID, PRICE).row(1, "1.6");
    assertEquals(
        "column name missing; 1 of 1 row differs in price", compare(source, both).description());
  }

  @Test
  void moreIsAllowedWhereItIsExpected() {
    ResultColumn updated = column("updated_at", FieldType.DATETIME);
    LocalDateTime t = LocalDateTime.of(2026, 1, 31, 23, 59, 59, 500_000_000);
    PacketRows a = TestRows.of(ID, updated).row(1, t).row(2, t).rows();
    PacketRows b =
        TestRows.of(ID, updated)
            .row(2, t.plusSeconds(1))
            .row(1, t.minusNanos(9_000))
            .binary()
            .rows();
    CompareOptions second =
        CompareOptions.DEFAULT.allow(List.of("UPDATED_AT"), Allowance.time(Duration.ofSeconds(1)));
    assertFalse(ResultComparer.compare(a, b, RowOrder.NONE, CompareOptions.DEFAULT).same());
    assertTrue(ResultComparer.compare(a, b, RowOrder.NONE, second).same());
    CompareOptions less =
        CompareOptions.DEFAULT.allow(List.of("updated_at"), Allowance.time(Duration.ofMillis(999)));
    assertFalse(ResultComparer.compare(a, b, RowOrder.NONE, less).same());
    CompareOptions any = CompareOptions.DEFAULT.allow(List.of("updated_at"), Allowance.ANYTHING);
    assertTrue(ResultComparer.compare(a, b, RowOrder.NONE, any).same());
    CompareOptions cent = CompareOptions.DEFAULT.allow(List.of("price"), Allowance.number(0.01));
    PacketRows c = TestRows.of(PRICE).row("1.00").rows();
    PacketRows d = TestRows.of(PRICE).row("1.01").rows();
    assertTrue(ResultComparer.compare(c, d, RowOrder.NONE, cent).same());
  }

  @Test
  void examplesAreBounded() {
    TestRows a = TestRows.of(ID, NAME);
    TestRows b = TestRows.of(ID, NAME);
    String longText = "x".repeat(60_000);
    for (int i = 0; i < 300; i++) {
      a.row(i, longText + "a");
      b.row(i, longText + "b");
    }
    ResultDifference d = compare(a, b);
    assertEquals("300 of 300 rows differ in name", d.description());
    assertEquals(3, d.examples().size());
    ExampleCell cell = d.examples().get(0).source().get(1);
    assertTrue(cell.cut());
    assertTrue(cell.text().length() < 300 && cell.text().endsWith("a"), cell.text());
    assertEquals(60_001, cell.length());
  }

  @Test
  void damagedRowsAreNoVerdict() {
    List<byte[]> damaged = List.of("\u0005ab".getBytes(StandardCharsets.US_ASCII));
    PacketRows rows = new PacketRows(List.of(NAME), false, damaged);
    ResultDifference d =
        ResultComparer.compare(
            rows, TestRows.of(NAME).row("a").rows(), RowOrder.NONE, CompareOptions.DEFAULT);
    assertEquals("unreadable", d.undecided());
  }
}
