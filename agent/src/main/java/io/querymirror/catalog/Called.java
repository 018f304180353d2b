package io.querymirror.catalog;

import java.util.Set;

/** What a CALL does, as far as the target's schema tells. Immutable. */
public final class Called {
  /** The schema is not known yet. */
  public static final Called NOT_KNOWN_YET = new Called(false, Set.of(), 0, false);

  /** For all that is known, anything. */
  public static final Called ANYTHING = new Called(false, Set.of(), 0, false);

  private final boolean reads;
  private final Set<String> tables;
  private final int bits;
  private final boolean answersAlike;

  private Called(boolean reads, Set<String> tables, int bits, boolean answersAlike) {
    this.reads = reads;
    this.tables = tables;
    this.bits = bits;
    this.answersAlike = answersAlike;
  }

  static Called reading(Set<String> tables, int bits, boolean answersAlike) {
    return new Called(true, Set.copyOf(tables), bits, answersAlike);
  }

  /** Whether it surely changes no row, and locks none. */
  public boolean reads() {
    return reads;
  }

  /** Of one that reads: the target's tables, as {@code schema.table} in lower case. */
  public Set<String> tables() {
    return tables;
  }

  /**
   * Whether it only reads, and what it answers does not depend on the order in which it meets rows;
   * on what else it may depend, its bits say.
   */
  public boolean answersAlike() {
    return answersAlike;
  }

  /** Of one that reads: bits of {@link io.querymirror.model.Volatile} of what it runs. */
  public int bits() {
    return bits;
  }
}
