package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CaptureLedgerTest {
  private final CaptureLedger ledger = new CaptureLedger();

  @Test
  void everyBinIsPartOfSeen() {
    ledger.seen(3);
    ledger.unmatched();
    ledger.skipped();
    ledger.matched();
    ledger.done();
    ledger.fastUnmatched();
    ledger.fastSkipped();
    ledger.ringFull(5);

    CaptureSnapshot s = ledger.snapshot();
    assertEquals(10, s.seen());
    assertEquals(2, s.unmatched());
    assertEquals(2, s.skipped());
    assertEquals(1, s.matched());
    assertEquals(5, s.ringFull());
    assertEquals(0, s.lost());
    assertEquals(0, s.internalErrors());
  }

  @Test
  void countsOfAThreadStayWhenItHasEnded() throws Exception {
    ThreadCounts living = ledger.ofThisThread();
    Thread other =
        new Thread(
            () -> {
              ThreadCounts own = ledger.ofThisThread();
              own.countUnmatched();
              own.countUnmatched();
              own.countSkipped();
            });
    other.start();
    other.join();
    living.countUnmatched();

    for (int i = 0; i < 3; i++) {
      CaptureSnapshot s = ledger.snapshot();
      assertEquals(4 + i, s.seen());
      assertEquals(3 + i, s.unmatched());
      assertEquals(1, s.skipped());
      living.countUnmatched();
    }
  }

  @Test
  void aStatementIsSeenOnceItHasABin() {
    ledger.seen(2);
    ledger.matched();
    assertEquals(1, ledger.snapshot().seen());
    ledger.unmatched();
    assertEquals(2, ledger.snapshot().seen());
  }

  @Test
  void whatGetsNoBinIsDropped() {
    ledger.seen(3);
    ledger.matched();
    ledger.seen(1);
    ledger.done();

    CaptureSnapshot s = ledger.snapshot();
    assertEquals(4, s.seen());
    assertEquals(1, s.matched());
    assertEquals(3, s.lost());
  }

  @Test
  void aSecondBinIsAnErrorAndNoStatement() {
    ledger.seen(1);
    ledger.matched();
    ledger.unmatched();

    CaptureSnapshot s = ledger.snapshot();
    assertEquals(1, s.seen());
    assertEquals(0, s.unmatched());
    assertEquals(1, s.internalErrors());
  }

  @Test
  void overheadIsAHistogramOfAllSamples() {
    assertEquals(0, ledger.snapshot().overheadP99());
    for (int i = 1; i <= 100; i++) {
      ledger.overhead(i);
      ledger.snapshot();
    }
    assertEquals(50, ledger.snapshot().overheadP50());
    assertEquals(99, ledger.snapshot().overheadP99());
  }

  @Test
  void snapshotsBalanceAndGrowUnderLoad() throws Exception {
    int applications = 4;
    int rounds = 50_000;
    ExecutorService threads = Executors.newFixedThreadPool(applications + 2);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < applications; t++) {
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  ledger.fastUnmatched();
                  ledger.fastSkipped();
                  ledger.ringFull(2);
                  ledger.overhead(i);
                }
              }));
    }
    work.add(
        threads.submit(
            () -> {
              for (int i = 0; i < rounds; i++) {
                ledger.seen(4);
                ledger.unmatched();
                ledger.skipped();
                ledger.matched();
                ledger.done();
              }
            }));
    Future<Long> reader =
        threads.submit(
            () -> {
              long taken = 0;
              long last = 0;
              do {
                CaptureSnapshot s = ledger.snapshot();
                long sum = s.unmatched() + s.skipped() + s.matched() + s.ringFull() + s.lost();
                assertEquals(sum, s.seen());
                assertTrue(s.seen() >= last, "seen fell");
                last = s.seen();
                taken++;
              } while (!over.get());
              return taken;
            });
    for (Future<?> f : work) {
      f.get(60, TimeUnit.SECONDS);
    }
    over.set(true);
    assertTrue(reader.get(60, TimeUnit.SECONDS) > 0);
    threads.shutdown();

    CaptureSnapshot s = ledger.snapshot();
    assertEquals(4L * applications * rounds + 4L * rounds, s.seen());
    assertEquals(rounds, s.lost());
    assertEquals(rounds, s.matched());
  }
}
