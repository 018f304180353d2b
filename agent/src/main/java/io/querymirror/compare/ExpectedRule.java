package io.querymirror.compare;

import io.querymirror.config.ExpectedSettings;
import io.querymirror.config.ToleranceSettings;
import io.querymirror.model.Execution;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.ExpectedCounts;
import java.math.BigDecimal;
import java.time.Duration;
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

  /** Whether it accepts any difference of the statements that it matches. */
  boolean isWhole() {
    return settings.columns().isEmpty() && settings.tolerance().isAny();
  }

  boolean allows(ColumnDifference c) {
    if (!settings.columns().isEmpty()
        && settings.columns().stream().noneMatch(c.label()::equalsIgnoreCase)) {
      return false;
    }
    ToleranceSettings t = settings.tolerance();
    if (t.isAny()) {
      return true;
    }
    if (c.unmeasured()) {
      return false;
    }
    Duration time = t.time();
    if (time != null) {
      // A number beside a time is one of seconds, as UNIX_TIMESTAMP() gives it.
      return c.nanos() <= time.toNanos() && c.number() <= time.toNanos() / 1e9;
    }
    BigDecimal number = t.number();
    return number != null && c.nanos() == 0 && c.number() <= number.doubleValue();
  }

  Allowance allowance() {
    ToleranceSettings t = settings.tolerance();
    if (t.time() != null) {
      return Allowance.time(t.time());
    }
    return t.number() == null ? Allowance.ANYTHING : Allowance.number(t.number().doubleValue());
  }
}
