package io.querymirror.order;

import org.jspecify.annotations.Nullable;

/** One session's place in the order. */
final class Line {
  /** The place of its last event, and whether an end's. */
  long place = Long.MIN_VALUE;

  int rank;

  /** Its events, counted: added, and released or taken out. */
  long added;

  long released;
  @Nullable Node last;
  @Nullable Transaction transaction;

  /** True if it need not be known any more, once all up to that place are released. */
  boolean isForgettable(long upTo) {
    return added == released
        && place <= upTo
        && transaction == null
        && (last == null || last.isComplete());
  }
}
