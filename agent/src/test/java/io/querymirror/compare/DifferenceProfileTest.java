package io.querymirror.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.RowOrder;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import org.junit.jupiter.api.Test;

/** By what two results differ, as it is measured for expected differences. */
class DifferenceProfileTest {
  private static DifferenceProfile profile(TextRows source, TextRows target) {
    ResultDifference found =
        ResultComparer.compare(source, target, RowOrder.NONE, CompareOptions.DEFAULT);
    assertFalse(found.same());
    return found.profile();
  }

  @Test
  void numbersAndTimesAreMeasuredInTheirUnits() {
    TextRows source = new TextRows("id int", "price decimal", "at datetime", "note varchar");
    TextRows target = new TextRows("id int", "price decimal", "at datetime", "note varchar");
    for (int i = 1; i <= 10; i++) {
      source.row(i + "", "10.02", "2026-12-31 23:59:59.5", "a");
      target.row(
          i + "",
          i == 3 ? "10.01" : i == 4 ? "0.00" : "10.02",
          i == 5 ? "2027-01-01 00:00:00.75" : "2026-12-31 23:59:59.5",
          "a");
    }
    DifferenceProfile profile = profile(source, target);
    assertNotNull(profile);
    assertTrue(profile.inColumnsAlone());
    ColumnDifference price = profile.column("PRICE");
    assertNotNull(price);
    assertEquals(2, price.count());
    assertEquals(10.02, price.number());
    assertTrue(price.bare());
    assertFalse(price.unmeasured());
    ColumnDifference at = profile.column("at");
    assertNotNull(at);
    assertEquals(1_250_000_000L, at.nanos());
    assertNull(profile.column("note"));
  }

  @Test
  void aCentIsACent() {
    TextRows source = new TextRows("id int", "price decimal").row("1", "10.02");
    TextRows target = new TextRows("id int", "price decimal").row("1", "10.01");
    ColumnDifference price = profile(source, target).column("price");
    assertNotNull(price);
    assertEquals(0.01, price.number());
    assertFalse(price.bare());
  }

  @Test
  void whatHasNoMeasureSaysSo() {
    TextRows source = new TextRows("id int", "n int", "note varchar").row("1", null, "a");
    TextRows target = new TextRows("id int", "n int", "note varchar").row("1", "5", "b");
    DifferenceProfile profile = profile(source, target);
    assertTrue(profile.column("n").unmeasured());
    assertTrue(profile.column("note").unmeasured());
  }

  @Test
  void rowsOfOneSideAloneAreCounted() {
    TextRows source = new TextRows("id int", "n int").row("1", "1").row("2", "2");
    TextRows target = new TextRows("id int", "n int").row("1", "1");
    DifferenceProfile profile = profile(source, target);
    assertEquals(1, profile.unpaired());
    assertFalse(profile.inColumnsAlone());
  }

  @Test
  void otherColumnsAndTooManyRowsHaveNone() {
    assertNull(
        profile(new TextRows("id int").row("1"), new TextRows("id int", "n int").row("1", "2")));
    TextRows source = new TextRows("id int", "n int");
    TextRows target = new TextRows("id int", "n int");
    for (int i = 0; i < 150; i++) {
      source.row(i + "", "1");
      target.row(i + "", "2");
    }
    assertNull(profile(source, target));
  }
}
