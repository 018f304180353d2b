package io.querymirror.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * How often results of one digest differed in which way: what noise is told from. Bounded; what
 * does not fit is of a way of its own. Guarded by its owner.
 */
final class DifferenceTypes {
  private static final int MOST = 64;

  private final Map<DifferenceType, Long> counts = new HashMap<>(4);

  void add(ResultExample example) {
    add(DifferenceType.of(example), 1);
  }

  void add(DifferenceTypes others) {
    others.counts.forEach(this::add);
  }

  private void add(DifferenceType type, long count) {
    boolean room = counts.size() < MOST || counts.containsKey(type);
    counts.merge(room ? type : DifferenceType.other(type.kind()), count, Long::sum);
  }

  Map<DifferenceType, Long> snapshot() {
    return new HashMap<>(counts);
  }
}
