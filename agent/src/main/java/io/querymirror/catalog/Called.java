package io.querymirror.catalog;

import java.util.Set;

/** What a CALL does, as far as the target's schema tells. Immutable. */
public final class Called {
  /** The schema is not known yet. */
  public static final Called NOT_KNOWN_YET = new Called(false, Set.of(), 0);

  /** For all that is known, anything. */
  public static final Called ANYTHING = new Called(false, Set.of(), 0);

  private final boolean reads;
  private final Set<String> tables;
  private final int bits;

  private Called(boolean reads, Set<String> tables, int bits) {
    this.reads = reads;
    this.tables = tables;
    this.bits = bits;
  }

  static Called reading(Set<String> tables, int bits) {
    return new Called(true, Set.copyOf(tables), bits);
  }

  /** Whether it surely changes no row, and locks none. */
  public boolean reads() {
    return reads;
  }

  /** Of one that reads: the target's tables, as {@code schema.table} in lower case. */
  public Set<String> tables() {
    return tables;
  }

  /** Of one that reads: bits of {@link io.querymirror.model.Volatile} of what it runs. */
  public int bits() {
    return bits;
  }
}
