package io.querymirror.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What 100,000 distinct digests cost where every one that is kept has all that it can have. */
class DigestMemoryTest {
  private static final long MOST = 64L << 20;
  private static final int DISTINCT = 100_000;
  private static final int TEXT = 300;
  private static final int SPANS = 44;

  @Test
  void aHundredThousandDigestsTakeLessThan64MB() {
    long before = used();
    TargetLedger ledger = new TargetLedger("candidate");
    SplittableRandom random = new SplittableRandom(1);
    long ran = 0;
    for (int i = 0; i < DISTINCT; i++) {
      run(ledger, i, random, 0);
      ran++;
    }
    // Those that are there now run for a while, over seven powers of two.
    for (int span = 0; span < SPANS; span++) {
      for (int i = DISTINCT - 7_000; i < DISTINCT; i++) {
        run(ledger, i, random, span * 250L);
        ran++;
      }
    }
    long after = used();
    TargetSnapshot snapshot = ledger.snapshot();
    assertEquals(ran, snapshot.digests().stream().mapToLong(DigestSnapshot::count).sum());
    assertEquals(ran, snapshot.source().count());
    long full = snapshot.digests().stream().filter(d -> d.latency().blocks().size() > 35).count();
    assertTrue(full > 6_000, full + " digests have all their blocks");
    long cost = after - before;
    assertTrue(cost < MOST, cost + " bytes");
    assertTrue(cost > 10 << 20, "it was there to be measured: " + cost);
  }

  private static void run(TargetLedger ledger, int digest, SplittableRandom random, long at) {
    long micros = 100 + random.nextInt(12_800);
    String text = "select " + digest + " from t where " + "x".repeat(TEXT);
    ledger.result(
        Executions.of(digest, text, Outcome.ROWS, micros),
        Outcome.ROWS,
        micros * 1000 + random.nextInt(500_000),
        1000,
        false,
        1_700_000_000_000L + at);
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
