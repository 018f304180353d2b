package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.DigestKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanBookTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final DigestKey KEY = new DigestKey("shop", 0x9fL);

  private final PlanBook book = new PlanBook();

  private static TakenPlan plan(String key, double rows, long sequence) {
    PlanTable t =
        new PlanTable(
            1,
            "orders",
            key == null ? "full scan" : "ref",
            key,
            List.of(),
            Set.of(),
            rows,
            Double.NaN);
    PlanShape shape = new PlanShape(List.of(t), Map.of(), true);
    return new TakenPlan(shape, "{\"p\":1}", null, START.plusSeconds(sequence), sequence);
  }

  @Test
  void shapesWithTheirTimesTheLatestFirst() {
    book.add(KEY, plan("a", 1, 1));
    book.add(KEY, plan("b", 1, 2));
    book.add(KEY, plan("a", 7, 3));
    List<SeenPlan> seen = book.of(KEY);
    assertEquals(2, seen.size());
    assertEquals("orders: ref on a", seen.get(0).shape().text());
    assertEquals(2, seen.get(0).count());
    assertEquals(START.plusSeconds(1), seen.get(0).firstSeen());
    assertEquals(START.plusSeconds(3), seen.get(0).lastSeen());
    assertEquals("{\"p\":1}", seen.get(0).json());
    assertEquals(3, book.taken());
    assertEquals(List.of(), book.of(new DigestKey("other", 0x9fL)));
  }

  @Test
  void theOldestShapeMakesRoom() {
    for (int i = 1; i <= 20; i++) {
      book.add(KEY, plan("k" + i, 1, i));
    }
    List<SeenPlan> seen = book.of(KEY);
    assertEquals(8, seen.size());
    assertEquals("orders: ref on k20", seen.get(0).shape().text());
  }

  /** Two databases that were asked with other values are not compared by what they answered. */
  @Test
  void comparedForOneExecution() {
    PlanBook control = new PlanBook();
    control.add(KEY, plan("a", 12, 1));
    book.add(KEY, plan(null, 48_211, 2));
    assertEquals(List.of(), book.against(control, "control c"));

    control.add(KEY, plan("a", 13, 2));
    PlanChange change = book.against(control, "control c").get(0);
    assertEquals(List.of("orders: ref on a → full scan, 13 → 48,211 rows"), change.words());
    assertEquals("control c", change.against());
    assertEquals("000000000000009f", change.digest());

    // By the latest that both know: it is the same again.
    control.add(KEY, plan(null, 1, 3));
    book.add(KEY, plan(null, 1, 3));
    assertEquals(List.of(), book.against(control, "control c"));
  }

  @Test
  void changesOfItsOwn() {
    book.changed(KEY, plan("a", 12, 1).shape(), plan(null, 48_211, 2));
    PlanChange change = book.changes().get(0);
    assertEquals("before", change.against());
    assertEquals(START.plusSeconds(2), change.at());
    assertEquals(List.of("orders: ref on a → full scan, 12 → 48,211 rows"), change.words());
  }

  @Test
  void bounds() {
    String large = "x".repeat(100_000);
    for (int i = 0; i < PlanBook.DIGESTS + 100; i++) {
      PlanShape shape = plan("a", 1, 1).shape();
      book.add(new DigestKey(null, i), new TakenPlan(shape, large, null, START, 1));
      book.left("reason " + i);
    }
    assertFalse(book.hasRoom(new DigestKey(null, -1)));
    assertTrue(book.hasRoom(new DigestKey(null, 1)));
    assertEquals(List.of(), book.of(new DigestKey(null, PlanBook.DIGESTS + 50)));
    assertEquals(1, book.of(new DigestKey(null, PlanBook.DIGESTS - 1)).size());
    assertNull(book.of(new DigestKey(null, PlanBook.DIGESTS - 1)).get(0).json());
    assertEquals(31, book.left().size());
    assertEquals(PlanBook.DIGESTS + 100 - 30, book.left().get("other"));
  }

  @Test
  void keysFromIds() {
    assertEquals(new DigestKey("s", -1), DigestKey.of("s", "ffffffffffffffff"));
    assertNull(DigestKey.of("", "other"));
    assertEquals("000000000000000a", new DigestKey(null, 10).digest());
  }
}
