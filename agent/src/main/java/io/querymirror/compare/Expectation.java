package io.querymirror.compare;

import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules about one result that differs. They count together: each column that differs must be
 * allowed by one of them; a rule that names neither columns nor a tolerance allows everything.
 */
public final class Expectation {
  private final List<ExpectedRule> matching;
  private final List<String> labels;
  private final LocalDate today;

  Expectation(List<ExpectedRule> matching, List<String> labels, LocalDate today) {
    this.matching = matching;
    this.labels = labels;
    this.today = today;
  }

  /** Of all of them, also of those that have expired. */
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    for (ExpectedRule rule : matching) {
      reasons.add(rule.settings().reason());
    }
    return reasons;
  }

  /**
   * The reason why this difference is right, or null where it is not.
   *
   * @param profile of a difference between rows; null where it is another or not known
   * @param sameUnder whether the rows are the same with these allowances, for want of a profile;
   *     null where no rows are to be compared
   */
  public @Nullable String reason(
      @Nullable DifferenceProfile profile, @Nullable Predicate<CompareOptions> sameUnder) {
    if (matching.isEmpty()) {
      return null;
    }
    List<ExpectedRule> valid = new ArrayList<>(matching);
    valid.removeIf(r -> r.settings().isExpired(today));
    ExpectedRule rule = first(valid, profile, sameUnder);
    if (rule != null) {
      return rule.settings().reason();
    }
    if (valid.size() < matching.size() && first(matching, profile, sameUnder) != null) {
      late(profile);
    }
    return null;
  }

  /** It would have been expected before: whose time is over is to be told. */
  private void late(@Nullable DifferenceProfile profile) {
    for (ExpectedRule rule : matching) {
      if (rule.settings().isExpired(today)
          && (profile == null
              || rule.isWhole()
              || profile.columns().stream().anyMatch(rule::allows))) {
        rule.counts().late();
      }
    }
  }

  /** The first of the rules that together allow all of it; null where they don't. */
  private @Nullable ExpectedRule first(
      List<ExpectedRule> rules,
      @Nullable DifferenceProfile profile,
      @Nullable Predicate<CompareOptions> sameUnder) {
    for (ExpectedRule rule : rules) {
      if (rule.isWhole()) {
        return rule;
      }
    }
    if (profile == null) {
      return sameUnder == null || rules.isEmpty() || !sameUnder.test(allowances(rules))
          ? null
          : rules.get(0);
    }
    if (!profile.inColumnsAlone()) {
      return null;
    }
    ExpectedRule first = null;
    for (ColumnDifference c : profile.columns()) {
      ExpectedRule found = null;
      for (ExpectedRule rule : rules) {
        found = found == null && rule.allows(c) ? rule : found;
      }
      if (found == null) {
        return null;
      }
      first = first == null ? found : first;
    }
    return first;
  }

  private CompareOptions allowances(List<ExpectedRule> rules) {
    CompareOptions options = CompareOptions.DEFAULT.examples(0, 0);
    // The last word on a column counts, and the first rule that allows it shall have it.
    for (int i = rules.size() - 1; i >= 0; i--) {
      ExpectedRule rule = rules.get(i);
      List<String> columns = rule.settings().columns();
      options = options.allow(columns.isEmpty() ? labels : columns, rule.allowance());
    }
    return options;
  }
}
