package io.querymirror.stats;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many lanes of a target hold connections, and how many had to wait for one. From any thread.
 */
public final class ConnectionCounts {
  private final LongAdder capped = new LongAdder();
  private final LongAdder waitedNanos = new LongAdder();
  private final AtomicLong most = new AtomicLong();
  private volatile long open;

  /** So many lanes hold connections now. Called by one thread at a time. */
  public void held(int lanes) {
    open = lanes;
    if (lanes > most.get()) {
      most.set(lanes);
    }
  }

  /** A lane had to get in line. */
  public void waits() {
    capped.increment();
  }

  /** A lane's wait is over. */
  public void waited(long nanos) {
    waitedNanos.add(nanos);
  }

  /** By the report's keys. */
  Map<String, Long> snapshot() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("open", open);
    counts.put("most", most.get());
    counts.put("capped", capped.sum());
    counts.put("waited_ms", waitedNanos.sum() / 1_000_000);
    return counts;
  }
}
