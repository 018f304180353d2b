package io.querymirror.cli;

import io.querymirror.config.CopySettings;
import io.querymirror.config.MaskSettings;
import io.querymirror.config.Order;
import io.querymirror.config.SampleBy;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.mirror.Foresight;
import io.querymirror.model.Execution;
import io.querymirror.rule.Hit;
import io.querymirror.rule.RuleEngine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one target would make of a statement that a rule took for it. */
final class Arrival {
  final TargetSettings target;
  final String rule;
  final CopySettings how;
  final Foresight foresight;

  /** Whether it is in the rule's sample; null where that is not the statement's to tell. */
  final @Nullable Boolean inSample;

  /** The text that the rule makes of it; null for the same. */
  final @Nullable String rewritten;

  private final MaskSettings mask;

  private Arrival(
      Settings settings, RuleEngine rules, Hit hit, TargetSettings target, Execution e) {
    this.target = target;
    this.rule = settings.rules().get(hit.rule()).name();
    this.how = rules.copy(hit);
    this.mask = settings.rules().get(hit.rule()).maskBinds();
    Execution copy = rules.rewrite(hit, e);
    this.rewritten = copy.sql().equals(e.sql()) ? null : copy.sql();
    this.foresight = Foresight.of(target, settings.limits().statementSize(), copy);
    boolean all = how.sample().compareTo(BigDecimal.valueOf(100)) >= 0;
    boolean none = how.sample().signum() == 0;
    boolean told = all || none || how.sampleBy() == SampleBy.DIGEST;
    this.inSample = told ? (Boolean) rules.keeps(hit, e) : null;
  }

  /** One for each target that a rule took it for. */
  static List<Arrival> all(Settings settings, RuleEngine rules, List<Hit> hits, Execution e) {
    List<Arrival> all = new ArrayList<>();
    for (Hit hit : hits) {
      TargetSettings target = settings.targets().get(hit.target());
      if (target != null) {
        all.add(new Arrival(settings, rules, hit, target, e));
      }
    }
    return all;
  }

  boolean runs() {
    return foresight.fate() == Foresight.Fate.RUNS;
  }

  /** Binds that no file shows: {@code all}, {@code 1, 3}; empty for none. */
  String masked() {
    return mask.all()
        ? "all"
        : mask.positions().stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** In a line each, for people. */
  List<String> words() {
    List<String> lines = new ArrayList<>();
    if (Boolean.FALSE.equals(inSample)) {
      lines.add("not in the sample of " + sample() + ": counted sampled_out");
      return lines;
    }
    switch (foresight.fate()) {
      case NOT_REPEATED:
        lines.add("not repeated: " + foresight.why());
        return lines;
      case DROPPED:
        lines.add("dropped, " + dropped() + ": " + foresight.why());
        return lines;
      default:
        lines.add(runsHow());
    }
    if (inSample == null) {
      lines.add("only in a sample: " + sample());
    }
    if (how.copies() != CopySettings.MILLION) {
      lines.add(
          foresight.multiplies()
              ? copies() + " copies" + values()
              : "once, though the rule says copies: " + copies() + "; this kind is not multiplied");
    }
    if (!masked().isEmpty()) {
      lines.add("in reports without the values of binds: " + masked());
    }
    return lines;
  }

  private String runsHow() {
    String schema = foresight.schema();
    String where = schema == null ? "without a schema" : "in " + schema;
    return "runs "
        + where
        + (target.writes() == Writes.ROLLBACK ? ", and what it writes is rolled back" : "")
        + order();
  }

  private String order() {
    return target.order() == Order.NONE
        ? ", alone on any connection"
        : ", in the order of its session";
  }

  private String values() {
    if (!how.vary()) {
      return "";
    }
    return varies()
        ? ", those beside the first with the values of other statements of this digest"
        : ", all with its own values: this kind is not varied";
  }

  /** Whether copies beside the first have other values. */
  boolean varies() {
    return how.vary() && foresight.multiplies() && foresight.varies();
  }

  /** {@code 25% by transaction}. */
  String sample() {
    return how.sample().toPlainString() + "% by " + how.sampleBy().name().toLowerCase(Locale.ROOT);
  }

  String copies() {
    return BigDecimal.valueOf(how.copies(), 6).stripTrailingZeros().toPlainString();
  }

  /** The bin; empty unless it is dropped. */
  String dropped() {
    return foresight.reason() == null ? "" : foresight.reason().key();
  }
}
