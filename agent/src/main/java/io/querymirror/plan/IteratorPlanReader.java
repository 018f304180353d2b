package io.querymirror.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads version 2 of MySQL's {@code EXPLAIN FORMAT=JSON}, a tree of iterators with the outermost at
 * its root. It does not number SELECTs, so all is in one block.
 */
final class IteratorPlanReader {
  private static final int BLOCK = 1;

  private final ShapeBuilder shape = new ShapeBuilder();

  private IteratorPlanReader() {}

  static PlanShape read(PlanNode root) {
    IteratorPlanReader reader = new IteratorPlanReader();
    PlanNode plan = root.get("query_plan");
    reader.node(plan == null ? root : plan, false);
    return reader.shape.build();
  }

  /**
   * @param buffered whether its rows are held in memory for a join
   */
  private void node(PlanNode n, boolean buffered) {
    String type = lower(n.text("access_type"));
    String operation = lower(n.text("operation"));
    if (n.text("table_name") != null && (type.equals("table") || type.equals("index"))) {
      table(n, type, operation, buffered);
    } else if (type.equals("rows_fetched_before_execution") || type.equals("constant_row")) {
      constant(n);
    } else if (type.startsWith("zero_rows") || operation.startsWith("zero rows")) {
      shape.message(BLOCK, "no rows");
    } else if (type.equals("sort")) {
      shape.operation(BLOCK, ShapeBuilder.FILESORT);
    } else if (type.equals("materialize")
        || type.equals("temp_table_aggregate")
        || operation.contains("temporary table")) {
      shape.operation(BLOCK, ShapeBuilder.TEMPORARY);
    } else if (type.equals("window")) {
      shape.operation(BLOCK, "window");
    } else if (type.equals("union") || operation.startsWith("append")) {
      shape.operation(BLOCK, "union");
    }
    boolean hash = lower(n.text("join_algorithm")).equals("hash");
    for (int i = 0; i < n.size(); i++) {
      if (!n.isObject() || n.key(i).startsWith("inputs")) {
        List<PlanNode> inputs = n.value(i).items();
        for (int k = 0; k < inputs.size(); k++) {
          node(inputs.get(k), hash && k > 0);
        }
      }
    }
  }

  private void table(PlanNode n, String type, String operation, boolean buffered) {
    String access = type.equals("table") ? "full scan" : index(n, operation);
    Set<String> flags = new TreeSet<>();
    if (n.is("covering")) {
      flags.add("covering index");
    }
    if (n.text("pushed_index_condition") != null || operation.contains("with index condition")) {
      flags.add("index condition");
    }
    if (buffered) {
      flags.add("join buffer");
    }
    boolean looksUp = !access.endsWith("scan");
    shape.table(
        new PlanTable(
            BLOCK,
            label(n),
            access,
            n.text("index_name"),
            looksUp ? n.texts("key_columns") : List.of(),
            flags,
            n.number("estimated_rows"),
            n.number("actual_rows")));
  }

  private static String index(PlanNode n, String operation) {
    switch (lower(n.text("index_access_type"))) {
      case "index_scan":
        return "index scan";
      case "index_range_scan":
        return "range";
      case "full_text_search":
        return "fulltext";
      case "index_lookup":
        return operation.startsWith("single-row") || operation.startsWith("constant row")
            ? "eq_ref"
            : "ref";
      default:
        String found = lower(n.text("index_access_type"));
        return found.isEmpty() ? "index" : found.replace('_', ' ');
    }
  }

  private void constant(PlanNode n) {
    if (n.text("table_name") != null) {
      shape.table(
          new PlanTable(
              BLOCK,
              label(n),
              "const",
              n.text("index_name"),
              n.texts("key_columns"),
              Set.of(),
              1,
              Double.NaN));
    }
  }

  private static String label(PlanNode n) {
    String alias = n.text("alias");
    return alias == null ? String.valueOf(n.text("table_name")) : alias;
  }

  private static String lower(@Nullable String s) {
    return s == null ? "" : s.toLowerCase(Locale.ROOT);
  }
}
