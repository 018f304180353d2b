package io.querymirror.cli;

import io.querymirror.model.Outcome;
import io.querymirror.report.ReportModel;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.Executions;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Reports of statements with latencies that were made by a known rule. */
final class Latencies {
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.000Z");
  private static final int DIGESTS = 6;
  private static final int EACH_SECOND = 20;

  private Latencies() {}

  /**
   * A part of one run.
   *
   * @param ratio of the first digest's latency, target by source; others are the same on both
   */
  static ReportModel model(int fromSecond, int seconds, double ratio) {
    CaptureLedger capture = new CaptureLedger();
    TargetLedger candidate = new TargetLedger("candidate");
    for (int i = fromSecond * EACH_SECOND; i < (fromSecond + seconds) * EACH_SECOND; i++) {
      SplittableRandom random = new SplittableRandom(i);
      for (int digest = 0; digest < DIGESTS; digest++) {
        capture.seen(1);
        capture.matched();
        candidate.matched();
        capture.done();
        double source = 1000 * (1 + digest) * (0.9 + 0.2 * random.nextDouble());
        double target = 1000 * (1 + digest) * (0.9 + 0.2 * random.nextDouble());
        candidate.result(
            Executions.of(digest, "select " + digest, Outcome.ROWS, Math.round(source)),
            Outcome.ROWS,
            Math.round(1000 * target * (digest == 0 ? ratio : 1)),
            500_000 + random.nextInt(100_000),
            false,
            STARTED.toEpochMilli() + i * 1000L / EACH_SECOND);
        candidate.executed("10.0.0.5:3306");
      }
      candidate.roundTrip(80_000 + random.nextInt(20_000));
    }
    return ReportModel.read(
        STARTED.plusSeconds(fromSecond),
        STARTED.plusSeconds(fromSecond + seconds),
        true,
        capture,
        List.of(candidate),
        new RuleCounts(List.of("all")));
  }
}
