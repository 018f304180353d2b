package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanDiffTest {
  private static PlanTable table(
      int block, String label, String access, String key, double rows, String... flags) {
    List<String> parts = key == null ? List.of() : List.of("c");
    return new PlanTable(block, label, access, key, parts, Set.of(flags), rows, Double.NaN);
  }

  private static PlanShape shape(Map<Integer, Set<String>> operations, PlanTable... tables) {
    return new PlanShape(List.of(tables), operations, true);
  }

  private static PlanShape shape(PlanTable... tables) {
    return shape(Map.of(), tables);
  }

  @Test
  void anIndexThatIsGone() {
    assertEquals(
        List.of("orders: ref on idx_customer → full scan, 12 → 48,211 rows"),
        PlanDiff.words(
            shape(table(1, "orders", "ref", "idx_customer", 12)),
            shape(table(1, "orders", "full scan", null, 48_211))));
  }

  @Test
  void estimatesAloneAreNoDifference() {
    assertEquals(
        List.of(),
        PlanDiff.words(
            shape(table(1, "t", "ref", "k", 1)), shape(table(1, "t", "ref", "k", 1_000_000))));
  }

  @Test
  void otherJoinOrder() {
    PlanTable a = table(1, "a", "full scan", null, 5);
    PlanTable b = table(1, "b", "ref", "k", 5);
    assertEquals(List.of("join order: a, b → b, a"), PlanDiff.words(shape(a, b), shape(b, a)));
    PlanTable c = table(2, "c", "full scan", null, 5);
    PlanTable d = table(2, "d", "full scan", null, 5);
    assertEquals(
        List.of("join order in #2: c, d → d, c"), PlanDiff.words(shape(a, c, d), shape(a, d, c)));
  }

  @Test
  void whatComesAndGoes() {
    assertEquals(
        List.of(
            "t: ref on k(c), covering index → ref on k(c)",
            "derived #2: full scan → not read",
            "u in #3: not read → ref on k(c)",
            "filesort: no → yes",
            "temporary table in #2: yes → no"),
        PlanDiff.words(
            shape(
                Map.of(2, Set.of("temporary table")),
                table(1, "t", "ref", "k", Double.NaN, "covering index"),
                table(1, "derived #2", "full scan", null, 1)),
            shape(
                Map.of(1, Set.of("filesort")),
                table(1, "t", "ref", "k", Double.NaN),
                table(3, "u", "ref", "k", 1))));
  }

  /** Whatever differs in the hash is said, and nothing is said where it is equal. */
  @Test
  void wordsExactlyWhereHashesDiffer() {
    List<PlanShape> all = RecordedPlans.all().map(RecordedPlans::shape).toList();
    for (PlanShape from : all) {
      for (PlanShape to : all) {
        assertEquals(
            from.hash() == to.hash(), PlanDiff.words(from, to).isEmpty(), from + " / " + to);
      }
    }
    assertTrue(all.size() > 100);
  }
}
