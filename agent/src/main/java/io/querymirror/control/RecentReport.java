package io.querymirror.control;

import io.querymirror.report.ReportModel;
import java.lang.ref.SoftReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counts and the verdicts of a moment ago, for those who ask often. Counts are read anew after
 * a second, verdicts, which are dearer by far, after five; both later where there are so many
 * digests that it would take more than a fiftieth of a core, however many ask.
 */
public final class RecentReport {
  private static final long SECOND = 1_000_000_000;
  private static final long SHARE = 50;

  private final Supplier<ReportModel> reader;
  private final LongSupplier nanos;

  /** Softly held, as with thousands of digests it is large and may not be asked for again. */
  private SoftReference<ReportModel> last = new SoftReference<>(null);

  private long countsUntil;

  private final Object judging = new Object();
  private @Nullable Verdicts verdicts;
  private long verdictsUntil;

  public RecentReport(Supplier<ReportModel> reader, LongSupplier nanos) {
    this.reader = reader;
    this.nanos = nanos;
  }

  synchronized ReportModel get() {
    ReportModel report = last.get();
    if (report == null || nanos.getAsLong() - countsUntil >= 0) {
      long begin = nanos.getAsLong();
      report = reader.get();
      last = new SoftReference<>(report);
      countsUntil = until(begin, SECOND);
    }
    return report;
  }

  Verdicts verdicts() {
    ReportModel report = get();
    synchronized (judging) { // not while others may want the counts alone
      Verdicts known = verdicts;
      if (known == null || nanos.getAsLong() - verdictsUntil >= 0) {
        long begin = nanos.getAsLong();
        known = Verdicts.of(report);
        verdicts = known;
        verdictsUntil = until(begin, 5 * SECOND);
      }
      return known;
    }
  }

  private long until(long begin, long atLeast) {
    long now = nanos.getAsLong();
    return now + Math.max(atLeast, (now - begin) * SHARE);
  }
}
