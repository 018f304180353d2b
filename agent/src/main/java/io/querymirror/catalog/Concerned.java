package io.querymirror.catalog;

import io.querymirror.order.Access;
import java.util.List;

/** What one statement concerns. Immutable. */
public final class Concerned {
  static final Concerned NOTHING = new Concerned(List.of(), false, false, false);
  static final Concerned EVERYTHING = new Concerned(List.of(), true, false, false);

  /** Unknown, and it reads: perhaps a transaction's first consistent read. */
  static final Concerned EVERYTHING_READ = new Concerned(List.of(), true, true, false);

  private final List<Access> accesses;
  private final boolean everything;
  private final boolean consistentRead;
  private final boolean placedByStart;

  Concerned(
      List<Access> accesses, boolean everything, boolean consistentRead, boolean placedByStart) {
    this.accesses = accesses;
    this.everything = everything;
    this.consistentRead = consistentRead;
    this.placedByStart = placedByStart;
  }

  /** Empty for what touches no row, and for {@link #everything}. */
  public List<Access> accesses() {
    return accesses;
  }

  /** It may touch any table in any way. */
  public boolean everything() {
    return everything;
  }

  /** Whether it reads tables without locking: at REPEATABLE READ by the transaction's snapshot. */
  public boolean consistentRead() {
    return consistentRead;
  }

  /** INSERT … SELECT at READ COMMITTED: its rows are those of when it began. */
  public boolean placedByStart() {
    return placedByStart;
  }

  @Override
  public String toString() {
    return everything ? "everything" : accesses.toString();
  }
}
