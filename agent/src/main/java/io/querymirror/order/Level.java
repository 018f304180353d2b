package io.querymirror.order;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table, or above all tables the one that stands for any: its whole, and what is below it. */
final class Level {
  private static final int SMALL = 1024;

  final String name;
  final @Nullable Level up;

  /** What concerned all of it. */
  final Rows whole = new Rows(this, false);

  /** What concerned a part of it, all parts together. */
  final Rows below = new Rows(this, false);

  /** What keys did that are no longer in the map. */
  private final Rows forgotten = new Rows(this, false);

  private final Map<Object, Rows> keys = new HashMap<>();
  private int sweepAt = SMALL;

  Level(String name, @Nullable Level up) {
    this.name = name;
    this.up = up;
  }

  Rows rows(@Nullable Object key) {
    if (key == null) {
      return whole;
    }
    Rows r = keys.get(key);
    if (r == null) {
      r = new Rows(this, true);
      r.remember(forgotten);
      keys.put(key, r);
    }
    return r;
  }

  int size() {
    return keys.size();
  }

  boolean isFull() {
    return keys.size() >= sweepAt;
  }

  /**
   * Drops keys that nobody waits at.
   *
   * @param horizon no event that is still to be released began before it
   */
  void sweep(long horizon) {
    keys.values()
        .removeIf(
            r -> {
              boolean gone = r.isForgettable(horizon);
              if (gone) {
                forgotten.remember(r);
              }
              return gone;
            });
    sweepAt = Math.max(SMALL, keys.size() * 2);
  }
}
