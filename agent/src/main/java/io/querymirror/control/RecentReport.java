package io.querymirror.control;

import io.querymirror.report.ReportModel;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a moment ago, for those who ask often: read anew after a second, and later where
 * reading is dear, so that it never takes more than a fiftieth of a core however many ask.
 */
public final class RecentReport {
  private static final long SECOND = 1_000_000_000;
  private static final long SHARE = 50;

  private final Supplier<ReportModel> reader;
  private final LongSupplier nanos;
  private volatile Consumer<ReportModel> follower = report -> {};
  private @Nullable ReportModel last;
  private long read;
  private long holds;

  public RecentReport(Supplier<ReportModel> reader, LongSupplier nanos) {
    this.reader = reader;
    this.nanos = nanos;
  }

  /** Told of every report that is read, on the thread that asked for it. */
  void follower(Consumer<ReportModel> told) {
    follower = told;
  }

  ReportModel get() {
    synchronized (this) {
      ReportModel report = last;
      if (report != null && nanos.getAsLong() - read < holds) {
        return report;
      }
    }
    return fresh();
  }

  /** What is counted now, whenever it was read last. */
  ReportModel fresh() {
    ReportModel report;
    synchronized (this) {
      long begin = nanos.getAsLong();
      report = reader.get();
      read = nanos.getAsLong();
      holds = Math.max(SECOND, (read - begin) * SHARE);
      last = report;
    }
    follower.accept(report); // not under the lock: it has its own
    return report;
  }
}
