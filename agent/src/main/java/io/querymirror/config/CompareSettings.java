package io.querymirror.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a target's copies is compared with their originals, and how. */
public final class CompareSettings {
  private final boolean results;
  private final boolean warnings;
  private final PlanSettings plans;
  private final TargetData data;
  private final boolean save;
  private final int rows;
  private final long bytes;
  private final StringComparison strings;
  private final double floatTolerance;
  private final double doubleTolerance;

  private CompareSettings(Builder b) {
    this.results = b.results;
    this.warnings = b.warnings;
    this.plans = b.plans;
    this.data = b.data;
    this.save = b.save;
    this.rows = b.rows;
    this.bytes = b.bytes;
    this.strings = b.strings;
    this.floatTolerance = b.floatTolerance;
    this.doubleTolerance = b.doubleTolerance;
  }

  /** Rows, affected counts and generated keys. */
  public boolean results() {
    return results;
  }

  public boolean warnings() {
    return warnings;
  }

  public PlanSettings plans() {
    return plans;
  }

  public TargetData data() {
    return data;
  }

  /** Whether both sides' results are kept in files. */
  public boolean save() {
    return save;
  }

  /** A result of more rows is not compared; from 1. */
  public int rows() {
    return rows;
  }

  /** A result of more bytes, as on the wire, is not compared; from 1. */
  public long bytes() {
    return bytes;
  }

  public StringComparison strings() {
    return strings;
  }

  /** For FLOAT, relative to the larger magnitude; from 0, under 1. */
  public double floatTolerance() {
    return floatTolerance;
  }

  /** For DOUBLE, relative to the larger magnitude; from 0, under 1. */
  public double doubleTolerance() {
    return doubleTolerance;
  }

  private List<Object> all() {
    return Arrays.asList(
        results,
        warnings,
        plans,
        data,
        save,
        rows,
        bytes,
        strings,
        floatTolerance,
        doubleTolerance);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof CompareSettings && all().equals(((CompareSettings) o).all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  /** Every field has its default. */
  static final class Builder {
    boolean results = true;
    boolean warnings = true;
    PlanSettings plans = new PlanSettings.Builder().build();
    TargetData data = TargetData.MIRRORED;
    boolean save;
    int rows = 10_000;
    long bytes = 1L << 20;
    StringComparison strings = StringComparison.EXACT;
    double floatTolerance = 1e-6;
    double doubleTolerance = 1e-9;

    CompareSettings build() {
      return new CompareSettings(this);
    }
  }
}
