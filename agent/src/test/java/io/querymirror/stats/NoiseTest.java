package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final Execution READ = read(1);

  private static Execution read(long digest) {
    return JudgedCopy.slim(
        new SourceConnection(1, "d", "u", "h", null, Map.of(), -1, -1),
        new SqlShape.Builder().digest("select " + digest, digest).build(),
        "shop",
        false,
        1000,
        Outcome.ROWS);
  }

  private static TargetLedger ledger(String name) {
    return new TargetLedger(name);
  }

  private static void add(TargetLedger ledger, Execution e, int same, int different, String... in) {
    for (int i = 0; i < same + different; i++) {
      ledger.result(e, Outcome.ROWS, 1000, 0);
      ledger.compared(
          e,
          i < same
              ? ResultFinding.same()
              : ResultFinding.different(
                  ResultExample.of(
                      ResultKind.ROWS, List.of("a", "b"), List.of(in), 1, 1, List.of())));
    }
  }

  private static ResultCounts left(TargetLedger candidate, TargetLedger... controls) {
    List<TargetSnapshot> snapshots =
        java.util.Arrays.stream(controls).map(TargetLedger::snapshot).toList();
    ResultCounts counts = new Noise(snapshots).takenOutOf(candidate.snapshot()).results();
    assertEquals(counts.compared(), counts.same() + counts.different() + counts.expected());
    return counts;
  }

  @Test
  void whatTheControlDiffersByAsOftenIsNoise() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    add(control, READ, 60, 40, "a");
    add(candidate, READ, 55, 45, "A");
    ResultCounts counts = left(candidate, control);
    assertEquals(0, counts.different());
    assertEquals(45, counts.incomparable(Incomparable.NOISE));
    assertEquals(55, counts.compared());
  }

  @Test
  void aColumnThatTheControlHasRightIsFoundBesideANoisyOne() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    add(control, READ, 0, 50, "a");
    add(candidate, READ, 0, 40, "a");
    add(candidate, READ, 0, 10, "a", "b");
    ResultCounts counts = left(candidate, control);
    assertEquals(10, counts.different());
    assertEquals(40, counts.incomparable(Incomparable.NOISE));
  }

  @Test
  void farMoreThanTheControlIsNoNoise() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    add(control, READ, 97, 3, "a");
    add(candidate, READ, 20, 80, "a");
    assertEquals(80, left(candidate, control).different());
  }

  @Test
  void whereTheControlNeverDiffersOneDifferenceCounts() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    add(control, READ, 100, 0);
    add(control, read(2), 0, 100, "a");
    add(candidate, READ, 99, 1, "a");
    assertEquals(1, left(candidate, control).different());
  }

  @Test
  void withoutAControlNothingIsTakenOut() {
    TargetLedger candidate = ledger("candidate");
    add(candidate, READ, 0, 3, "a");
    assertEquals(3, left(candidate).different());
  }

  @Test
  void twoControlsAreOneSample() {
    TargetLedger one = ledger("one");
    TargetLedger two = ledger("two");
    TargetLedger candidate = ledger("candidate");
    add(one, READ, 50, 0);
    add(two, READ, 25, 25, "a");
    add(candidate, READ, 30, 20, "a");
    assertEquals(20, left(candidate, one, two).incomparable(Incomparable.NOISE));
  }

  private static void fail(TargetLedger ledger, Execution e, int ok, int failed, int code) {
    for (int i = 0; i < ok + failed; i++) {
      Outcome error = Outcome.error("42S02", code, "Table 'x' doesn't exist");
      ledger.matched();
      if (i < ok) {
        ledger.executed("h");
      } else {
        ledger.failed("h");
      }
      ledger.result(e, i < ok ? Outcome.ROWS : error, 1000, 0);
    }
  }

  private static TargetSnapshot errors(TargetLedger candidate, TargetLedger control) {
    TargetSnapshot left = new Noise(List.of(control.snapshot())).takenOutOf(candidate.snapshot());
    long all = 0;
    for (ErrorClass type : ErrorClass.values()) {
      all += type == ErrorClass.RESOLVED ? 0 : left.errors().get(type);
    }
    assertEquals(left.failed(), all);
    long executed = left.digests().stream().mapToLong(DigestSnapshot::executed).sum();
    assertEquals(left.executed(), executed);
    return left;
  }

  @Test
  void theErrorThatTheControlRaisesTooIsNoFinding() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    fail(control, READ, 0, 1, 1146);
    fail(candidate, READ, 0, 3, 1146);
    TargetSnapshot left = errors(candidate, control);
    assertEquals(0, left.errors().get(ErrorClass.NEW));
    assertEquals(3, left.errors().get(ErrorClass.NOISE));
    assertEquals(ErrorClass.NOISE, left.digests().get(0).examples().get(0).type());
  }

  @Test
  void anErrorOfItsOwnIsFoundBesideThatOfTheControl() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    fail(control, READ, 50, 5, 1146);
    fail(candidate, READ, 50, 4, 1146);
    fail(candidate, READ, 0, 2, 1054);
    TargetSnapshot left = errors(candidate, control);
    assertEquals(2, left.errors().get(ErrorClass.NEW));
    assertEquals(4, left.errors().get(ErrorClass.NOISE));
    assertEquals(1054, left.digests().get(0).examples().get(0).target().code());
  }

  @Test
  void farMoreErrorsThanTheControlHasAreNoNoise() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    fail(control, READ, 97, 3, 1146);
    fail(candidate, READ, 20, 80, 1146);
    assertEquals(80, errors(candidate, control).errors().get(ErrorClass.NEW));
  }

  @Test
  void whatFailsOnTheControlForAnotherStatementExcusesNothing() {
    TargetLedger control = ledger("control");
    TargetLedger candidate = ledger("candidate");
    fail(control, read(2), 0, 50, 1146);
    fail(candidate, READ, 99, 1, 1146);
    assertEquals(1, errors(candidate, control).errors().get(ErrorClass.NEW));
  }

  /** A hundred noisy digests, and a candidate that is as noisy: none may be reported. */
  @Test
  void equalNoiseRaisesNoAlarmOverManyDigests() {
    Random random = new Random(3);
    int alarms = 0;
    for (int run = 0; run < 20; run++) {
      TargetLedger control = ledger("control");
      TargetLedger candidate = ledger("candidate");
      for (int d = 1; d <= 100; d++) {
        double rate = 0.02 + 0.9 * random.nextDouble();
        int hits = 1;
        int others = 0;
        for (int i = 0; i < 60; i++) {
          hits += random.nextDouble() < rate ? 1 : 0;
          others += random.nextDouble() < rate ? 1 : 0;
        }
        add(control, read(d), 61 - hits, hits, "a");
        add(candidate, read(d), 60 - others, others, "a");
      }
      alarms += left(candidate, control).different() > 0 ? 1 : 0;
    }
    assertEquals(0, alarms);
  }
}
