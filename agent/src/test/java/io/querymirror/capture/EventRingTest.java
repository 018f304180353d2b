package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventRingTest {
  private static final SourceConnection CONNECTION =
      new SourceConnection(1, "mariadb", "u", "h:3306", null, Map.of(), -1, -1);

  private static SourceEvent event(int number) {
    return SourceEvent.control(
        SourceEvent.Type.ISOLATION, CONNECTION, 0, 0, 0, 0, false, Outcome.ROWS, null, number);
  }

  @Test
  void aFullRingRefusesAndKeepsWhatItHas() {
    EventRing ring = new EventRing(4);
    for (int i = 0; i < 4; i++) {
      assertTrue(ring.offer(event(i)));
    }
    assertFalse(ring.offer(event(4)));
    for (int i = 0; i < 4; i++) {
      assertEquals(i, ring.poll().number());
    }
    assertNull(ring.poll());
    assertTrue(ring.offer(event(5)));
  }

  @Test
  void anOfferEndsALongSleep() throws Exception {
    EventRing ring = new EventRing(4);
    for (int round = 0; round < 20; round++) {
      CompletableFuture<SourceEvent> taken =
          CompletableFuture.supplyAsync(
              () -> {
                SourceEvent e;
                while ((e = ring.poll()) == null) {
                  ring.await(Integer.MAX_VALUE);
                }
                return e;
              });
      ring.offer(event(round));
      assertEquals(round, taken.get(10, TimeUnit.SECONDS).number());
    }
  }

  @Test
  void everythingOfEveryThreadArrivesInItsThreadsOrder() throws Exception {
    EventRing ring = new EventRing(64);
    int threads = 4;
    int each = 20_000;
    Thread[] producers = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      int base = t * each;
      producers[t] =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  while (!ring.offer(event(base + i))) {
                    Thread.onSpinWait();
                  }
                }
              });
      producers[t].start();
    }
    int[] next = new int[threads];
    for (int taken = 0; taken < threads * each; ) {
      SourceEvent e = ring.poll();
      if (e == null) {
        ring.await(0);
        continue;
      }
      int t = e.number() / each;
      assertEquals(next[t]++, e.number() % each);
      taken++;
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertTrue(ring.isEmpty());
  }
}
