package io.querymirror.model;

import org.jspecify.annotations.Nullable;

/** How one statement ended: rows, a count, or an error. */
public final class Outcome {
  /** {@link #updateCount()} where the driver gave none (SUCCESS_NO_INFO, a row result). */
  public static final long NO_COUNT = -1;

  /** {@link #generatedKey()} where the driver holds none. */
  public static final long NO_KEY = Long.MIN_VALUE;

  /** {@link #warningCount()} where it is not known. */
  public static final int UNKNOWN_WARNINGS = -1;

  /** Rows, and it is not known whether there were warnings. */
  public static final Outcome ROWS =
      new Outcome(true, NO_COUNT, NO_KEY, UNKNOWN_WARNINGS, null, 0, "");

  private static final Outcome ROWS_WITHOUT_WARNINGS =
      new Outcome(true, NO_COUNT, NO_KEY, 0, null, 0, "");

  private static final Outcome[] COUNTS = counts(UNKNOWN_WARNINGS);
  private static final Outcome[] COUNTS_WITHOUT_WARNINGS = counts(0);

  private static Outcome[] counts(int warnings) {
    Outcome[] counts = new Outcome[16];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new Outcome(false, i, NO_KEY, warnings, null, 0, "");
    }
    return counts;
  }

  private final boolean rows;
  private final long updateCount;
  private final long generatedKey;
  private final int warnings;
  private final @Nullable String sqlState;
  private final int vendorCode;
  private final String message;

  private Outcome(
      boolean rows,
      long updateCount,
      long generatedKey,
      int warnings,
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

  /** Of which no number of warnings is known. */
  public static Outcome success(boolean rows, long updateCount, long generatedKey) {
    return success(rows, updateCount, generatedKey, UNKNOWN_WARNINGS);
  }

  /**
   * @param warnings how many there were, or {@link #UNKNOWN_WARNINGS}
   */
  public static Outcome success(boolean rows, long updateCount, long generatedKey, int warnings) {
    if (warnings <= 0 && generatedKey == NO_KEY) {
      // A table look-up beats 48 bytes for what nearly every statement answers.
      if (rows) {
        if (updateCount == NO_COUNT) {
          return warnings == 0 ? ROWS_WITHOUT_WARNINGS : ROWS;
        }
      } else if (updateCount >= 0 && updateCount < COUNTS.length) {
        return (warnings == 0 ? COUNTS_WITHOUT_WARNINGS : COUNTS)[(int) updateCount];
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
        UNKNOWN_WARNINGS,
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

  /** How many warnings there were, or {@link #UNKNOWN_WARNINGS}. */
  public int warningCount() {
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
