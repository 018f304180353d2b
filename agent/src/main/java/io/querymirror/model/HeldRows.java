package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * What the application's driver holds of a result: taken on the application's thread by a read of
 * fields, and read by the agent's threads without changing anything that the application sees.
 *
 * <p>Whoever needs it keeps it, and releases it once; when the last one did, the rows are let go
 * of, so that what is remembered of a statement for longer remembers no rows. Safe for any thread.
 */
public interface HeldRows {
  /** What it keeps from being collected, about. */
  long bytes();

  /** Null where they can't be read after all, and once all have released it. */
  @Nullable ResultRows rows();

  /** Why there never were any, as one word of a report; null where there are, or were. */
  default @Nullable String missing() {
    return null;
  }

  /**
   * Whether the call was over before all rows were there, or never fetched them all: then its time
   * is not that of the whole statement.
   */
  default boolean partial() {
    return false;
  }

  /** One more needs it; false where all have released it already. */
  default boolean keep() {
    return true;
  }

  /** One less needs it. */
  default void release() {}
}
