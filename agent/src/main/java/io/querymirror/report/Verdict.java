package io.querymirror.report;

import java.util.Locale;

/** What the numbers of a digest, a target or a report say; worst first. */
public enum Verdict {
  /** Something failed on the target that succeeded at the source. */
  ERRORS,
  /** Rows or affected counts differ, and did so again. */
  MISMATCH,
  /** Slower than its baseline, beyond doubt and by more than the threshold. */
  DEGRADED,
  /** Faster than its baseline, beyond doubt and by more than the threshold. */
  IMPROVED,
  /** Neither slower nor faster by more than the threshold, beyond doubt. */
  SAME,
  /** Too little is known for any of these. */
  CANNOT_TELL;

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By its {@link #key}; what no version knows is {@code cannot_tell}. */
  public static Verdict of(String key) {
    for (Verdict verdict : values()) {
      if (verdict.key().equals(key)) {
        return verdict;
      }
    }
    return CANNOT_TELL;
  }

  public Verdict worse(Verdict other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** Whether it is about time alone. */
  public boolean ofLatency() {
    return this == DEGRADED || this == IMPROVED || this == SAME;
  }
}
