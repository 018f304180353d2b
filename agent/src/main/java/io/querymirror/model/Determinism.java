package io.querymirror.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a statement's text does not follow from the data alone; immutable. */
public final class Determinism {
  /** Where an INSERT or REPLACE has its rows from. */
  public enum Rows {
    /** It is none. */
    NONE,
    VALUES,
    /** {@code SET a = 1, b = 2}. */
    SET,
    QUERY
  }

  private static final int LOOSE = loose();

  private final int bits;
  private final Rows rows;
  private final @Nullable List<String> columns;

  /**
   * @param bits of {@link Volatile}
   * @param columns that an INSERT or REPLACE names; null where it names none
   */
  public Determinism(int bits, Rows rows, @Nullable List<String> columns) {
    this.bits = bits;
    this.rows = rows;
    this.columns = columns == null ? null : List.copyOf(columns);
  }

  private static int loose() {
    int all = 0;
    for (Volatile v : Volatile.values()) {
      all |= v.isLoose() ? v.bit() : 0;
    }
    return all;
  }

  /** Bits of {@link Volatile}. */
  public int bits() {
    return bits;
  }

  /** Of these bits those that no session setting holds. */
  public static int loose(int bits) {
    return bits & LOOSE;
  }

  public boolean has(Volatile v) {
    return v.in(bits);
  }

  /** Why, in the order of the constants. */
  public Set<Volatile> causes() {
    return causes(bits);
  }

  public static Set<Volatile> causes(int bits) {
    Set<Volatile> all = EnumSet.noneOf(Volatile.class);
    for (Volatile v : Volatile.values()) {
      if (v.in(bits)) {
        all.add(v);
      }
    }
    return all;
  }

  public Rows rows() {
    return rows;
  }

  /** Columns that an INSERT or REPLACE names, as written; null where it names none. */
  public @Nullable List<String> columns() {
    return columns;
  }
}
