package io.querymirror.report;

import io.querymirror.stats.LatencyPair;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one digest and target, and what it rests on. That is computed when it is asked
 * for: it is most of the work, and who asks every few seconds wants thousands of verdicts alone.
 */
public final class DigestJudgement {
  private final Verdict verdict;
  private final Supplier<List<String>> missing;
  private final LatencyPair latency;
  private final @Nullable LatencyPair control;

  DigestJudgement(
      Verdict verdict,
      Supplier<List<String>> missing,
      LatencyPair latency,
      @Nullable LatencyPair control) {
    this.verdict = verdict;
    this.missing = missing;
    this.latency = latency;
    this.control = control;
  }

  public Verdict verdict() {
    return verdict;
  }

  /** Of {@code cannot_tell}: in words, what it would take to tell. */
  public List<String> missing() {
    return missing.get();
  }

  /** Target by source. */
  public Ratios source() {
    return LatencyTest.ratios(Series.ofSource(latency));
  }

  /** Target by control target, of what both ran at the same time; null where there is none. */
  public @Nullable Ratios control() {
    return control == null ? null : LatencyTest.ratios(Series.ofControl(latency, control));
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
