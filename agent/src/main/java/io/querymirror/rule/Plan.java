package io.querymirror.rule;

import io.querymirror.config.RuleSettings;
import io.querymirror.model.Execution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules as they stand once text and session are known: those that can still take it. */
final class Plan {
  private final List<RuleSettings> all;
  private final int[] rules;
  private final List<Predicate<Execution>> conditions;
  private final @Nullable Decision fixed;

  /**
   * @param matchers one for each rule
   * @param example any execution of the text and the session that the plan is for
   */
  Plan(List<RuleSettings> all, List<Matcher> matchers, Execution example) {
    this.all = all;
    this.conditions = new ArrayList<>();
    int[] left = new int[all.size()];
    boolean decided = true;
    for (int i = 0; i < left.length; i++) {
      Predicate<Execution> condition = matchers.get(i).given(example);
      if (condition != Matcher.NEVER) {
        left[conditions.size()] = i;
        conditions.add(condition);
        decided &= condition == Matcher.ALWAYS;
        if (condition == Matcher.ALWAYS && !all.get(i).continues()) {
          break;
        }
      }
    }
    this.rules = Arrays.copyOf(left, conditions.size());
    this.fixed = decided ? new Decision(all, rules, true) : null;
  }

  Decision decide(Execution e) {
    if (fixed != null) {
      return fixed;
    }
    int[] taken = new int[rules.length];
    int n = 0;
    for (int i = 0; i < rules.length; i++) {
      if (conditions.get(i).test(e)) {
        taken[n++] = rules[i];
        if (!all.get(rules[i]).continues()) {
          break;
        }
      }
    }
    return new Decision(all, Arrays.copyOf(taken, n), false);
  }
}
