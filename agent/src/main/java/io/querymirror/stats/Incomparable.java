package io.querymirror.stats;

import java.util.Locale;

/** Why the result of a copy that succeeded on both sides says nothing about the target. */
public enum Incomparable {
  /** It need not answer the same twice, whatever the data. */
  NON_DETERMINISTIC,
  /** A table that it concerns lacks writes of the source, or has others. */
  OUT_OF_STEP,
  /** It ran without state that its session had at the source. */
  UNSEEDED,
  /** Something that concerns it was committed while it ran, or has no known place before it. */
  OVERLAP,
  /** It differed, and a second run at once did not say the same. */
  UNCONFIRMED,
  /** More rows or bytes than are compared. */
  TOO_LARGE,
  /** What one side answered can't be had. */
  NO_ROWS,
  /** It was had, and cannot be read. */
  UNREADABLE,
  /** Too many rows are nearly alike. */
  TOO_COMPLEX,
  /** A LIMIT cuts among rows that its ORDER BY takes for equal. */
  LIMIT_TIE,
  /** It ran in another place of its transaction than at the source, or outside of it. */
  TRANSACTION,
  /** The target's data are its own. */
  OWN_DATA,
  /** A control, which is a copy of production, differs from the source as often. */
  NOISE;

  /** By its {@link #key}; what has none is {@link #UNREADABLE}. */
  public static Incomparable of(String key) {
    for (Incomparable why : values()) {
      if (why.key().equals(key)) {
        return why;
      }
    }
    return UNREADABLE;
  }

  /** As the report names it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
