package io.querymirror.stats;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** How many statements each rule took. All methods from any thread. */
public final class RuleCounts {
  private final List<String> names;
  private final AtomicLongArray matched;

  /**
   * @param names of the rules, in the order of the configuration
   */
  public RuleCounts(List<String> names) {
    this.names = List.copyOf(names);
    this.matched = new AtomicLongArray(names.size());
  }

  public List<String> names() {
    return names;
  }

  /**
   * @param rule place of the rule in the configuration, from 0
   */
  public void matched(int rule) {
    matched.getAndIncrement(rule);
  }

  /** One count a rule, in the order of the names. */
  public long[] snapshot() {
    long[] counts = new long[matched.length()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = matched.get(i);
    }
    return counts;
  }
}
