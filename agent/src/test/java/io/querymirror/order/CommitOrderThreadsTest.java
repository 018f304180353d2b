package io.querymirror.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.order.Access.Mode;
import io.querymirror.order.Ordered.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events are freed, run and done on many threads while the dispatcher adds more. */
class CommitOrderThreadsTest {
  private static final int EVENTS = 40_000;
  private static final int KEYS = 5;

  @Test
  @Timeout(60)
  void everyEventRunsOnceAndWritesOfAKeyOneAfterTheOther() throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(4);
    CountDownLatch left = new CountDownLatch(EVENTS);
    AtomicIntegerArray last = new AtomicIntegerArray(KEYS);
    LongAdder wrong = new LongAdder();
    CommitOrder order =
        new CommitOrder(
            new CommitOrder.Listener() {
              @Override
              public void released(Ordered e) {
                Runnable run =
                    () -> {
                      int n = (Integer) e.payload();
                      // each write of a key finds the one before it
                      if (n > 0 && !last.compareAndSet(n % KEYS, n - KEYS, n)) {
                        wrong.increment();
                      }
                      e.done();
                      left.countDown();
                    };
                if (!e.whenFree(() -> workers.execute(run))) {
                  workers.execute(run);
                }
              }

              @Override
              public void ambiguous(Ordered e, Collection<String> tables) {}

              @Override
              public void late(Ordered e) {
                wrong.increment();
              }
            });
    for (int k = 0; k < KEYS; k++) {
      last.set(k, k == 0 ? 0 : k - KEYS);
    }
    Object[] sessions = new Object[50];
    Arrays.setAll(sessions, i -> new Object());
    ModelDice dice = new ModelDice(1);
    int[] next = new int[KEYS];
    for (int k = 0; k < KEYS; k++) {
      next[k] = k == 0 ? KEYS : k;
    }
    for (int i = 0; i < EVENTS; i++) {
      int key = dice.roll(KEYS);
      boolean write = dice.one(2);
      int number = write ? next[key] : 0;
      next[key] += write ? KEYS : 0;
      Access a = Access.of("t", write || dice.one(2) ? key : null, write ? Mode.WRITE : Mode.READ);
      order.add(
          Ordered.of(
                  sessions[i % 50],
                  write ? Kind.AUTOCOMMIT_WRITE : Kind.STATEMENT,
                  2 * i,
                  2 * i + 1)
              .accesses(List.of(a))
              .payload(number)
              .build());
      order.advance(2 * i + 1);
    }
    assertTrue(left.await(50, TimeUnit.SECONDS), "left " + left.getCount());
    workers.shutdown();
    assertEquals(0, wrong.sum());
    assertEquals(List.of(), order.waiting());
  }
}
