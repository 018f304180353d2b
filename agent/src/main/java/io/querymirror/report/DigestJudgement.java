package io.querymirror.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The verdict on one digest and target, and what it rests on. */
public final class DigestJudgement {
  private final Verdict verdict;
  private final List<String> missing;
  private final Ratios source;
  private final @Nullable Ratios control;

  DigestJudgement(Verdict verdict, List<String> missing, Ratios source, @Nullable Ratios control) {
    this.verdict = verdict;
    this.missing = List.copyOf(missing);
    this.source = source;
    this.control = control;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** Of {@code cannot_tell}: in words, what it would take to tell. */
  public List<String> missing() {
    return missing;
  }

  /** Target by source. */
  public Ratios source() {
    return source;
  }

  /** Target by control target, of what both ran at the same time; null where there is none. */
  public @Nullable Ratios control() {
    return control;
  }

  /** How many times the baseline's latency, at three percentiles; each null where not known. */
  public static final class Ratios {
    public final @Nullable Ratio p25;
    public final @Nullable Ratio p50;
    public final @Nullable Ratio p95;

    Ratios(@Nullable Ratio p25, @Nullable Ratio p50, @Nullable Ratio p95) {
      this.p25 = p25;
      this.p50 = p50;
      this.p95 = p95;
    }
  }
}
