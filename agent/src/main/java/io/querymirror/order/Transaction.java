package io.querymirror.order;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An open transaction at the source, as far as it is released. */
final class Transaction {
  final long id;
  private final Map<Rows, Touch> touches = new LinkedHashMap<>();

  /** What it wrote. */
  final Set<String> tables = new LinkedHashSet<>();

  /** Its statements whose order can't be told, should it commit; and what they wrote. */
  final List<Ordered> unsure = new ArrayList<>(0);

  final List<Collection<String>> unsureInto = new ArrayList<>(0);
  private volatile boolean givenUp;

  Transaction(long id) {
    this.id = id;
  }

  /** Its statements no longer wait softly. */
  void giveUp() {
    givenUp = true;
  }

  boolean hasGivenUp() {
    return givenUp;
  }

  Touch touch(Rows r) {
    Touch t = touches.get(r);
    if (t == null) {
      t = new Touch(r);
      touches.put(r, t);
    }
    return t;
  }

  Collection<Touch> touches() {
    return touches.values();
  }
}
