package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.HeldRows;
import io.querymirror.model.Outcome;
import io.querymirror.model.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TargetLedgerTest {
  private static final Outcome OK = Outcome.ROWS;
  private static final Outcome DUPLICATE =
      Outcome.error("23000", 1062, "Duplicate entry '7' for key 'PRIMARY'");
  private static final Outcome NO_TABLE =
      Outcome.error("42S02", 1146, "Table 'shop.item' doesn't exist");
  private static final Outcome DEADLOCK = Outcome.error("40001", 1213, "Deadlock found");

  private final TargetLedger ledger = new TargetLedger("candidate");

  @Test
  void whatHasNoEndIsPending() {
    for (int i = 0; i < 8; i++) {
      ledger.matched();
    }
    ledger.executed("a:3306");
    ledger.executed("b:3306");
    ledger.failed("b:3306");
    ledger.notRepeated();
    ledger.dropped(DropReason.QUEUE_FULL);
    ledger.dropped(DropReason.UNSUPPORTED);
    ledger.unsupported("stream");

    TargetSnapshot s = ledger.snapshot();
    assertEquals(1, s.pending());
    assertEquals(2, s.executed());
    assertEquals(1, s.failed());
    assertEquals(1, s.notRepeated());
    assertEquals(1, s.dropped().get(DropReason.QUEUE_FULL));
    assertEquals(2, s.dropped().get(DropReason.UNSUPPORTED));
    assertEquals(Map.of("stream", 1L), s.unsupportedReasons());
    assertEquals(1, s.hosts().get("b:3306").failed());
  }

  @Test
  void aHostIsListedBeforeAnythingRanOnIt() {
    ledger.hostState("a:3306", "connecting");
    assertEquals("connecting", ledger.snapshot().hosts().get("a:3306").state());
  }

  @Test
  void whatIsSummedWithOthersLosesNoDoubt() {
    TargetLedger gone = new TargetLedger("gone");
    gone.fidelity().ambiguous();
    gone.fidelity().severalWriters();
    gone.fidelity().orderBreak();
    ledger.absorb(gone);
    assertEquals(gone.snapshot().fidelity(), ledger.snapshot().fidelity());
  }

  @Test
  void reasonsAreBoundedAndStillAddUp() {
    for (int i = 0; i < 300; i++) {
      ledger.matched();
      ledger.unsupported("reason " + i);
    }
    TargetSnapshot s = ledger.snapshot();
    assertEquals(101, s.unsupportedReasons().size());
    assertEquals(200, s.unsupportedReasons().get("other"));
    assertEquals(300, s.dropped().get(DropReason.UNSUPPORTED));
    assertEquals(0, s.pending());
  }

  @Test
  void errorsAreComparedWithTheSources() {
    result(1, OK, OK);
    result(1, OK, NO_TABLE);
    result(1, OK, NO_TABLE);
    result(1, DUPLICATE, OK);
    result(1, DUPLICATE, DUPLICATE);
    result(1, DUPLICATE, NO_TABLE);
    result(1, OK, DEADLOCK);
    result(1, DUPLICATE, DEADLOCK);

    TargetSnapshot s = ledger.snapshot();
    assertEquals(2, s.errors().get(ErrorClass.NEW));
    assertEquals(1, s.errors().get(ErrorClass.RESOLVED));
    assertEquals(1, s.errors().get(ErrorClass.SAME));
    assertEquals(1, s.errors().get(ErrorClass.CHANGED));
    assertEquals(2, s.errors().get(ErrorClass.ENVIRONMENT));
    DigestSnapshot digest = s.digests().get(0);
    assertEquals(8, digest.count());
    assertEquals(
        1, digest.latency().target().count(), "latency is that of pairs that both succeeded");
    ErrorExample first = digest.examples().get(0);
    assertEquals(ErrorClass.NEW, first.type());
    assertEquals(1146, first.target().code());
    assertEquals(2, first.count());
    assertEquals(5, digest.examples().size());
  }

  @Test
  void passingTroubleDoesNotHideWhatIsNew() {
    for (int code : new int[] {1205, 1213, 2006, 2013, 1317, 1969}) {
      result(1, OK, Outcome.error("HY000", code, ""));
    }
    result(1, DUPLICATE, OK);
    result(1, OK, NO_TABLE);

    List<ErrorExample> examples = ledger.snapshot().digests().get(0).examples();
    assertEquals(5, examples.size());
    assertEquals(ErrorClass.NEW, examples.get(0).type());
    assertEquals(ErrorClass.RESOLVED, examples.get(1).type());
    assertEquals(ErrorClass.ENVIRONMENT, examples.get(2).type());
  }

  @Test
  void oneDigestInTwoSchemasIsTwoLines() {
    ledger.result(Executions.of(1, "select ?", "shop", OK, 10), OK, 1000, 0);
    ledger.result(Executions.of(1, "select ?", null, OK, 10), OK, 1000, 0);
    assertEquals(2, ledger.snapshot().digests().size());
  }

  @Test
  void aFullTableSumsItsLeastAndKeepsWhatMatters() {
    int capacity = DigestTable.CAPACITY / 4;
    TargetLedger small = new TargetLedger("candidate", false, 4);
    int failing = 0;
    int frequent = 0;
    for (int i = 0; i < 3 * capacity; i++) {
      Outcome target = i % 50 == 7 ? NO_TABLE : OK;
      failing += target.ok() ? 0 : 1;
      run(small, i, target, 100, 200);
      for (int often = 0; i % 10 == 0 && often < 5; often++) {
        run(small, -1, OK, 100, 200);
        frequent++;
      }
      if (i == 100) {
        run(small, -2, OK, 100, 9_000_000);
      }
    }
    TargetSnapshot s = small.snapshot();
    assertTrue(s.digests().size() <= capacity + 1, s.digests().size() + " digests");
    assertEquals(
        3L * capacity + frequent + 1, s.digests().stream().mapToLong(DigestSnapshot::count).sum());
    assertEquals(failing, s.errors().get(ErrorClass.NEW));
    assertEquals(3L * capacity + frequent + 1 - failing, s.own().count());
    assertEquals(frequent, digest(s, -1).count());
    assertEquals(1, digest(s, -2).count());
    assertEquals(
        failing,
        s.digests().stream()
            .filter(d -> d.errors().get(ErrorClass.NEW) > 0 && !d.digest().equals("other"))
            .count());
    assertEquals(0, digest(s, "other").latency().blocks().size());
  }

  @Test
  void aTableIsBoundedAlsoWhereAllIsBad() {
    TargetLedger small = new TargetLedger("candidate", false, 100);
    for (int i = 0; i < 500; i++) {
      run(small, i, NO_TABLE, 100, 100);
    }
    TargetSnapshot s = small.snapshot();
    assertTrue(s.digests().size() <= 101, s.digests().size() + " digests");
    assertEquals(500, s.errors().get(ErrorClass.NEW));
  }

  private static void run(
      TargetLedger ledger, long digest, Outcome outcome, long source, long target) {
    ledger.result(Executions.of(digest, "select ?", OK, source), outcome, target * 1000, 0);
  }

  private static DigestSnapshot digest(TargetSnapshot s, long digest) {
    return digest(s, String.format("%016x", digest));
  }

  private static DigestSnapshot digest(TargetSnapshot s, String id) {
    return s.digests().stream().filter(d -> d.digest().equals(id)).findAny().orElseThrow();
  }

  @Test
  void whatIsSummedUnderLoadIsCountedOnce() throws Exception {
    TargetLedger small = new TargetLedger("candidate", false, 1000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  run(small, random.nextInt(100), OK, 100, 100);
                }
              }));
    }
    long last = 0;
    for (Future<?> f : work) {
      while (!f.isDone()) {
        long now = small.snapshot().digests().stream().mapToLong(DigestSnapshot::count).sum();
        assertTrue(now >= last, now + " after " + last);
        last = now;
      }
      f.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    TargetSnapshot s = small.snapshot();
    assertEquals(80_000, s.digests().stream().mapToLong(DigestSnapshot::count).sum());
    assertEquals(80_000, s.source().count());
    assertTrue(s.digests().size() <= 15, s.digests().size() + " digests");
  }

  @Test
  void latenciesAreMicroseconds() {
    for (int i = 1; i <= 1000; i++) {
      ledger.result(Executions.of(1, "select ?", OK, i), OK, i * 2_000L, i * 3_000_000L);
    }
    TargetSnapshot s = ledger.snapshot();
    assertEquals(500, s.source().summary().p50(), 8);
    assertEquals(990, s.source().summary().p99(), 16);
    assertEquals(1000, s.own().summary().p50(), 16);
    assertEquals(2000, s.own().summary().max(), 2);
    assertEquals(1_500_000, s.lag().summary().p50(), 24_000);
    DigestSnapshot digest = s.digests().get(0);
    assertEquals(500, digest.latency().source().summary().p50(), 8);
    assertEquals(1000, digest.latency().target().summary().p50(), 16);
    assertEquals(500.5, digest.latency().source().summary().mean(), 0.001);
    assertEquals(1000, digest.latency().source().summary().max());
  }

  @Test
  void theTimeOfACursorIsNotCompared() {
    HeldRows cursor =
        new HeldRows() {
          @Override
          public long bytes() {
            return 0;
          }

          @Override
          public ResultRows rows() {
            return null;
          }

          @Override
          public boolean partial() {
            return true;
          }
        };
    ledger.result(Executions.of(1, "select ?", "shop", OK, 10, cursor), OK, 1000, 0);
    result(1, OK, OK);
    DigestSnapshot digest = ledger.snapshot().digests().get(0);
    assertEquals(2, digest.count());
    assertEquals(1, digest.latency().target().count());
  }

  @Test
  void snapshotsBalanceUnderLoad() throws Exception {
    int workers = 6;
    int each = 30_000;
    ExecutorService threads = Executors.newFixedThreadPool(workers + 1);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < workers; t++) {
      long seed = t;
      work.add(threads.submit(() -> hammer(new SplittableRandom(seed), each)));
    }
    Future<Integer> reader =
        threads.submit(
            () -> {
              int taken = 0;
              while (!over.get()) {
                check(ledger.snapshot());
                taken++;
              }
              return taken;
            });
    for (Future<?> f : work) {
      f.get(60, TimeUnit.SECONDS);
    }
    over.set(true);
    assertTrue(reader.get(60, TimeUnit.SECONDS) > 0);
    threads.shutdown();

    TargetSnapshot s = ledger.snapshot();
    check(s);
    assertEquals((long) workers * each, s.matched());
    assertEquals(0, s.pending());
    long ran = s.executed() + s.failed();
    assertEquals(ran, s.digests().stream().mapToLong(DigestSnapshot::count).sum());
    assertEquals(s.failed(), s.errors().get(ErrorClass.NEW));
    assertEquals(s.executed(), s.own().count());
    assertEquals(ran, s.lag().count());
  }

  private void hammer(SplittableRandom random, int statements) {
    DropReason[] reasons = DropReason.values();
    for (int i = 0; i < statements; i++) {
      ledger.matched();
      int way = random.nextInt(10);
      String host = "db" + random.nextInt(3) + ":3306";
      if (way < 6) {
        result(random.nextInt(20), OK, OK);
        ledger.executed(host);
      } else if (way == 6) {
        result(random.nextInt(20), OK, NO_TABLE);
        ledger.failed(host);
      } else if (way == 7) {
        ledger.notRepeated();
      } else if (way == 8) {
        ledger.unsupported("reason " + random.nextInt(3));
      } else {
        ledger.dropped(reasons[random.nextInt(reasons.length)]);
      }
    }
  }

  private static void check(TargetSnapshot s) {
    long drops = s.dropped().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(s.matched(), s.notRepeated() + s.executed() + s.failed() + drops + s.pending());
    assertTrue(s.pending() >= 0, "pending " + s.pending());
    assertEquals(s.executed(), s.hosts().values().stream().mapToLong(HostSnapshot::executed).sum());
    long errors = 0;
    for (ErrorClass type : ErrorClass.values()) {
      errors += s.errors().get(type);
    }
    long inDigests = 0;
    for (DigestSnapshot d : s.digests()) {
      inDigests += d.errors().get(ErrorClass.NEW);
      assertEquals(d.latency().source().count(), d.latency().target().count());
      assertEquals(d.count(), d.latency().target().count() + d.errors().get(ErrorClass.NEW));
    }
    assertEquals(errors, inDigests);
    assertTrue(errors >= s.failed(), "a failure has its class as soon as it is counted");
    assertTrue(s.lag().count() >= s.executed() + s.failed(), "so has its lag");
  }

  private void result(long digest, Outcome source, Outcome target) {
    ledger.result(Executions.of(digest, "select ?", source, 100), target, 200_000, 1_000_000);
  }
}
