package io.querymirror.stats;

import io.querymirror.stats.OutOfStep.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** For which reasons one table is out of step, and how often. All methods from any thread. */
final class TableReasons {
  /** Null where none is known. */
  final @Nullable String schema;

  final String name;
  private final LongAdder[] by = new LongAdder[Reason.values().length];
  private final AtomicInteger version;
  private volatile boolean any;
  private volatile long lastNanos;
  private volatile boolean unwatched;

  /**
   * @param version counts up where the table comes to be out of step
   */
  TableReasons(@Nullable String schema, String name, AtomicInteger version) {
    this.schema = schema;
    this.name = name;
    this.version = version;
    for (int i = 0; i < by.length; i++) {
      by[i] = new LongAdder();
    }
  }

  void add(Reason reason, long times) {
    by[reason.ordinal()].add(times);
    lastNanos = System.nanoTime();
    if (!any) {
      any = true;
      version.incrementAndGet();
    }
  }

  /** More may be missed than will be heard of. */
  void unwatched() {
    unwatched = true;
  }

  /** Whether there is any. */
  boolean any() {
    return any;
  }

  /** Whether one came since that time (System.nanoTime()), or may have. */
  boolean anySince(long nanos) {
    return any && (unwatched || lastNanos >= nanos);
  }

  /** By key, those that came. */
  Map<String, Long> snapshot() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Reason reason : Reason.values()) {
      long n = by[reason.ordinal()].sum();
      if (n > 0) {
        all.put(reason.key(), n);
      }
    }
    return all;
  }
}
