package io.querymirror.stats;

import java.util.Locale;

/** In what a copy's result differs from its original's; the gravest first. */
public enum ResultKind {
  /** Other columns: a different number of them, or other labels. */
  COLUMNS,
  /** Values that differ, rows that are missing or too many. */
  ROWS,
  /** The same rows, in an order that ORDER BY does not leave open. */
  ORDER,
  /** Another number of changed rows. */
  AFFECTED,
  /** Another generated key. */
  GENERATED_KEY;

  /** As the report names it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
