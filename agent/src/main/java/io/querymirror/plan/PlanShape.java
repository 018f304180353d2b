package io.querymirror.plan;

import io.querymirror.model.Id;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a plan stays when costs, estimates and the statement's values are taken away: which
 * tables are read in which order, by which access and key, and what is sorted or stored on the way.
 * The same for one plan of MySQL and of MariaDB, as far as both say the same. Immutable.
 */
public final class PlanShape {
  private static final int LONGEST_TEXT = 2_000;

  private final List<PlanTable> tables;
  private final SortedMap<Integer, Set<String>> operations;
  private final boolean decided;
  private final String text;
  private final long hash;

  /**
   * @param tables in the order in which they are read
   * @param operations by the number of the SELECT
   * @param decided false where the values alone left nothing to read
   */
  PlanShape(
      List<PlanTable> tables, Map<Integer, ? extends Set<String>> operations, boolean decided) {
    this.tables = List.copyOf(tables);
    SortedMap<Integer, Set<String>> sorted = new TreeMap<>();
    operations.forEach((block, all) -> sorted.put(block, new TreeSet<>(all)));
    this.operations = Collections.unmodifiableSortedMap(sorted);
    this.decided = decided;
    String whole = whole();
    this.hash = hash(whole);
    this.text = whole.length() <= LONGEST_TEXT ? whole : whole.substring(0, LONGEST_TEXT) + "…";
  }

  List<PlanTable> tables() {
    return tables;
  }

  SortedMap<Integer, Set<String>> operations() {
    return operations;
  }

  /**
   * False for a plan that the values alone decided, as where a constant key met no row: it tells
   * nothing of how the statement is run, and another value has another one.
   */
  public boolean decided() {
    return decided;
  }

  /** One line for people: {@code c: ref on idx_city(city); orders: full scan; filesort}. */
  public String text() {
    return text;
  }

  /** Equal for equal shapes, in every JVM; never the same by cost, estimate or value. */
  public long hash() {
    return hash;
  }

  /** {@link #hash} as 16 hexadecimal digits. */
  public String id() {
    return Id.of(hash);
  }

  /** The same with the rows that were read each time, by alias in lower case. */
  PlanShape counted(Map<String, Double> rows) {
    List<PlanTable> all = new ArrayList<>();
    for (PlanTable t : tables) {
      Double found = rows.get(t.label().toLowerCase(Locale.ROOT));
      all.add(found == null ? t : t.counted(found));
    }
    return new PlanShape(all, operations, decided);
  }

  /** The same with the tables' names beside their aliases, which servers do not tell. */
  public PlanShape named(SqlShape statement) {
    List<PlanTable> all = new ArrayList<>();
    for (PlanTable t : tables) {
      String name = Aliases.table(statement, t.label());
      all.add(name == null ? t : t.aliasOf(name));
    }
    return new PlanShape(all, operations, decided);
  }

  private String whole() {
    List<String> all = new ArrayList<>();
    for (PlanTable table : tables) {
      all.add(table.toString());
    }
    operations.forEach(
        (block, some) -> {
          for (String operation : some) {
            all.add(named(block, operation));
          }
        });
    return all.isEmpty() ? "no tables" : String.join("; ", all);
  }

  static String named(int block, String operation) {
    return block == 1 ? operation : operation + " in #" + block;
  }

  private static long hash(String s) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < s.length(); i++) {
      h = (h ^ s.charAt(i)) * 0x100000001b3L;
    }
    h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
    return h ^ h >>> 32;
  }

  @Override
  public String toString() {
    return id() + " " + text;
  }
}
