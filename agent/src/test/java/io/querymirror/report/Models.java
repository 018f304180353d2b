package io.querymirror.report;

import io.querymirror.model.Outcome;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.Executions;
import io.querymirror.stats.OutOfStep;
import io.querymirror.stats.OwnUse;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.time.Instant;
import java.util.List;

/** Small reports, made by hand. */
public final class Models {
  static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.678Z");
  static final Instant UPDATED = Instant.parse("2026-01-02T03:04:15.678901Z");

  private Models() {}

  public static ReportModel empty() {
    return ReportModel.read(
        STARTED, UPDATED, true, new CaptureLedger(), List.of(), new RuleCounts(List.of()));
  }

  /** Two targets, of which the first has an error that is new. */
  public static ReportModel small() {
    CaptureLedger capture = new CaptureLedger();
    RuleCounts rules = new RuleCounts(List.of("no health checks", "shop traffic"));
    TargetLedger candidate = new TargetLedger("candidate");
    TargetLedger next = new TargetLedger("next");
    capture.fastSkipped();
    capture.fastUnmatched();
    capture.ringFull(2);
    capture.internalError();
    capture.overhead(100);
    capture.seen(10);
    for (int i = 0; i < 10; i++) {
      capture.matched();
      rules.matched(1);
      candidate.matched();
      next.matched();
    }
    capture.done();

    Outcome noTable = Outcome.error("42S02", 1146, "Table 'next.orders' doesn't exist");
    for (int i = 0; i < 6; i++) {
      candidate.result(
          Executions.of(0xabc, "select * from item where id = ?", Outcome.ROWS, 50),
          Outcome.ROWS,
          40_000,
          1_500_000,
          false,
          STARTED.toEpochMilli());
      candidate.executed("10.0.0.5:3306");
    }
    candidate.result(
        Executions.of(0xdef, "select * from orders where ref = ?", Outcome.ROWS, 10),
        noTable,
        40_000,
        2_000_000,
        false,
        STARTED.toEpochMilli());
    candidate.failed("10.0.0.5:3306");
    candidate.hostState("10.0.0.5:3306", "up");
    candidate.dropped(DropReason.QUEUE_FULL);
    candidate.unsupported("a stream as a bind");
    candidate.fidelity().retried();

    for (int i = 0; i < 10; i++) {
      next.dropped(DropReason.UNAVAILABLE);
    }
    next.hostState("10.0.0.9:3306", "down");
    return ReportModel.read(STARTED, UPDATED, true, capture, List.of(candidate, next), rules);
  }

  /** Of three statements one was sampled out, and the others ran three times each. */
  public static ReportModel volume() {
    CaptureLedger capture = new CaptureLedger();
    TargetLedger candidate = new TargetLedger("candidate");
    capture.seen(3);
    for (int i = 0; i < 3; i++) {
      capture.matched();
      candidate.matched();
    }
    capture.done();
    candidate.sampledOut();
    for (int i = 0; i < 6; i++) {
      candidate.executed("10.0.0.5:3306");
      if (i > 1) {
        candidate.amplified();
        candidate.ranFurther(true);
      }
    }
    return ReportModel.read(
        STARTED, UPDATED, true, capture, List.of(candidate), new RuleCounts(List.of("all")));
  }

  /** One in which there is something of everything that is counted. */
  public static ReportModel everything() {
    CaptureLedger capture = new CaptureLedger();
    capture.overhead(300);
    capture.use(
        new OwnUse(
            OwnUse.State.SHEDDING,
            "cpu",
            0,
            0.5,
            1,
            0,
            2_000_000_000,
            50_000_000,
            100_000_000,
            List.of(
                new OwnUse.Measure("cpu", 0.6, 0.5, OwnUse.State.SHEDDING),
                new OwnUse.Measure("heap", 0.5, 0.9, OwnUse.State.OK),
                new OwnUse.Measure("overhead_p99", 1_000, 20_000, OwnUse.State.OK))));
    capture.seen(2);
    capture.matched();
    capture.matched();
    capture.done();
    TargetLedger candidate = new TargetLedger("candidate");
    candidate.compares();
    candidate.matched();
    candidate.matched();
    candidate.executed("10.0.0.5:3306");
    candidate.dropped(DropReason.SHED);
    candidate.hostState("10.0.0.5:3306", "up");
    candidate.roundTrip(100_000);
    candidate.result(
        Executions.of(0xabc, "select * from orders where id = ?", Outcome.ROWS, 50),
        Outcome.ROWS,
        40_000,
        1_500_000,
        false,
        STARTED.toEpochMilli());
    candidate.outOfStep().table("shop", "orders", OutOfStep.Reason.DROPPED);
    return ReportModel.read(
        STARTED, UPDATED, true, capture, List.of(candidate), new RuleCounts(List.of("all")));
  }
}
