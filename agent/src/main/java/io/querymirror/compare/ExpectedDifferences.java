package io.querymirror.compare;

import io.querymirror.config.ExpectedSettings;
import io.querymirror.model.Execution;
import io.querymirror.stats.ExpectedCounts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The differences that the user knows of and accepts. Asked only where something differs, from any
 * thread.
 */
public final class ExpectedDifferences {
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

  /**
   * The rules about a statement whose result differs.
   *
   * @param original as the application ran it
   * @param labels of the result's columns; empty where it has none
   */
  public Expectation about(String target, Execution original, List<String> labels) {
    List<ExpectedRule> matching = new ArrayList<>();
    for (ExpectedRule rule : rules) {
      if (rule.takes(target, original)) {
        rule.counts().asked(labels);
        matching.add(rule);
      }
    }
    return new Expectation(matching, labels, matching.isEmpty() ? LocalDate.MIN : today.get());
  }
}
