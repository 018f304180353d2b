package io.querymirror.stats;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What came of each rule about expected differences. All methods from any thread. */
public final class ExpectedCounts {
  private final List<Rule> rules = new ArrayList<>();

  private final List<Rule> before;

  public ExpectedCounts() {
    this.before = List.of();
  }

  /** A rule that says the same as one of {@code before} goes on with its counts. */
  public ExpectedCounts(ExpectedCounts before) {
    this.before = before.rules();
  }

  /** In the order of the configuration; before any other thread sees this. */
  public Rule add(String reason, List<String> columns, @Nullable LocalDate until) {
    Rule rule = new Rule(reason, columns, until);
    for (Rule known : before) {
      if (known.reason.equals(reason)
          && known.columns.equals(columns)
          && Objects.equals(known.until, until)
          && !rules.contains(known)) {
        rule = known;
      }
    }
    rules.add(rule);
    return rule;
  }

  public List<Rule> rules() {
    return Collections.unmodifiableList(rules);
  }

  /** A difference was expected for this reason, and is counted so. */
  public void used(String reason) {
    for (Rule rule : rules) {
      if (rule.reason.equals(reason)) {
        rule.used.increment();
      }
    }
  }

  /** One of them. */
  public static final class Rule {
    private static final int MOST_COLUMNS = 64;

    private final String reason;
    private final List<String> columns;
    private final @Nullable LocalDate until;
    private final LongAdder used = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final Set<String> found = ConcurrentHashMap.newKeySet();

    private Rule(String reason, List<String> columns, @Nullable LocalDate until) {
      this.reason = reason;
      this.columns = List.copyOf(columns);
      this.until = until;
    }

    /** A difference would have been expected, had the rule not expired. */
    public void late() {
      late.increment();
    }

    /** A result that it matches differs; it has these columns. */
    public void asked(List<String> labels) {
      asked.increment();
      if (found.size() < Math.min(columns.size(), MOST_COLUMNS)) {
        for (String column : columns) {
          for (String label : labels) {
            if (label.equalsIgnoreCase(column)) {
              found.add(column);
            }
          }
        }
      }
    }

    public String reason() {
      return reason;
    }

    public @Nullable LocalDate until() {
      return until;
    }

    public long uses() {
      return used.sum();
    }

    public long lateUses() {
      return late.sum();
    }

    /** Its columns that no differing result it matched has had; none before there was one. */
    public List<String> unknownColumns() {
      if (asked.sum() == 0) {
        return List.of();
      }
      Set<String> unknown = new TreeSet<>(columns);
      unknown.removeAll(found);
      return new ArrayList<>(unknown);
    }
  }
}
