package io.querymirror.report;

import io.querymirror.stats.DigestSnapshot;
import io.querymirror.stats.Distribution;
import io.querymirror.stats.ErrorClass;
import io.querymirror.stats.LatencyPair;
import io.querymirror.stats.TargetSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings the counts of a running agent before the {@link TargetJudge}. */
final class SnapshotJudge {
  private SnapshotJudge() {}

  /**
   * @param all the report's targets: the first control target among them is the baseline
   */
  static TargetJudgement judge(
      TargetSnapshot target, List<TargetSnapshot> all, Thresholds thresholds) {
    TargetSnapshot control = control(target, all);
    Map<List<String>, LatencyPair> baseline = new HashMap<>();
    if (control != null) {
      for (DigestSnapshot digest : control.digests()) {
        baseline.put(key(digest), digest.latency());
      }
    }
    List<DigestCounts> digests = new ArrayList<>(target.digests().size());
    for (DigestSnapshot d : target.digests()) {
      digests.add(
          new DigestCounts(
              d.digest(),
              d.executed(),
              d.errors().get(ErrorClass.NEW),
              d.results().different(),
              d.latency(),
              baseline.get(key(d))));
    }
    Circumstances circumstances =
        new Circumstances(
                target.cheapest(),
                target.roundTrip(),
                control == null ? Distribution.NONE : control.roundTrip())
            .control(target.control());
    return TargetJudge.judge(digests, circumstances, thresholds);
  }

  private static @Nullable TargetSnapshot control(TargetSnapshot of, List<TargetSnapshot> all) {
    for (TargetSnapshot target : all) {
      if (target.control() && !of.control() && !target.cheapest()) {
        return target;
      }
    }
    return null;
  }

  private static List<String> key(DigestSnapshot digest) {
    return List.of(digest.digest(), String.valueOf(digest.schema()));
  }
}
