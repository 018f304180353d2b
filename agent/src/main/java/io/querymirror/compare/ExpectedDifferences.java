package io.querymirror.compare;

import io.querymirror.config.ExpectedSettings;
import io.querymirror.config.ToleranceSettings;
import io.querymirror.model.Execution;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExpectedCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which differences the user knows of and accepts. All rules that match a statement count
 * together: each column that differs must be allowed by one of them. Asked only where something
 * differs, from any thread.
 */
public final class ExpectedDifferences {
  /** Expects nothing. */
  public static final ExpectedDifferences NONE = new ExpectedDifferences(List.of(), LocalDate::now);

  private final List<ExpectedRule> rules;
  private final Supplier<LocalDate> today;

  private ExpectedDifferences(List<ExpectedRule> rules, Supplier<LocalDate> today) {
    this.rules = List.copyOf(rules);
    this.today = today;
  }

  /**
   * @param matches for each of the settings, whether it is about a statement
   * @param counts takes a rule for each of the settings
   */
  public static ExpectedDifferences of(
      List<ExpectedSettings> settings,
      List<Predicate<Execution>> matches,
      Supplier<LocalDate> today,
      ExpectedCounts counts) {
    List<ExpectedRule> rules = new ArrayList<>();
    for (int i = 0; i < settings.size(); i++) {
      ExpectedSettings s = settings.get(i);
      rules.add(
          new ExpectedRule(s, matches.get(i), counts.add(s.reason(), s.columns(), s.until())));
    }
    return new ExpectedDifferences(rules, today);
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The reason why this difference is right, or null where it is not; counts the rule.
   *
   * @param original as the application ran it
   * @param labels of the result's columns; empty where it has none
   * @param profile of a difference between rows; null for any other
   */
  public @Nullable String reason(
      String target, Execution original, List<String> labels, @Nullable DifferenceProfile profile) {
    List<ExpectedRule> matching = new ArrayList<>();
    for (ExpectedRule rule : rules) {
      if (rule.takes(target, original)) {
        rule.counts().asked(labels);
        matching.add(rule);
      }
    }
    return judge(matching, profile);
  }

  private @Nullable String judge(List<ExpectedRule> matching, @Nullable DifferenceProfile profile) {
    if (matching.isEmpty()) {
      return null;
    }
    LocalDate day = today.get();
    List<ExpectedRule> valid = new ArrayList<>(matching);
    valid.removeIf(r -> r.settings().isExpired(day));
    ExpectedRule rule = first(valid, profile);
    if (rule != null) {
      rule.counts().used();
      return rule.settings().reason();
    }
    ExpectedRule late = valid.size() == matching.size() ? null : first(matching, profile);
    if (late != null) {
      expired(matching, profile, day);
    }
    return null;
  }

  /** It would have been expected before: those that expired have come too late. */
  private static void expired(
      List<ExpectedRule> matching, @Nullable DifferenceProfile profile, LocalDate day) {
    for (ExpectedRule rule : matching) {
      if (rule.settings().isExpired(day) && concerns(rule.settings(), profile)) {
        rule.counts().late();
      }
    }
  }

  private static boolean concerns(ExpectedSettings s, @Nullable DifferenceProfile profile) {
    if (profile == null || isWhole(s)) {
      return isWhole(s);
    }
    for (ColumnDifference c : profile.columns()) {
      if (allows(s, c)) {
        return true;
      }
    }
    return false;
  }

  /** The first of the rules that together allow all of it; null where they don't. */
  private static @Nullable ExpectedRule first(
      List<ExpectedRule> rules, @Nullable DifferenceProfile profile) {
    for (ExpectedRule rule : rules) {
      if (isWhole(rule.settings())) {
        return rule;
      }
    }
    if (profile == null || !profile.inColumnsAlone()) {
      return null;
    }
    ExpectedRule first = null;
    for (ColumnDifference c : profile.columns()) {
      ExpectedRule found = null;
      for (ExpectedRule rule : rules) {
        if (found == null && allows(rule.settings(), c)) {
          found = rule;
        }
      }
      if (found == null) {
        return null;
      }
      first = first == null ? found : first;
    }
    return first;
  }

  /** Whether it accepts any difference of the statements that it matches. */
  private static boolean isWhole(ExpectedSettings s) {
    return s.columns().isEmpty() && s.tolerance().isAny();
  }

  private static boolean allows(ExpectedSettings s, ColumnDifference c) {
    if (!s.columns().isEmpty() && s.columns().stream().noneMatch(c.label()::equalsIgnoreCase)) {
      return false;
    }
    ToleranceSettings t = s.tolerance();
    if (t.isAny()) {
      return true;
    }
    if (c.unmeasured()) {
      return false;
    }
    if (t.time() != null) {
      // A number beside a time is one of seconds, as UNIX_TIMESTAMP() gives it.
      return c.nanos() <= t.time().toNanos() && c.number() * 1e9 <= t.time().toNanos();
    }
    return c.nanos() == 0
        && (t.number() == null ? c.share() <= t.share() : c.number() <= t.number().doubleValue());
  }
}
