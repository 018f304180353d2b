package io.querymirror.compare;

import io.querymirror.config.ExpectedSettings;
import io.querymirror.model.Execution;
import io.querymirror.stats.ExpectedCounts;
import java.util.function.Predicate;

/** One rule about expected differences, with what it matches and what came of it. */
final class ExpectedRule {
  private final ExpectedSettings settings;
  private final Predicate<Execution> matches;
  private final ExpectedCounts.Rule counts;

  ExpectedRule(
      ExpectedSettings settings, Predicate<Execution> matches, ExpectedCounts.Rule counts) {
    this.settings = settings;
    this.matches = matches;
    this.counts = counts;
  }

  boolean takes(String target, Execution original) {
    return (settings.targets().isEmpty() || settings.targets().contains(target))
        && matches.test(original);
  }

  ExpectedSettings settings() {
    return settings;
  }

  ExpectedCounts.Rule counts() {
    return counts;
  }
}
