package io.querymirror.control;

import io.querymirror.report.ReportModel;
import io.querymirror.report.TargetJudgement;
import io.querymirror.report.Verdict;
import io.querymirror.stats.TargetSnapshot;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The verdicts of one report in a few numbers, to be kept where the report is not. */
final class Verdicts {
  private final Verdict worst;
  private final Map<String, OfTarget> targets = new HashMap<>();

  private Verdicts(ReportModel report) {
    for (TargetSnapshot target : report.targets()) {
      targets.put(target.target(), new OfTarget(report.judgement(target)));
    }
    worst = report.verdict();
  }

  /** Judges a report; the dear part of it. */
  static Verdicts of(ReportModel report) {
    return new Verdicts(report);
  }

  Verdict worst() {
    return worst;
  }

  /** Null where the target was not there yet. */
  @Nullable OfTarget target(String name) {
    return targets.get(name);
  }

  /** On one target. */
  static final class OfTarget {
    private final Verdict verdict;
    private final OptionalDouble decided;
    private final Map<Verdict, Integer> digests = new EnumMap<>(Verdict.class);

    private OfTarget(TargetJudgement judgement) {
      verdict = judgement.verdict();
      decided = judgement.decided();
      for (Verdict v : Verdict.values()) {
        digests.put(v, judgement.count(v));
      }
    }

    Verdict verdict() {
      return verdict;
    }

    OptionalDouble decided() {
      return decided;
    }

    /** How many have that one. */
    int digests(Verdict of) {
      return digests.getOrDefault(of, 0);
    }
  }
}
