package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  @Test
  void growsToItsBoundAndKeepsTheRestWaiting() throws Exception {
    WorkerPool pool = new WorkerPool("t", 3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier three = new CyclicBarrier(3);
    CountDownLatch done = new CountDownLatch(9);
    for (int i = 0; i < 9; i++) {
      pool.execute(
          () -> {
            try {
              threads.add(Thread.currentThread());
              three.await(10, TimeUnit.SECONDS);
              done.countDown();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertEquals(3, threads.size());
    for (Thread t : threads) {
      assertTrue(t.isDaemon());
      assertEquals(Thread.MIN_PRIORITY, t.getPriority());
      assertTrue(t.getName().startsWith("querymirror-t-"), t.getName());
    }
    pool.close();
  }

  @Test
  void closedPoolTakesNothingAndDoesNotComplain() {
    WorkerPool pool = new WorkerPool("t", 1);
    pool.close();
    AtomicInteger ran = new AtomicInteger();
    pool.execute(ran::incrementAndGet);
    assertEquals(0, ran.get());
  }

  @Test
  void idleThreadIsUsedAgain() throws Exception {
    WorkerPool pool = new WorkerPool("t", 50);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 50; i++) {
      CountDownLatch done = new CountDownLatch(1);
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
      assertTrue(done.await(10, TimeUnit.SECONDS));
    }
    assertFalse(threads.size() == 50, "a thread for each task");
    pool.close();
  }
}
