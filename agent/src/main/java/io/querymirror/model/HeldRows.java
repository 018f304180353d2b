package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/**
 * What the application's driver holds of a result: taken on the application's thread by a read of
 * fields, and read by the agent's threads without changing anything that the application sees.
 */
public interface HeldRows {
  /** What it keeps from being collected, about. */
  long bytes();

  /** Null where they can't be read after all. */
  @Nullable ResultRows rows();
}
