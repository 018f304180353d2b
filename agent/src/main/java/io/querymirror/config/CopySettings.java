package io.querymirror.config;

import java.math.BigDecimal;
import java.util.List;

/** What a mirroring rule makes of the statements that it takes: how many of them, and what text. */
public final class CopySettings {
  /** Everything once, as it is. */
  public static final CopySettings DEFAULT =
      new CopySettings(
          BigDecimal.valueOf(100), SampleBy.TRANSACTION, CopySettings.MILLION, false, List.of());

  /** {@link #copies()} of one. */
  public static final long MILLION = 1_000_000;

  private final BigDecimal sample;
  private final SampleBy sampleBy;
  private final long copies;
  private final boolean vary;
  private final List<RewriteSettings> rewrites;

  CopySettings(
      BigDecimal sample,
      SampleBy sampleBy,
      long copies,
      boolean vary,
      List<RewriteSettings> rewrites) {
    this.sample = sample;
    this.sampleBy = sampleBy;
    this.copies = copies;
    this.vary = vary;
    this.rewrites = List.copyOf(rewrites);
  }

  /** Share of what the rule takes, in percent, from 0 to 100. */
  public BigDecimal sample() {
    return sample;
  }

  public SampleBy sampleBy() {
    return sampleBy;
  }

  /** How many times each statement runs, in millionths, from {@link #MILLION}. */
  public long copies() {
    return copies;
  }

  /** Whether copies beside the first take the values of other statements of their digest. */
  public boolean vary() {
    return vary;
  }

  /** In the order in which they are applied. */
  public List<RewriteSettings> rewrites() {
    return rewrites;
  }
}
