package io.querymirror.report;

import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.Noise;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** All that one report says: counts since start, read at one moment. */
public final class ReportModel {
  private final Instant started;
  private final Instant updated;
  private final boolean enabled;
  private final CaptureSnapshot capture;
  private final List<TargetSnapshot> targets;
  private final Map<String, PlanFindings> plans;
  private final List<String> rules;
  private final int rulesInForce;
  private final Set<String> removed;
  private final long[] ruleCounts;
  private final Thresholds thresholds;
  private final Map<String, TargetJudgement> judgements = new HashMap<>();

  private List<ReportPart> parts = List.of();

  private ReportModel(
      Instant started,
      Instant updated,
      boolean enabled,
      CaptureSnapshot capture,
      List<TargetSnapshot> targets,
      Map<String, PlanFindings> plans,
      Set<String> removed,
      List<String> rules,
      int rulesInForce,
      long[] ruleCounts,
      Thresholds thresholds) {
    this.started = started;
    this.updated = updated;
    this.enabled = enabled;
    this.capture = capture;
    this.targets = targets;
    this.plans = plans;
    this.removed = removed;
    this.rules = rules;
    this.rulesInForce = rulesInForce;
    this.ruleCounts = ruleCounts;
    this.thresholds = thresholds;
  }

  /**
   * Reads all counts. The capture's come last: a statement is counted there first, so no target and
   * no rule shows more than {@code capture.matched}.
   *
   * @param started when the agent started
   * @param updated now
   * @param targets in the order of the configuration
   */
  public static ReportModel read(
      Instant started,
      Instant updated,
      boolean enabled,
      CaptureLedger capture,
      Collection<TargetLedger> targets,
      RuleCounts rules) {
    return read(started, updated, enabled, capture, targets, rules, Thresholds.DEFAULT);
  }

  /**
   * The same.
   *
   * @param thresholds what verdicts are given by
   */
  public static ReportModel read(
      Instant started,
      Instant updated,
      boolean enabled,
      CaptureLedger capture,
      Collection<TargetLedger> targets,
      RuleCounts rules,
      Thresholds thresholds) {
    List<TargetSnapshot> snapshots = new ArrayList<>(targets.size());
    Set<String> removed = new HashSet<>();
    for (TargetLedger target : targets) {
      snapshots.add(target.snapshot());
      if (target.removed()) {
        removed.add(target.target());
      }
    }
    long[] ruleCounts = rules.snapshot();
    return new ReportModel(
        started,
        updated,
        enabled,
        capture.snapshot(),
        withoutNoise(snapshots),
        PlanFindings.of(targets),
        removed,
        rules.names(),
        rules.inForce(),
        ruleCounts,
        thresholds);
  }

  public Instant started() {
    return started;
  }

  public Instant updated() {
    return updated;
  }

  public boolean enabled() {
    return enabled;
  }

  public CaptureSnapshot capture() {
    return capture;
  }

  public List<TargetSnapshot> targets() {
    return targets;
  }

  /** What the target's plans say. Throws IllegalArgumentException where there is no such target. */
  PlanFindings plans(String target) {
    PlanFindings found = plans.get(target);
    if (found == null) {
      throw new IllegalArgumentException("no target " + target);
    }
    return found;
  }

  /** Of the rules in force, then of those that a reload took out. */
  List<String> rules() {
    return rules;
  }

  /** Whether a reload took the rule out. */
  boolean ruleRemoved(int rule) {
    return rule >= rulesInForce;
  }

  /** Whether a reload took the target out: its counts remain, and decide about nothing any more. */
  public boolean removed(TargetSnapshot target) {
    return removed.contains(target.target());
  }

  long ruleCount(int rule) {
    return ruleCounts[rule];
  }

  /** What controls differ by from the source is taken out of what candidates do. */
  private static List<TargetSnapshot> withoutNoise(List<TargetSnapshot> targets) {
    List<TargetSnapshot> controls = new ArrayList<>();
    for (TargetSnapshot target : targets) {
      if (target.control()) {
        controls.add(target);
      }
    }
    if (controls.isEmpty()) {
      return targets;
    }
    Noise noise = new Noise(controls);
    List<TargetSnapshot> all = new ArrayList<>(targets.size());
    for (TargetSnapshot target : targets) {
      all.add(target.control() ? target : noise.takenOutOf(target));
    }
    return all;
  }

  /** Writes it as {@code report.json}, in UTF-8; leaves the stream open. */
  public void write(OutputStream out) throws IOException {
    ReportJson.write(this, new Histories(), out);
  }

  /**
   * The same with so many digests of each target at most, the worst, and without what came before.
   */
  public void write(OutputStream out, int mostDigests) throws IOException {
    ReportJson.write(this, new Histories(), mostDigests, out);
  }

  /** The worst candidate's that is in force; {@code cannot_tell} where there is none. */
  public Verdict verdict() {
    Verdict worst = Verdict.CANNOT_TELL;
    for (TargetSnapshot target : targets) {
      worst = target.control() || removed(target) ? worst : worst.worse(verdict(target));
    }
    return worst;
  }

  /** The worst of its decided digests, where enough are decided. */
  public Verdict verdict(TargetSnapshot target) {
    return judgement(target).verdict();
  }

  /** The verdicts on a target of this report, and on its digests in their order. */
  public TargetJudgement judgement(TargetSnapshot target) {
    // Only where it is asked for: of thousands of digests it takes most of a second.
    synchronized (judgements) {
      return judgements.computeIfAbsent(
          target.target(), name -> SnapshotJudge.judge(target, targets, thresholds));
    }
  }

  Thresholds thresholds() {
    return thresholds;
  }

  /** The worst of the targets in force; empty where there is none, or nothing to cover. */
  public OptionalDouble coverage() {
    return targets.stream()
        .filter(target -> !removed(target))
        .map(this::coverage)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .min();
  }

  /**
   * (executed + failed) / (seen − skipped), of each statement the first copy, from 0 to 1; empty
   * where nothing was seen but what is skipped: a share of nothing is neither 0 nor 1.
   */
  public OptionalDouble coverage(TargetSnapshot target) {
    long all = capture.seen() - capture.skipped();
    long further = target.executedFurther() + target.failedFurther();
    // Counted one after the other: a copy may be among the further ones and not yet in the sum.
    long ran = Math.min(all, target.executed() + target.failed() - further);
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) ran / all);
  }

  /** The same report with more in it. */
  ReportModel with(List<ReportPart> more) {
    parts = more;
    return this;
  }

  List<ReportPart> parts() {
    return parts;
  }
}
