package io.querymirror.stats;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many statements each rule took since start. One object for each set of rules in force: a rule
 * that keeps its name keeps its count, and who still counts by an older set counts into the same
 * numbers. All methods from any thread.
 */
public final class RuleCounts {
  /** Rules that are gone and remembered by name; older ones are added up. */
  static final int REMOVED = 100;

  /** All that are gone and not remembered. */
  static final String OTHERS = "(removed rules)";

  private final List<String> names;
  private final AtomicLong[] matched;

  /** By name, the one that went first at the head. Never changed once this is in use. */
  private final Map<String, AtomicLong> removed;

  /**
   * @param names of the rules, in the order of the configuration
   */
  public RuleCounts(List<String> names) {
    this(names, new LinkedHashMap<>());
  }

  private RuleCounts(List<String> names, Map<String, AtomicLong> known) {
    this.names = List.copyOf(names);
    this.matched = new AtomicLong[names.size()];
    for (int i = 0; i < matched.length; i++) {
      AtomicLong count = known.remove(names.get(i));
      matched[i] = count == null ? new AtomicLong() : count;
    }
    this.removed = known;
    AtomicLong others = known.get(OTHERS);
    for (Iterator<Map.Entry<String, AtomicLong>> i = known.entrySet().iterator();
        known.size() > REMOVED && i.hasNext(); ) {
      Map.Entry<String, AtomicLong> oldest = i.next();
      if (oldest.getValue() != others) {
        others = others == null ? new AtomicLong() : others;
        others.addAndGet(oldest.getValue().get());
        i.remove();
      }
    }
    if (others != null) {
      known.put(OTHERS, others);
    }
  }

  /** The counts for rules of these names, which take over. */
  public RuleCounts next(List<String> next) {
    Map<String, AtomicLong> known = new LinkedHashMap<>(removed);
    for (int i = 0; i < matched.length; i++) {
      if (next.contains(names.get(i)) || matched[i].get() > 0) {
        known.put(names.get(i), matched[i]);
      }
    }
    return new RuleCounts(next, known);
  }

  /** Of the rules in force, then of those that are gone. */
  public List<String> names() {
    List<String> all = new ArrayList<>(names);
    all.addAll(removed.keySet());
    return all;
  }

  /** How many of the {@link #names()} are of rules in force; they come first. */
  public int inForce() {
    return names.size();
  }

  /**
   * @param rule place of the rule in the configuration, from 0
   */
  public void matched(int rule) {
    matched[rule].getAndIncrement();
  }

  /** One count a rule, in the order of the names. */
  public long[] snapshot() {
    long[] counts = new long[matched.length + removed.size()];
    int n = 0;
    for (AtomicLong count : matched) {
      counts[n++] = count.get();
    }
    for (AtomicLong count : removed.values()) {
      counts[n++] = count.get();
    }
    return counts;
  }
}
