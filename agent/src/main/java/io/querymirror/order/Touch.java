package io.querymirror.order;

import java.util.LinkedHashSet;
import java.util.Set;

/** What an open transaction did to rows. */
final class Touch {
  final Rows rows;
  final Times times = new Times();

  /** What is noted of it as held here, and whether exclusively. */
  boolean held;

  boolean heldExclusively;

  /** The place of the first statement that read here without a lock. */
  private long loosePlace = Long.MAX_VALUE;

  /** What those wrote. */
  private Set<String> looseInto = Set.of();

  Touch(Rows rows) {
    this.rows = rows;
  }

  void add(Access a, Ordered e, Set<String> into) {
    times.add(a, e.finish());
    if (a.isUnlocked()) {
      loosePlace = Math.min(loosePlace, e.place);
      if (!looseInto.containsAll(into)) {
        looseInto = new LinkedHashSet<>(looseInto);
        looseInto.addAll(into);
      }
    }
  }

  boolean isLoose() {
    return loosePlace != Long.MAX_VALUE;
  }

  /** The place of the first read without a lock; Long.MAX_VALUE: there is none. */
  long loosePlace() {
    return loosePlace;
  }

  Set<String> looseInto() {
    return looseInto;
  }
}
