package io.querymirror.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AnalyzedTreeTest {
  /** In the form of MySQL 8's manual. */
  private static final String TREE =
      """
      -> Sort: o.total DESC, limit input to 5 row(s) per chunk  (cost=6.97 rows=9) (actual time=0.251..0.252 rows=5 loops=1)
          -> Nested loop inner join  (cost=4.95e+3 rows=1.2e+6) (actual time=0.013..0.214 rows=9 loops=1)
              -> Filter: (c.note = 'a secret
      -- with rows=3 in it')  (cost=1.25 rows=10) (actual time=0.05..0.073 rows=10 loops=1)
                  -> Table scan on c  (cost=1.25 rows=10) (actual time=0.046..0.058 rows=10 loops=1)
              -> Index lookup on o using idx_customer (customer_id=c.id)  (cost=0.25 rows=1) (actual time=0.006..0.0065 rows=0.9 loops=10)
              -> Single-row index lookup on i using PRIMARY (id=o.id)  (cost=0.25 rows=1) (never executed)
      """;

  @Test
  void rowsOfEachTable() throws IOException {
    assertEquals(Map.of("c", 10.0, "o", 0.9), AnalyzedTree.read(TREE).rows());
  }

  @Test
  void valuesAreMasked() throws IOException {
    AnalyzedTree tree = AnalyzedTree.read(TREE);
    String masked = tree.json(true);
    assertFalse(masked.contains("secret") || masked.contains("in it"), masked);
    assertTrue(
        masked.contains("{\"depth\":3,\"operation\":\"table scan on c\",\"rows\":10.0,"), masked);
    assertTrue(masked.contains("\"actual_rows\":0.9,\"loops\":10.0,\"actual_ms\":0.0065}"), masked);
    assertTrue(tree.json(false).contains("secret"));
  }

  @Test
  void shapeGetsTheRows() throws IOException {
    PlanTable o = new PlanTable(1, "o", "ref", "idx_customer", List.of(), Set.of(), 1, Double.NaN);
    PlanShape shape = new PlanShape(List.of(o), Map.of(), true);
    PlanShape counted = AnalyzedTree.read(TREE).counted(shape);
    assertEquals(0.9, counted.tables().get(0).rows());
    assertEquals(shape.hash(), counted.hash());
  }

  @Test
  void noTree() {
    assertThrows(
        IOException.class, () -> AnalyzedTree.read("<not executable by iterator executor>"));
    assertThrows(IOException.class, () -> AnalyzedTree.read(""));
  }
}
