package io.querymirror.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The verdict on one target, and those on its digests. */
public final class TargetJudgement {
  private final Verdict verdict;
  private final List<DigestJudgement> digests;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
  private final OptionalDouble decided;
  private final List<String> missing;
  private final Surroundings surroundings;
  private final boolean byControl;

  TargetJudgement(
      Verdict verdict,
      List<DigestJudgement> digests,
      OptionalDouble decided,
      List<String> missing,
      Surroundings surroundings,
      boolean byControl) {
    this.verdict = verdict;
    this.digests = List.copyOf(digests);
    this.decided = decided;
    this.missing = List.copyOf(missing);
    this.surroundings = surroundings;
    this.byControl = byControl;
    for (DigestJudgement digest : digests) {
      counts.merge(digest.verdict(), 1, Integer::sum);
    }
  }

  public Verdict verdict() {
    return verdict;
  }

  /** In the order in which they were given. */
  public List<DigestJudgement> digests() {
    return digests;
  }

  /** How many digests have that verdict. */
  public int count(Verdict of) {
    return counts.getOrDefault(of, 0);
  }

  /** Share of what was executed whose digests have a verdict; empty where nothing was. */
  public OptionalDouble decided() {
    return decided;
  }

  /** Of {@code cannot_tell}: in words, what it would take to tell. */
  public List<String> missing() {
    return missing;
  }

  /** What target and baseline have different apart from their databases. */
  public Surroundings surroundings() {
    return surroundings;
  }

  /** Whether latencies were judged by a control target. */
  public boolean byControl() {
    return byControl;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", Math.floor(share * 1000 + 1e-9) / 10);
  }
}
