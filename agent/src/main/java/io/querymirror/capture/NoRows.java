package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import io.querymirror.model.ResultRows;
import org.jspecify.annotations.Nullable;

/** A result whose rows can't be had, and why. */
enum NoRows implements HeldRows {
  /** This version of the driver was never tried. */
  DRIVER("driver_version"),
  /** Its rows are not whole in memory, or are the application's to change. */
  NOT_WHOLE("cursor_or_updatable"),
  /** The application asked for a part of its rows, which the text does not tell. */
  LIMITED("max_rows"),
  /** It has more rows than are compared. */
  TOO_LARGE("too_large"),
  /** There is no memory for it at the moment. */
  NO_ROOM("no_room"),
  /** It is not what was expected. */
  UNREADABLE("unreadable");

  private final String reason;

  NoRows(String reason) {
    this.reason = reason;
  }

  @Override
  public String missing() {
    return reason;
  }

  @Override
  public boolean partial() {
    return this == NOT_WHOLE || this == LIMITED;
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public @Nullable ResultRows rows() {
    return null;
  }
}
