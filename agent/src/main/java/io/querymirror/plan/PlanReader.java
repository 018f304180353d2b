package io.querymirror.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code EXPLAIN FORMAT=JSON} of MySQL from 5.6 on, and that and {@code ANALYZE FORMAT=JSON}
 * of MariaDB. Both nest what is done around what it is done to, each with words of its own; what is
 * not known here is walked through, so that a table below it is not missed.
 */
public final class PlanReader {
  private static final Pattern INTERNAL = Pattern.compile("<(derived|subquery)(\\d+)>");

  private final ShapeBuilder shape = new ShapeBuilder();

  private PlanReader() {}

  /** Throws IOException where the text is no plan. */
  public static PlanShape read(String json) throws IOException {
    PlanNode root = PlanNode.parse(json);
    if (root.get("query_plan") != null || root.get("operation") != null) {
      return IteratorPlanReader.read(root);
    }
    PlanNode block = root.get("query_block");
    if (block == null || !block.isObject()) {
      throw new IOException("a plan without a query block");
    }
    PlanReader reader = new PlanReader();
    // MySQL 5.6 numbers the outermost by a subquery that it has merged into it.
    reader.read(block, 1, List.of());
    return reader.shape.build();
  }

  /**
   * @param otherwise its number where it has none of its own
   */
  private void block(PlanNode block, int otherwise, List<String> how) {
    read(block, id(block, otherwise), how);
  }

  private void read(PlanNode block, int id, List<String> how) {
    for (String words : how) {
      shape.operation(id, words);
    }
    message(block, id);
    walk(block, id, Set.of());
  }

  private static int id(PlanNode block, int otherwise) {
    double id = block.number("select_id");
    return Double.isNaN(id) ? otherwise : (int) id;
  }

  private void message(PlanNode node, int block) {
    String message = node.text("message");
    if (message != null) {
      shape.message(block, message);
    }
  }

  /**
   * @param flags of the tables right below
   */
  private void walk(PlanNode node, int block, Set<String> flags) {
    if (node.is("using_filesort")) {
      shape.operation(block, ShapeBuilder.FILESORT);
    }
    if (node.is("using_temporary_table")) {
      shape.operation(block, ShapeBuilder.TEMPORARY);
    }
    for (int i = 0; i < node.size(); i++) {
      PlanNode value = node.value(i);
      if (value.isObject() || value.isArray()) {
        under(node.isObject() ? node.key(i) : "", value, block, flags);
      }
    }
  }

  private void under(String key, PlanNode value, int block, Set<String> flags) {
    switch (key) {
      case "table":
        table(value, block, flags);
        break;
      case "query_block":
        block(value, block, List.of());
        break;
      case "union_result":
        shape.operation(block, "union");
        parts(value, block);
        break;
      case "recursive_union":
        shape.operation(block, "recursive union");
        parts(value, block);
        break;
      case "block-nl-join":
      case "block-nlj-join":
        walk(value, block, Set.of("join buffer"));
        break;
      case "range-checked-for-each-record":
        walk(value, block, Set.of("range checked for each record"));
        break;
      case "filesort":
        shape.operation(block, ShapeBuilder.FILESORT);
        walk(value, block, Set.of());
        break;
      case "temporary_table":
        shape.operation(block, ShapeBuilder.TEMPORARY);
        walk(value, block, Set.of());
        break;
      case "windowing":
      case "window_functions_computation":
        shape.operation(block, "window");
        walk(value, block, Set.of());
        break;
      case "materialization":
        inner(value, block, List.of("materialized"));
        break;
      case "expression_cache":
        inner(value, block, List.of("dependent"));
        break;
      case "optimized_away_subqueries":
        break; // Were run already, and are no part of the plan.
      default:
        subqueries(value, block);
    }
  }

  /** Of a union. */
  private void parts(PlanNode union, int block) {
    PlanNode all = union.get("query_specifications");
    if (all != null) {
      subqueries(all, block);
    }
  }

  /** Entries in which MySQL says of each subquery whether it runs once for every outer row. */
  private void subqueries(PlanNode value, int block) {
    boolean list = value.isArray();
    for (PlanNode item : list ? value.items() : List.of(value)) {
      if (item.isObject() && item.get("query_block") != null && item.is("dependent")) {
        inner(item, block, List.of("dependent"));
      } else if (item.isObject() || item.isArray()) {
        walk(item, block, Set.of());
      }
    }
  }

  private void inner(PlanNode holder, int block, List<String> how) {
    PlanNode inner = holder.get("query_block");
    if (inner != null) {
      block(inner, block, how);
    } else {
      walk(holder, block, Set.of());
    }
  }

  // Tables -------------------------------------------------------------------------------------

  private void table(PlanNode t, int block, Set<String> outer) {
    String name = t.text("table_name");
    String message = t.text("message");
    if (message != null && (name == null || t.text("access_type") == null)) {
      shape.message(block, name == null ? message : name + ": " + message);
      below(t, block, block);
      return;
    }
    if (name == null || name.equals("<materialized_subquery>") || name.startsWith("<union")) {
      below(t, block, block);
      return;
    }
    String label = label(t, name);
    if (!t.is("insert") && !t.is("replace")) {
      shape.table(read(t, block, label, outer));
    }
    int number = label.lastIndexOf('#');
    below(t, block, number < 0 ? block : Integer.parseInt(label.substring(number + 1)));
  }

  /** Derived tables and materialized subqueries by the block that fills them. */
  private static String label(PlanNode t, String name) {
    PlanNode filled = t.get("materialized_from_subquery");
    if (filled != null) {
      PlanNode from = filled.get("query_block");
      from = from == null ? filled.get("sharing_temporary_table_with") : from;
      if (from != null) {
        PlanNode union = from.get("union_result");
        int id = id(union == null ? from : firstOf(union, from), 0);
        String what = name.startsWith("<subquery") ? "subquery" : "derived";
        if (id > 0) {
          return what + " #" + id;
        }
      }
    }
    Matcher internal = INTERNAL.matcher(name);
    return internal.matches() ? internal.group(1) + " #" + internal.group(2) : name;
  }

  private static PlanNode firstOf(PlanNode union, PlanNode otherwise) {
    PlanNode parts = union.get("query_specifications");
    if (parts == null || parts.items().isEmpty()) {
      return otherwise;
    }
    PlanNode first = parts.items().get(0).get("query_block");
    return first == null ? otherwise : first;
  }

  private static PlanTable read(PlanNode t, int block, String label, Set<String> outer) {
    String access = ShapeBuilder.access(t.text("access_type"));
    String key = t.text("key");
    PlanNode merge = t.get("index_merge");
    if (merge != null) {
      key = merged(merge);
    }
    // Of a scan of the whole index MySQL names all of its parts, MariaDB too; none is looked up.
    boolean looksUp = !access.endsWith("scan") && !access.equals("index_merge");
    if (label.indexOf('#') >= 0 && key != null) {
      key = "a temporary index"; // Each server has a name of its own for it.
      looksUp = false;
    }
    List<String> parts = looksUp ? t.texts("used_key_parts") : List.of();
    return new PlanTable(
        block, label, access, key, parts, flags(t, outer), rows(t), t.number("r_rows"));
  }

  private static double rows(PlanNode t) {
    double rows = t.number("rows_examined_per_scan");
    return Double.isNaN(rows) ? t.number("rows") : rows;
  }

  private static Set<String> flags(PlanNode t, Set<String> outer) {
    Set<String> flags = new TreeSet<>(outer);
    if (t.is("using_index") || t.text("using_index_for_group_by") != null) {
      flags.add("covering index");
    }
    if (t.text("using_index_for_group_by") != null) {
      flags.add("loose index scan");
    }
    if (t.text("index_condition") != null) {
      flags.add("index condition");
    }
    if (t.text("using_join_buffer") != null) {
      flags.add("join buffer");
    }
    if (t.is("not_exists")) {
      flags.add("not exists");
    }
    if (t.text("first_match") != null) {
      flags.add("first match");
    }
    if (t.is("loosescan")) {
      flags.add("loose scan");
    }
    if (t.text("range_checked_for_each_record") != null) {
      flags.add("range checked for each record");
    }
    return flags;
  }

  /** As MySQL writes it: {@code union(idx_a,idx_b)}. */
  private static String merged(PlanNode merge) {
    if (merge.size() == 0 || !merge.isObject()) {
      return "";
    }
    List<String> keys = new ArrayList<>();
    String how = merge.key(0);
    keys(merge.value(0), keys);
    return how + "(" + String.join(",", keys) + ")";
  }

  private static void keys(PlanNode node, List<String> to) {
    String key = node.isObject() ? node.text("key") : null;
    if (key != null) {
      to.add(key);
      return;
    }
    for (int i = 0; i < node.size(); i++) {
      keys(node.value(i), to);
    }
  }

  /**
   * What fills the table, and the subqueries of its conditions.
   *
   * @param filled number of the block that fills it
   */
  private void below(PlanNode t, int block, int filled) {
    for (int i = 0; i < t.size(); i++) {
      PlanNode value = t.value(i);
      switch (t.key(i)) {
        case "materialized_from_subquery":
        case "materialized":
          materialized(value, filled);
          break;
        case "rowid_filter":
        case "index_merge":
        case "cost_info":
          break; // A matter of estimates, or said already.
        default:
          if (value.isObject() || value.isArray()) {
            subqueries(value, block);
          }
      }
    }
  }

  private void materialized(PlanNode value, int filled) {
    PlanNode inner = value.get("query_block");
    if (inner != null) {
      List<String> how = new ArrayList<>(List.of("materialized"));
      if (value.is("dependent") || value.is("lateral")) {
        how.add("dependent");
      }
      PlanNode union = inner.get("union_result");
      // Its own number is the first part's here, and none there.
      block(inner, union == null ? filled : id(firstOf(union, inner), filled), how);
    } else if (value.get("sharing_temporary_table_with") == null) {
      walk(value, filled, Set.of());
    }
  }
}
