package io.querymirror.stats;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many results were compared, and to what end: {@code compared = same + different + expected}.
 */
public final class ResultCounts {
  public static final ResultCounts NONE =
      new ResultCounts(
          0,
          0,
          new long[ResultKind.values().length],
          new long[Incomparable.values().length],
          new long[2],
          WarningCodes.NONE);

  private final long same;
  private final long expected;
  private final long[] different;
  private final long[] incomparable;

  /** The same ones, and those that differ. */
  private final long[] warnings;

  private final WarningCodes codes;

  /** Keeps the arrays. */
  ResultCounts(
      long same,
      long expected,
      long[] different,
      long[] incomparable,
      long[] warnings,
      WarningCodes codes) {
    this.same = same;
    this.expected = expected;
    this.different = different;
    this.incomparable = incomparable;
    this.warnings = warnings;
    this.codes = codes;
  }

  public long compared() {
    return same + different() + expected;
  }

  public long same() {
    return same;
  }

  public long different() {
    return sum(different);
  }

  /** Of the different ones those of one kind; each is of one. */
  public long different(ResultKind kind) {
    return different[kind.ordinal()];
  }

  public long expected() {
    return expected;
  }

  /** In no other count. */
  public long incomparable() {
    return sum(incomparable);
  }

  public long incomparable(Incomparable why) {
    return incomparable[why.ordinal()];
  }

  /** Reasons that occurred, by the report's keys. */
  public Map<String, Long> reasons() {
    Map<Incomparable, Long> found = new EnumMap<>(Incomparable.class);
    for (Incomparable why : Incomparable.values()) {
      if (incomparable(why) > 0) {
        found.put(why, incomparable(why));
      }
    }
    Map<String, Long> named = new LinkedHashMap<>();
    found.forEach((why, count) -> named.put(why.key(), count));
    return Collections.unmodifiableMap(named);
  }

  /** Kinds of differences that occurred, by the report's keys; they sum up to {@code different}. */
  public Map<String, Long> kinds() {
    Map<String, Long> named = new LinkedHashMap<>();
    for (ResultKind kind : ResultKind.values()) {
      if (different(kind) > 0) {
        named.put(kind.key(), different(kind));
      }
    }
    return Collections.unmodifiableMap(named);
  }

  /** Statements with the same warnings on both sides. */
  public long sameWarnings() {
    return warnings[0];
  }

  /** Statements with other warnings on the target. */
  public long differentWarnings() {
    return warnings[1];
  }

  /** Which ones, where somebody listed them. */
  public WarningCodes warningCodes() {
    return codes;
  }

  /** The same, with so many of the different ones, by kind, counted as noise. */
  ResultCounts withoutNoise(Map<ResultKind, Long> noise) {
    long[] left = different.clone();
    long[] reasons = incomparable.clone();
    noise.forEach(
        (kind, count) -> {
          left[kind.ordinal()] -= count;
          reasons[Incomparable.NOISE.ordinal()] += count;
        });
    return new ResultCounts(same, expected, left, reasons, warnings, codes);
  }

  ResultCounts plus(ResultCounts other) {
    if (other == NONE) {
      return this;
    }
    return new ResultCounts(
        same + other.same,
        expected + other.expected,
        plus(different, other.different),
        plus(incomparable, other.incomparable),
        plus(warnings, other.warnings),
        other.codes.isEmpty() ? codes : codes.plus(other.codes));
  }

  private static long[] plus(long[] a, long[] b) {
    long[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
