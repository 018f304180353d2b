package io.querymirror.rule;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans used last, bounded in number and in bytes of text: an application that writes values
 * into its texts has no end of them.
 */
final class PlanCache {
  private final int mostPlans;
  private final long mostBytes;
  private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  PlanCache(int mostPlans, long mostBytes) {
    this.mostPlans = mostPlans;
    this.mostBytes = mostBytes;
  }

  @Nullable Plan get(PlanKey key) {
    return plans.get(key);
  }

  /** Takes a plan that is not there; one whose text would push many others out is not kept. */
  void put(PlanKey key, Plan plan) {
    if (key.bytes() > mostBytes / 16) {
      return;
    }
    plans.put(key, plan);
    bytes += key.bytes();
    for (Iterator<PlanKey> i = plans.keySet().iterator();
        plans.size() > mostPlans || bytes > mostBytes; ) {
      bytes -= i.next().bytes();
      i.remove();
    }
  }

  int size() {
    return plans.size();
  }

  long bytes() {
    return bytes;
  }
}
