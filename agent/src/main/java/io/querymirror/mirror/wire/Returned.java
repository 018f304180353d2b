package io.querymirror.mirror.wire;

import io.querymirror.model.ResultRows;
import org.jspecify.annotations.Nullable;

/** What a command's first result held; immutable. */
final class Returned {
  /** In place of a number of warnings. */
  static final int NOT_TOLD = -1;

  static final Returned NOTHING = new Returned(null, false, 0);

  /** Of what went by the driver's own statements. */
  static final Returned UNSEEN = new Returned(null, false, NOT_TOLD);

  private final @Nullable ResultRows rows;
  private final boolean capped;
  private final int warnings;

  /**
   * @param rows all of them, or null
   * @param capped there were more rows or bytes of them than were to be kept
   */
  Returned(@Nullable ResultRows rows, boolean capped, int warnings) {
    this.rows = rows;
    this.capped = capped;
    this.warnings = warnings;
  }

  @Nullable ResultRows rows() {
    return rows;
  }

  boolean capped() {
    return capped;
  }

  int warnings() {
    return warnings;
  }
}
