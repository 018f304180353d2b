package io.querymirror.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects a shape, and gives what servers call differently one name. */
final class ShapeBuilder {
  static final String FILESORT = "filesort";
  static final String TEMPORARY = "temporary table";

  /** Of a message that says that values alone left nothing to read. */
  private static final List<String> BY_VALUES =
      List.of("impossible", "no matching", "row not found", "zero limit", "no rows", "zero rows");

  private final List<PlanTable> tables = new ArrayList<>();
  private final Map<Integer, Set<String>> operations = new TreeMap<>();
  private boolean decided = true;

  void table(PlanTable table) {
    tables.add(table);
  }

  void operation(int block, String words) {
    operations.computeIfAbsent(block, b -> new TreeSet<>()).add(words);
  }

  /** A server's words in place of tables: {@code Impossible WHERE}. */
  void message(int block, String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    for (String byValues : BY_VALUES) {
      if (lower.contains(byValues)) {
        decided = false;
        return;
      }
    }
    if (!lower.startsWith("no tables")) {
      operation(block, lower);
    }
  }

  PlanShape build() {
    return new PlanShape(tables, operations, decided);
  }

  /**
   * The name of an access type. A table of one row is read as a constant, and how many rows a
   * derived table has is up to the data: {@code system} and {@code const} are one.
   */
  static String access(@Nullable String type) {
    if (type == null) {
      return "read";
    }
    switch (type.toLowerCase(Locale.ROOT)) {
      case "all":
        return "full scan";
      case "index":
        return "index scan";
      case "system":
        return "const";
      default:
        return type.toLowerCase(Locale.ROOT);
    }
  }
}
