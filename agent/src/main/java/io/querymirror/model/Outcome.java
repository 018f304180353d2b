package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/** How one statement ended: rows, a count, or an error. */
public final class Outcome {
  /** {@link #updateCount()} where the driver gave none (SUCCESS_NO_INFO, a row result). */
  public static final long NO_COUNT = -1;

  /** {@link #generatedKey()} where the driver holds none. */
  public static final long NO_KEY = Long.MIN_VALUE;

  public static final Outcome ROWS = new Outcome(true, NO_COUNT, NO_KEY, false, null, 0, "");

  private static final Outcome[] COUNTS = new Outcome[16];

  static {
    for (int i = 0; i < COUNTS.length; i++) {
      COUNTS[i] = new Outcome(false, i, NO_KEY, false, null, 0, "");
    }
  }

  private final boolean rows;
  private final long updateCount;
  private final long generatedKey;
  private final boolean warnings;
  private final @Nullable String sqlState;
  private final int vendorCode;
  private final String message;

  private Outcome(
      boolean rows,
      long updateCount,
      long generatedKey,
      boolean warnings,
      @Nullable String sqlState,
      int vendorCode,
      String message) {
    this.rows = rows;
    this.updateCount = updateCount;
    this.generatedKey = generatedKey;
    this.warnings = warnings;
    this.sqlState = sqlState;
    this.vendorCode = vendorCode;
    this.message = message;
  }

  public static Outcome success(
      boolean rows, long updateCount, long generatedKey, boolean warnings) {
    if (!rows && !warnings && generatedKey == NO_KEY && updateCount >= 0) {
      // A table look-up beats 48 bytes for what nearly every write answers.
      if (updateCount < COUNTS.length) {
        return COUNTS[(int) updateCount];
      }
    }
    return new Outcome(rows, updateCount, generatedKey, warnings, null, 0, "");
  }

  /**
   * @param sqlState five characters; null in the exception becomes {@code HY000}
   * @param vendorCode the server's error number; 0 where the driver itself raised it
   * @param message the server's or driver's words; may quote data, so masked before it is shown
   */
  public static Outcome error(@Nullable String sqlState, int vendorCode, @Nullable String message) {
    return new Outcome(
        false,
        NO_COUNT,
        NO_KEY,
        false,
        sqlState == null ? "HY000" : sqlState,
        vendorCode,
        message == null ? "" : message);
  }

  public boolean ok() {
    return sqlState == null;
  }

  /** Whether the first result was rows. */
  public boolean rows() {
    return rows;
  }

  public long updateCount() {
    return updateCount;
  }

  public long generatedKey() {
    return generatedKey;
  }

  /** Whether the driver holds warnings. */
  public boolean warnings() {
    return warnings;
  }

  public @Nullable String sqlState() {
    return sqlState;
  }

  public int vendorCode() {
    return vendorCode;
  }

  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return ok() ? (rows ? "rows" : "count " + updateCount) : sqlState + "/" + vendorCode;
  }
}
