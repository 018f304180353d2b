package io.querymirror.plan;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How a plan reads one table; immutable. */
public final class PlanTable {
  private final int block;
  private final String label;

  /** Empty where the label is its name, or it is no table of a schema. */
  private final String table;

  private final String access;
  private final String key;
  private final List<String> parts;
  private final Set<String> flags;
  private final double rows;
  private final double actualRows;

  /**
   * @param block number of the SELECT it belongs to, as servers count them: 1 for the outermost
   * @param label the table's alias; {@code derived #2} for the result of another block
   * @param access {@code full scan}, {@code index scan}, {@code ref}, {@code range} and so on
   * @param key empty where none is used
   * @param parts columns of the key that rows are looked up by
   * @param flags in a few words each: {@code covering index}
   * @param rows that the server expects to read each time; NaN where it does not say
   * @param actualRows that it read each time; NaN where the statement did not run
   */
  PlanTable(
      int block,
      String label,
      String access,
      @Nullable String key,
      List<String> parts,
      Set<String> flags,
      double rows,
      double actualRows) {
    this(block, label, "", access, key == null ? "" : key, parts, flags, rows, actualRows);
  }

  private PlanTable(
      int block,
      String label,
      String table,
      String access,
      String key,
      List<String> parts,
      Set<String> flags,
      double rows,
      double actualRows) {
    this.block = block;
    this.label = label;
    this.table = table;
    this.access = access;
    this.key = key;
    this.parts = List.copyOf(parts);
    this.flags = new TreeSet<>(flags);
    this.rows = rows;
    this.actualRows = actualRows;
  }

  int block() {
    return block;
  }

  String label() {
    return label;
  }

  /**
   * As found in a text: {@code orders}, with an alias {@code orders o}, of another block {@code
   * orders in #2}.
   */
  String name() {
    String name = table.isEmpty() ? label : table + " " + label;
    return block == 1 ? name : name + " in #" + block;
  }

  /** The same, whose label is an alias of this table. */
  PlanTable aliasOf(String name) {
    return new PlanTable(block, label, name, access, key, parts, flags, rows, actualRows);
  }

  /** Rows read each time, as counted where that is known, else as expected; NaN for neither. */
  double rows() {
    return Double.isNaN(actualRows) ? rows : actualRows;
  }

  /** The same, with the rows that it read each time. */
  PlanTable counted(double read) {
    return new PlanTable(block, label, table, access, key, parts, flags, rows, read);
  }

  /** {@code ref on idx_customer}. */
  String brief() {
    return key.isEmpty() ? access : access + " on " + key;
  }

  /** All but numbers of rows: {@code ref on idx_customer(customer_id, placed), covering index}. */
  String full() {
    StringBuilder s = new StringBuilder(brief());
    if (!parts.isEmpty()) {
      s.append('(').append(String.join(", ", parts)).append(')');
    }
    for (String flag : flags) {
      s.append(", ").append(flag);
    }
    return s.toString();
  }

  @Override
  public String toString() {
    return name() + ": " + full();
  }
}
