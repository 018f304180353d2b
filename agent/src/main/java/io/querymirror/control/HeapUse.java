package io.querymirror.control;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much of the heap was in use behind the last collection, of whatever kind: what all heap pools
 * held then, as the collector itself noted it. No listener and no thread: the collectors are asked
 * for their last one.
 */
final class HeapUse {
  private final List<GarbageCollectorMXBean> collectors = new ArrayList<>();
  private final List<String> pools = new ArrayList<>();
  private long newest = -1;
  private long used = -1;

  HeapUse() {
    for (java.lang.management.GarbageCollectorMXBean bean :
        ManagementFactory.getGarbageCollectorMXBeans()) {
      if (bean instanceof GarbageCollectorMXBean) {
        collectors.add((GarbageCollectorMXBean) bean);
      }
    }
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        pools.add(pool.getName());
      }
    }
  }

  /** Looks for a collection; true where there was one since the last look. */
  boolean look() {
    boolean fresh = false;
    for (GarbageCollectorMXBean collector : collectors) {
      GcInfo info = collector.getLastGcInfo();
      if (info != null && info.getEndTime() > newest) {
        long sum = sum(info.getMemoryUsageAfterGc());
        // Of the pauses within a cycle some collectors note nothing.
        if (sum > 0) {
          newest = info.getEndTime();
          used = sum;
          fresh = true;
        }
      }
    }
    return fresh;
  }

  private long sum(Map<String, MemoryUsage> all) {
    long sum = 0;
    for (String pool : pools) {
      MemoryUsage usage = all.get(pool);
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  /** Bytes behind the last collection; below 0 before the first one. */
  long used() {
    return used;
  }

  /** Bytes that the heap may have. */
  static long most() {
    return Runtime.getRuntime().maxMemory();
  }
}
