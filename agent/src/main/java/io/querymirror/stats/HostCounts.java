package io.querymirror.stats;

import java.util.concurrent.atomic.LongAdder;

/** What ran on one host of a target. */
final class HostCounts {
  final LongAdder executed = new LongAdder();
  final LongAdder failed = new LongAdder();
  volatile String state = "unknown";

  HostSnapshot snapshot() {
    return new HostSnapshot(executed.sum(), failed.sum(), state);
  }
}
