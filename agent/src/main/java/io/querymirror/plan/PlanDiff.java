package io.querymirror.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one plan does otherwise than another, in words; estimates alone are no difference. */
public final class PlanDiff {
  private static final int MOST = 20;

  private PlanDiff() {}

  /**
   * A line for each difference, the tables first: {@code orders: ref on idx_customer → full scan,
   * 12 → 48,211 rows}. Empty where the shapes are equal; at most 20 lines.
   */
  public static List<String> words(PlanShape from, PlanShape to) {
    List<String> words = new ArrayList<>();
    if (from.hash() == to.hash()) {
      return words;
    }
    Map<String, PlanTable> before = byName(from);
    Map<String, PlanTable> after = byName(to);
    for (Map.Entry<String, PlanTable> e : before.entrySet()) {
      PlanTable now = after.get(e.getKey());
      if (now == null) {
        words.add(e.getKey() + ": " + e.getValue().full() + " → not read");
      } else if (!now.full().equals(e.getValue().full())) {
        words.add(e.getKey() + ": " + changed(e.getValue(), now));
      }
    }
    for (Map.Entry<String, PlanTable> e : after.entrySet()) {
      if (!before.containsKey(e.getKey())) {
        words.add(e.getKey() + ": not read → " + e.getValue().full());
      }
    }
    order(from, to, before, after, words);
    operations(from, to, words);
    return words.size() <= MOST ? words : new ArrayList<>(words.subList(0, MOST));
  }

  private static Map<String, PlanTable> byName(PlanShape shape) {
    Map<String, PlanTable> all = new LinkedHashMap<>();
    for (PlanTable t : shape.tables()) {
      String name = t.name();
      for (int i = 2; all.containsKey(name); i++) {
        name = t.name() + " (" + i + ")";
      }
      all.put(name, t);
    }
    return all;
  }

  private static String changed(PlanTable from, PlanTable to) {
    boolean told = !from.brief().equals(to.brief());
    String words = told ? from.brief() + " → " + to.brief() : from.full() + " → " + to.full();
    String rows = rows(from.rows(), to.rows());
    return rows == null ? words : words + ", " + rows;
  }

  private static @Nullable String rows(double from, double to) {
    if (Double.isNaN(from) || Double.isNaN(to)) {
      return null;
    }
    String before = String.format(Locale.ROOT, "%,d", Math.round(from));
    String after = String.format(Locale.ROOT, "%,d", Math.round(to));
    return before.equals(after) ? null : before + " → " + after + " rows";
  }

  /** Of the tables that both read. */
  private static void order(
      PlanShape from,
      PlanShape to,
      Map<String, PlanTable> before,
      Map<String, PlanTable> after,
      List<String> words) {
    Map<Integer, List<String>> first = labels(from, after.keySet());
    Map<Integer, List<String>> second = labels(to, before.keySet());
    first.forEach(
        (block, some) -> {
          List<String> others = second.get(block);
          if (others != null && !others.equals(some)) {
            String order = String.join(", ", some) + " → " + String.join(", ", others);
            words.add(PlanShape.named(block, "join order") + ": " + order);
          }
        });
  }

  private static Map<Integer, List<String>> labels(PlanShape shape, Set<String> common) {
    Map<Integer, List<String>> all = new TreeMap<>();
    for (PlanTable t : shape.tables()) {
      if (common.contains(t.name())) {
        all.computeIfAbsent(t.block(), b -> new ArrayList<>()).add(t.label());
      }
    }
    return all;
  }

  private static void operations(PlanShape from, PlanShape to, List<String> words) {
    Set<Integer> blocks = new TreeSet<>(from.operations().keySet());
    blocks.addAll(to.operations().keySet());
    for (int block : blocks) {
      Set<String> before = from.operations().getOrDefault(block, Set.of());
      Set<String> after = to.operations().getOrDefault(block, Set.of());
      for (String operation : after) {
        if (!before.contains(operation)) {
          words.add(PlanShape.named(block, operation) + ": no → yes");
        }
      }
      for (String operation : before) {
        if (!after.contains(operation)) {
          words.add(PlanShape.named(block, operation) + ": yes → no");
        }
      }
    }
  }
}
